"""The options that `plan`, `render` and `check` share, and the order and desk they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from mindful.errors import MindfulError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.cli.frame import Invocation
    from mindful.studio.desk import Desk
    from mindful.studio.order import Order

    Decorated = TypeVar("Decorated", bound="Callable[..., Any]")


class DurationType(click.ParamType[float]):
    """A duration with its unit, as seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the text of an option."""
        from mindful.units import parse_duration

        if isinstance(value, float):
            return value
        try:
            seconds = parse_duration(str(value))
        except MindfulError as error:
            self.fail(str(error), param, ctx)
        # A day is more than anybody sits; more is a slip of the finger.
        if not 0 < seconds <= 86_400:
            self.fail(f'"{value}" is no length of a track. Ask for more than nothing and up to 24 hours.', param, ctx)
        return seconds


DURATION = DurationType()


def _values(_ctx: click.Context, _option: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f'"{pair}" is no variable. Write it like --set name=Ana.')
        values[name.strip()] = value
    return values


def order_options(command: Decorated) -> Decorated:
    """Give a command the options that say which take of a script is wanted."""
    options = (
        click.option("--length", "length_s", type=DURATION, help="Exact length of the track, such as 10m or 1m30s."),
        click.option(
            "--fill",
            is_flag=True,
            help="If need be, reach the length with silence before the closing part, or by short pauses.",
        ),
        click.option("--voice", metavar="ID", help="Voice to speak with, such as piper:joe."),
        click.option("--soundscape", metavar="SOUND", help='Sound underneath, such as "rain -22dB"; off for none.'),
        click.option("--set", "values", metavar="NAME=VALUE", multiple=True, callback=_values, help="A variable."),
        click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Vary what is left to chance."),
        click.option("--take", type=click.IntRange(1, 10_000), default=1, help="Another reading by the same voice."),
        click.option(
            "--unknown",
            type=click.Choice(["stop", "speak", "skip"]),
            help="What to do with bracketed text that is no cue.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def order_from(invocation: Invocation, **given: Any) -> Order:
    """Return the order that a command's options make, on top of the person's settings."""
    from mindful.studio.order import Order

    settings = invocation.settings
    if given.get("unknown") is None:
        given["unknown"] = settings.value("unknown")
    if given.get("loudness", "") is None:
        given["loudness"] = settings.value("loudness")
    return Order(
        **given,
        default_voice=settings.value("voice"),
        default_rate_wpm=settings.value("rate"),
        default_chain=settings.value("chain"),
        default_room_tone=settings.value("room_tone"),
        default_chapter_tail=settings.value("chapter_tail"),
        default_soundscape=settings.value("soundscape"),
        pause_words_s=settings.value("pause_words"),
        author=settings.value("author"),
        licence=settings.value("licence"),
    )


def desk_from(invocation: Invocation, jobs: int | None = None) -> Desk:
    """Return the studio's desk for this person's folders and settings."""
    from mindful.studio.desk import Desk

    settings, folders = invocation.settings, invocation.folders
    return Desk(
        cache=folders.cache,
        library=folders.library,
        jobs=settings.value("jobs") if jobs is None else jobs,
        cache_limit_bytes=settings.value("cache_limit"),
    )
