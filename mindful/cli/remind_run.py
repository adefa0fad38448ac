"""`mindful remind run`, `tick` and `test`: sending."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from mindful import __version__
from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.practice import counted
from mindful.cli.reminding import (
    INSTANT,
    complete_id,
    delivery_as_json,
    instant_in,
    open_reminders,
    zone_here,
)
from mindful.cli.show import print_json
from mindful.errors import FAILED, ReminderError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mindful.reminders.delivery import Act, Receipt
    from mindful.reminders.service import Station


@click.command("run", epilog=examples("mindful remind run", "mindful remind run --verbose"))
@shared_options
@pass_invocation
def run_command(invocation: Invocation) -> int:
    """Send reminders for as long as this runs; Ctrl-C ends it, and what is in hand is seen through.

    `mindful remind service install` starts it with your session instead.
    """
    from mindful.practice.answering import answer
    from mindful.reminders.service import Service, Ticker
    from mindful.reminders.service.office import open_office
    from mindful.reminders.service.ticking import utc_now

    with open_reminders(invocation) as opened, _station(invocation) as station:

        def on_act(act: Act) -> None:
            answer(act, opened.store, here=zone_here, day_start=opened.day_start, say=invocation.say)

        with open_office(invocation.folders.data, on_act=on_act) as office:
            ticker = Ticker(
                opened.store, office.dispatcher, owner=station.owner, now=utc_now, here=zone_here,
                day_start=opened.day_start, version=__version__,
            )  # fmt: skip
            service = Service(opened.store, ticker, office.dispatcher, now=utc_now)
            for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
                if hasattr(signal, name):
                    signal.signal(getattr(signal, name), lambda *_: service.stop())
            invocation.say("Reminders are sent while this runs. End it with Ctrl-C.")
            done = service.run()
    invocation.say("Reminders are not sent any more." if done else "Some messages in hand did not get through.")
    return 0 if done else FAILED


@click.command(
    "tick",
    epilog=examples("mindful remind tick --once", "mindful remind tick --once --now 2027-03-01T07:30:00+01:00 --json"),
)
@click.option("--once", is_flag=True, help="One tick and no more, which is all that this command does.")
@click.option("--now", "now", type=INSTANT, metavar="TIME", help="As if it were this time; it is written down as such.")
@click.option("--json", "json_wanted", is_flag=True, help="Print what became of each occurrence as JSON.")
@shared_options
@pass_invocation
def tick_command(invocation: Invocation, *, once: bool, now: datetime | None, json_wanted: bool) -> int:
    """Send what is due at this moment, and end: for cron, where no service runs.

    A line such as "* * * * * mindful remind tick --once --quiet" in a crontab looks every minute. While the service
    runs it sends what is due, and this does nothing.
    """
    from mindful.reminders.ledger import History
    from mindful.reminders.service import Ticker
    from mindful.reminders.service.office import open_office

    del once
    with open_reminders(invocation) as opened:
        moment = instant_in(now, opened.here) if now else None
        try:
            with _station(invocation) as station, open_office(invocation.folders.data) as office:
                ticker = Ticker(
                    opened.store, office.dispatcher, owner=station.owner,
                    now=lambda: moment or datetime.now(UTC), here=zone_here, day_start=opened.day_start,
                    version=__version__, actions=(),
                )  # fmt: skip
                ticker.begin()
                started = moment or datetime.now(UTC)
                try:
                    ticked = ticker.tick()
                    ticker.lanes.drain()
                finally:
                    # Also for Ctrl-C: what is lined up is left to the next tick.
                    ticker.lanes.close()
                    ticker.stop()
        except _OccupiedError as error:
            invocation.say(error.message)
            if json_wanted:
                print_json([])
            return 0
        if ticked.trouble:
            raise ticked.trouble
        decided = History(opened.store).decided_since(started)
    if json_wanted:
        print_json([delivery_as_json(delivery) for delivery in decided])
    else:
        invocation.say(f"{counted(ticked.decided, 'time')} due, {counted(ticked.taken, 'message')} sent or tried.")
    return 0


@click.command("test", epilog=examples("mindful remind test", "mindful remind test --channel apprise:phone"))
@click.argument("id", required=False, shell_complete=complete_id)
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Try this one; each that is named.")
@click.option("--json", "json_wanted", is_flag=True, help="Print the receipts as JSON.")
@shared_options
@pass_invocation
def test_command(
    invocation: Invocation,
    *,
    id: str | None,  # noqa: A002 -- the name of the argument
    channels: tuple[str, ...],
    json_wanted: bool,
) -> int:
    """Send a message now, by every channel of the reminder ID, or of new reminders, and tell what became of it."""
    from mindful.reminders.delivery import message_of
    from mindful.reminders.service.office import open_office

    said: dict[str, Any] = {"reminder_id": "test", "occurrence_key": "test"}
    if id:
        with open_reminders(invocation) as opened:
            reminder = opened.book.get(id)
        channels = channels or reminder.channels
        said |= {
            "title": reminder.title, "text": reminder.message, "anchor": reminder.anchor,
            "length_s": reminder.length_s, "show_title": reminder.show_title,
        }  # fmt: skip
    receipts: list[Receipt] = []
    with open_office(invocation.folders.data) as office:
        for name in channels or invocation.settings.value("channels"):
            receipts += office.dispatcher.deliver(message_of(**said), (), channels=[name])
    if json_wanted:
        print_json([receipt.as_row() for receipt in receipts])
    else:
        for receipt in receipts:
            click.echo(f"{receipt.channel}: {receipt.state}. {receipt.detail}")
    return 0 if any(receipt.state == "delivered" for receipt in receipts) else FAILED


class _OccupiedError(ReminderError):
    """Another process of this machine sends reminders."""

    exit_code = FAILED


@contextmanager
def _station(invocation: Invocation) -> Iterator[Station]:
    from mindful.reminders.service import take_station

    station = take_station(invocation.folders.data)
    if station is None:
        raise _OccupiedError(
            "The reminder service runs already on this machine, and sends what is due.",
            hint="mindful remind service status tells of it.",
        )
    with station:
        yield station
