"""The commands' work as plain functions, with this person's folders and settings filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mindful.config import find_folders, load_settings
from mindful.studio import planning, rendering
from mindful.studio.desk import Desk
from mindful.studio.order import Order, Progress, Track, no_progress
from mindful.studio.reading import complete
from mindful.units import parse_duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mindful.config import Settings
    from mindful.script.model import Script
    from mindful.script.takes.take import UnknownCues
    from mindful.studio.order import Loudness
    from mindful.timeline import Timeline


def lay_out(
    script: Script,
    *,
    length: str | float | None = None,
    fill: bool = False,
    voice: str | None = None,
    soundscape: str | None = None,
    values: Mapping[str, str] | None = None,
    seed: int | None = None,
    take: int = 1,
    unknown: UnknownCues | None = None,
) -> Timeline:
    """Lay a script out without speaking, as `mindful plan` does.

    Args:
        script: As returned by `mindful.read`.
        length: The exact length wanted: a text such as ``"10m"``, or seconds.
        fill: Where the script cannot reach the length, do it with silence before the closing part, or by short pauses.
        voice: Voice id, before the script's own.
        soundscape: Such as ``"rain -22dB"``, before the script's own.
        values: The script's variables.
        seed: Varies what is left to chance.
        take: Another reading by the same voice.
        unknown: What to do with unknown cues: stop, speak or skip; your settings decide by default.

    Raises:
        MindfulError: With what, where and what to do.
    """
    settings, desk = _set_up()
    order = _order(
        settings,
        length,
        unknown,
        fill=fill,
        voice=voice,
        soundscape=soundscape,
        values=values or {},
        seed=seed,
        take=take,
    )
    path = Path(script.file) if script.file else Path.cwd() / "script.md"
    return planning.plan_script(complete(script, path, desk.library), path, order, desk).timeline


def render(
    script_path: str | Path,
    out: str | Path,
    *,
    length: str | float | None = None,
    fill: bool = False,
    voice: str | None = None,
    soundscape: str | None = None,
    values: Mapping[str, str] | None = None,
    seed: int | None = None,
    take: int = 1,
    unknown: UnknownCues | None = None,
    chain: str | None = None,
    room_tone: bool | None = None,
    chapter_tail: bool | None = None,
    loudness: Loudness | None = None,
    format: str | None = None,  # named like the command's option
    captions: Sequence[str] = (),
    timeline: str | Path | None = None,
    jobs: int | None = None,
    force: bool = False,
    progress: Progress = no_progress,
) -> Track:
    """Make a track from a script file, as `mindful render` does.

    Args:
        script_path: The script; the name of a practice that ships will do.
        out: The track's file; its suffix tells the format unless `format` does.
        length: As for `lay_out`, like the next seven.
        fill: See `lay_out`.
        voice: See `lay_out`.
        soundscape: See `lay_out`.
        values: See `lay_out`.
        seed: See `lay_out`.
        take: See `lay_out`.
        unknown: See `lay_out`.
        chain: How the voice is treated: warm, plain or intimate.
        room_tone: Whether the air of a room is heard where no soundscape plays.
        chapter_tail: Whether the last words of each chapter ring on for longer.
        loudness: Level of the voice: quiet, default, podcast or acx.
        format: mp3, m4b, m4a, opus, flac, ogg or wav.
        captions: Any of vtt, srt and lrc.
        timeline: Where to write the timeline as JSON.
        jobs: Sentences spoken at once; 0 is one for each core.
        force: Make it even when nothing has changed.
        progress: Is told how far the work has come.

    Raises:
        MindfulError: With what, where and what to do.
    """
    from mindful.library import find_script

    settings, desk = _set_up(jobs)
    order = _order(
        settings, length, unknown, fill=fill, voice=voice, soundscape=soundscape, values=values or {}, seed=seed,
        take=take, chain=chain, room_tone=room_tone, chapter_tail=chapter_tail,
        loudness=loudness or settings.value("loudness"),
    )  # fmt: skip
    return rendering.render(
        find_script(str(script_path), find_folders().library),
        Path(out),
        order,
        desk,
        format_name=format,
        caption_formats=tuple(captions),
        timeline_file=None if timeline is None else Path(timeline),
        force=force,
        progress=progress,
    )


def _set_up(jobs: int | None = None) -> tuple[Settings, Desk]:
    folders = find_folders()
    settings = load_settings(folders.settings_file)
    desk = Desk(
        cache=folders.cache,
        library=folders.library,
        jobs=settings.value("jobs") if jobs is None else jobs,
        cache_limit_bytes=settings.value("cache_limit"),
    )
    return settings, desk


def _order(settings: Settings, length: str | float | None, unknown: UnknownCues | None, **asked: Any) -> Order:
    """Return the order for what was asked; what was not asked stands in the settings."""
    return Order(
        length_s=parse_duration(length) if isinstance(length, str) else length,
        unknown=unknown or settings.value("unknown"),
        default_voice=settings.value("voice"),
        default_rate_wpm=settings.value("rate"),
        default_chain=settings.value("chain"),
        default_room_tone=settings.value("room_tone"),
        default_chapter_tail=settings.value("chapter_tail"),
        default_soundscape=settings.value("soundscape"),
        pause_words_s=settings.value("pause_words"),
        author=settings.value("author"),
        licence=settings.value("licence"),
        **asked,
    )
