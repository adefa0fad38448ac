"""`mindful remind channel`: the ways reminders can come, and the addresses they need."""

from __future__ import annotations

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.reminding import tell_done
from mindful.cli.show import print_json, print_table
from mindful.errors import ReminderError


@click.group("channel", epilog=examples("mindful remind channel list", "mindful remind channel add phone -"))
@shared_options
def channel_command() -> None:
    """See how reminders can reach you, and give names to addresses and commands."""


@channel_command.command("list", epilog=examples("mindful remind channel list --json"))
@click.option("--json", "json_wanted", is_flag=True, help="Print JSON.")
@shared_options
@pass_invocation
def list_(invocation: Invocation, *, json_wanted: bool) -> None:
    """List channels, and whether each can send here at this moment; of an address only its service is shown."""
    from mindful.reminders.service.office import open_office

    rows: list[tuple[str, bool | None, str]] = []
    with open_office(invocation.folders.data) as office:
        for kind in office.registry.kinds():
            # These two are known by the addresses and commands below.
            if kind not in {"apprise", "command"}:
                available = office.registry.channel(kind).available()
                rows.append((kind, available.ok, " ".join(filter(None, (available.reason, available.hint)))))
        rows += [(one.channel, None, one.shown) for one in office.addresses.listed()]
        rows += [(problem.channel, False, problem.reason) for problem in office.registry.problems()]
    if json_wanted:
        print_json([{"channel": name, "ready": ready, "shown": shown} for name, ready, shown in rows])
        return
    words = {True: "yes", False: "no", None: "try it"}
    print_table(("channel", "ready", ""), ((name, words[ready], shown) for name, ready, shown in rows))


@channel_command.command(
    "add",
    epilog=examples(
        "mindful remind channel add phone -",
        "mindful remind channel add phone ntfys://ntfy.sh/a-topic-nobody-guesses",
        "mindful remind channel add lamp -- blink --colour warm",
    ),
)
@click.argument("name")
@click.argument("words", nargs=-1, required=True, metavar="ADDRESS|COMMAND...")
@click.option("--json", "json_wanted", is_flag=True, help="Print what was done as JSON.")
@shared_options
@pass_invocation
def add(invocation: Invocation, *, name: str, words: tuple[str, ...], json_wanted: bool) -> None:
    """Keep an address, such as of e-mail or ntfy, or a command under NAME; - asks for the address, and shows nothing.

    Addresses may hold passwords: they are kept in a file that only you can read, and never shown. An address on the
    command line stays in the history of your shell.
    """
    from mindful.reminders.delivery import AddressBook
    from mindful.reminders.delivery.apprise_urls import check_url

    if words == ("-",):
        words = (click.prompt("Address", hide_input=True, err=True),)
    book = AddressBook(invocation.folders.data)
    if len(words) == 1 and "://" in words[0]:
        check_url(words[0])
        book.keep_url(name, words[0])
        channel = f"apprise:{name}"
    else:
        book.keep_command(name, words)
        channel = f"command:{name}"
    told = f"Kept. Try it with: mindful remind test --channel {channel}"
    tell_done(invocation, told, {"channel": channel} if json_wanted else None)


@channel_command.command("remove", epilog=examples("mindful remind channel remove phone"))
@click.argument("name")
@click.option("--json", "json_wanted", is_flag=True, help="Print what was done as JSON.")
@shared_options
@pass_invocation
def remove(invocation: Invocation, *, name: str, json_wanted: bool) -> None:
    """Forget the address or command NAME."""
    from mindful.reminders.delivery import AddressBook

    if not AddressBook(invocation.folders.data).forget(name):
        raise ReminderError(f'There is no address or command called "{name}".', hint="mindful remind channel list")
    tell_done(invocation, f"Forgotten: {name}.", {"removed": name} if json_wanted else None)
