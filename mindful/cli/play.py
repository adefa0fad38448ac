"""`mindful play`: a track, or a script while it is being made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.orders import DURATION, desk_from, order_from, order_options
from mindful.cli.show import print_json
from mindful.cli.sitting import STRETCH, grounding_piece, hold, manner_from, manner_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mindful.practice.piece import Piece
    from mindful.practice.sitting import Sitting
    from mindful.studio.order import Order

_PLAIN_TAKE = 1


@click.command(
    epilog=examples(
        "mindful play body-scan --length 10m",
        "mindful play audio/evening.m4b --from 3:20",
        "mindful play sleep.mp3 --sleep-after 20m",
        "mindful play --resume",
        "mindful play --list-devices",
    )
)
@click.argument("what", required=False, metavar="TRACK|SCRIPT")
@order_options
@click.option("--from", "from_s", type=STRETCH, metavar="TIME", help="Begin here, such as 3:20.")
@click.option("--resume", is_flag=True, help="Go on with what was last stopped before its end, where it was.")
@click.option("--sleep-after", "sleep_after_s", type=DURATION, help="Fade out and end when so much was heard.")
@manner_options
@click.option("--list-devices", is_flag=True, help="List the sound devices and stop.")
@shared_options
@pass_invocation
def command(
    invocation: Invocation,
    /,
    what: str | None,
    *,
    from_s: float | None,
    resume: bool,
    sleep_after_s: float | None,
    list_devices: bool,
    **given: Any,
) -> int:
    """Play a track, or a script while it is being made, and log what was heard.

    Space pauses, the arrows go ten seconds back and on, with shift by chapters, + and - change the volume, q stops,
    ? shows all keys. What you skip does not count, and ending early is fine.
    """
    from mindful.practice.playing import Wish, start_frame

    manner = manner_from(given)
    if list_devices:
        return _list_devices(as_json=manner.as_json)
    if resume == (what is not None):
        raise click.UsageError("Name a track or a script, or use --resume to go on with the last one.")
    if what is not None:
        piece, start = _open(invocation, what, given), 0
    else:
        before = _unfinished(invocation)
        piece, start = _open_again(invocation, before.recipe), before.position
        invocation.say(f"Going on with {piece.title}.")
    wish = Wish(
        start=start if from_s is None else start_frame(piece, from_s),
        sleep_after_s=sleep_after_s,
        volume_db=manner.volume_db,
    )
    return hold(invocation, piece, manner, wish, grounding=grounding_piece(invocation))


def _open(invocation: Invocation, what: str, given: Mapping[str, Any]) -> Piece:
    from mindful.library import find_script
    from mindful.practice.opening import find_track, open_track

    if track := find_track(what, invocation.folders):
        if any(value for name, value in given.items() if (name, value) != ("take", _PLAIN_TAKE)):
            raise click.UsageError("A finished track is played as it is; length, voice and the like are for scripts.")
        return open_track(track)
    path = find_script(what, invocation.folders.library)
    return _open_script(invocation, path, order_from(invocation, **given))


def _open_script(invocation: Invocation, path: Path, order: Order) -> Piece:
    from mindful.cli.watch import Watch
    from mindful.practice.opening import open_script

    with Watch(path.stem, quiet=invocation.quiet) as watch:
        return open_script(path, order, desk_from(invocation), progress=watch)


def _unfinished(invocation: Invocation) -> Sitting:
    from mindful.cli.sitting import bring_home
    from mindful.errors import LibraryError
    from mindful.practice.journal import Journal

    bring_home(invocation)
    sitting = Journal(invocation.folders.data).unfinished()
    if sitting is None:
        raise LibraryError(
            "There is nothing to go on with: the last practice came to its end.",
            hint="Name a track or a script to begin another one.",
        )
    return sitting


def _open_again(invocation: Invocation, recipe: Mapping[str, Any]) -> Piece:
    from mindful.library import find_script
    from mindful.practice.opening import open_track, order_from_json
    from mindful.practice.timer import Timer, open_timer

    if "track" in recipe:
        return open_track(Path(recipe["track"]))
    if "timer" in recipe:
        return open_timer(Timer(**recipe["timer"]), desk_from(invocation))
    path = find_script(recipe["script"], invocation.folders.library)
    return _open_script(invocation, path, order_from_json(recipe["order"]))


def _list_devices(*, as_json: bool) -> int:
    from mindful.player import list_devices
    from mindful.player.devices import NULL

    names = list_devices()
    if as_json:
        print_json([*names, NULL])
        return 0
    for name in names:
        click.echo(name)
    click.echo(f"{NULL}  (plays on time, without sound)")
    return 0
