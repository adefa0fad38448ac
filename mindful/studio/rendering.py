"""Script file -> finished track with its manifest, or the track that is there already where nothing has changed."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from mindful import captions as caption_writers
from mindful.errors import EncoderError
from mindful.library import manifest_path, read_manifest, write_beside, write_manifest
from mindful.studio.gate import level_warnings
from mindful.studio.levels import LEVELS, acx_warnings, format_for
from mindful.studio.manifest import describe, fingerprint, is_current
from mindful.studio.measuring import style_of
from mindful.studio.order import Order, Progress, Track, no_progress
from mindful.studio.planning import (
    Plan,
    expansion_of,
    findings_of,
    lay_out_take,
    seed_of,
    stop_on_errors,
    unsafe_of,
)
from mindful.studio.producing import produce
from mindful.studio.reading import read_script
from mindful.studio.room import chain_of

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.loudness import LoudnessReport
    from mindful.script.takes.expand import Expansion
    from mindful.studio.desk import Desk
    from mindful.timeline import Timeline

    _Spoken = tuple[str | None, str | None, float | None]
    """Words, voice and rate of a sentence."""

CAPTION_FORMATS = {"vtt": caption_writers.webvtt, "srt": caption_writers.srt, "lrc": caption_writers.lrc}


def render(
    path: Path,
    out: Path,
    order: Order,
    desk: Desk,
    *,
    format_name: str | None = None,
    caption_formats: tuple[str, ...] = (),
    timeline_file: Path | None = None,
    force: bool = False,
    progress: Progress = no_progress,
) -> Track:
    """Make a track from a script file.

    Args:
        path: The script.
        out: The track's file; its folder is made when it is not there.
        order: What is asked for.
        desk: Voices and sounds.
        format_name: The kind of file; None takes it from `out`'s suffix.
        caption_formats: Which of vtt, srt and lrc to write beside the track.
        timeline_file: Where to write the timeline as JSON.
        force: Make it even when nothing has changed since the last time.
        progress: Is told how far the work has come.

    Raises:
        MindfulError: With what, where and what to do. Nothing stands under the final name then but what stood there.
    """
    began = time.monotonic()
    file_format = format_for(LEVELS[order.loudness], format_name or out.suffix)
    script = read_script(path, desk.library)
    expansion = expansion_of(script, path, order)
    findings = findings_of(script, expansion, path, order, desk)
    stop_on_errors(findings, order)
    make_folder(out.parent)
    mark = fingerprint(expansion, path, order, desk, format_name=file_format.name)
    old = None if force else _current(out, mark, caption_formats)
    if old and timeline_file is None:
        return _skipped(path, out, old, began)
    cached = _cached(expansion, order, desk)
    take, timeline = lay_out_take(expansion, path, order, desk, speak_unmeasured=True, progress=progress)
    if timeline_file:
        write_beside(timeline_file, json.dumps(timeline.as_json(), ensure_ascii=False, indent=1) + "\n")
    if old:
        return _skipped(path, out, old, began)
    plan = Plan(
        script=script, path=path, take=take, timeline=timeline, style_seed=seed_of(script, order), findings=findings
    )
    report = produce(plan, out, order, desk, file_format=file_format, progress=progress)
    captions = _write_captions(timeline, out, caption_formats)
    track = _finished(plan, out, order, desk, report=report, mark=mark, captions=captions, cached=cached, began=began)
    if track.sentences_cached < track.sentences:
        desk.tidy()
    return track


def _current(out: Path, mark: str, caption_formats: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the manifest of a track that is still what would be made, or None."""
    old = read_manifest(out)
    return old if old is not None and is_current(old, mark, out, caption_formats) else None


def _cached(expansion: Expansion, order: Order, desk: Desk) -> set[_Spoken]:
    """Return words, voice and rate of what was spoken before; measuring a voice that cannot tell speaks as well."""
    seed, chain_name = seed_of(expansion.script, order), chain_of(expansion.script, order)
    sentences = expansion.take(expansion.everything_once()).sentences
    different = {(sentence.words, sentence.voice, sentence.rate_wpm) for sentence in sentences}
    is_cached = desk.narrator.is_cached
    return {
        (words, voice, rate)
        for words, voice, rate in different
        if is_cached(words, voice, style_of(rate, seed, order), chain_name)
    }


def make_folder(folder: Path) -> None:
    """Make the folder of a track; EncoderError when that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f'The folder "{folder}" cannot be made: {error.strerror}.'
        raise EncoderError(
            message, hint="Name another folder with -o, or give yourself the right to write there."
        ) from error


def _skipped(path: Path, out: Path, old: dict[str, Any], began: float) -> Track:
    return Track(
        script=path,
        path=out,
        duration_s=old["duration_s"],
        speech_lufs=old["speech_lufs"],
        track_lufs=old["track_lufs"],
        true_peak_dbtp=old["true_peak_dbtp"],
        chapters=tuple(old["chapters"]),
        sentences=old["sentences"],
        sentences_cached=old["sentences"],
        skipped=True,
        elapsed_s=time.monotonic() - began,
        manifest=manifest_path(out),
        captions=tuple(out.with_name(name) for name in old["captions"]),
        warnings=tuple(old["warnings"]),
    )


def _finished(
    plan: Plan,
    out: Path,
    order: Order,
    desk: Desk,
    *,
    report: LoudnessReport,
    mark: str,
    captions: tuple[Path, ...],
    cached: set[_Spoken],
    began: float,
) -> Track:
    """Write the manifest of a track that was made, and tell of it."""
    timeline = plan.timeline
    warnings = (*level_warnings(timeline, report, desk), *(acx_warnings(report.rms) if report.rms else ()))
    manifest = describe(plan, out, order, desk, report=report, fingerprint=mark, captions=captions, warnings=warnings)
    spoken = [event for event in timeline.events if event.kind == "speech"]
    return Track(
        script=plan.path,
        path=out,
        duration_s=timeline.duration_s,
        speech_lufs=report.speech_lufs,
        track_lufs=report.track_lufs,
        true_peak_dbtp=report.true_peak_dbtp,
        chapters=tuple(manifest["chapters"]),
        sentences=len(spoken),
        sentences_cached=sum((event.words, event.voice, event.rate_wpm) in cached for event in spoken),
        skipped=False,
        elapsed_s=time.monotonic() - began,
        manifest=write_manifest(out, manifest),
        captions=captions,
        warnings=warnings,
        unsafe=unsafe_of(plan.findings, plan.script),
    )


def _write_captions(timeline: Timeline, out: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
    written = []
    for name in formats:
        path = out.with_suffix(f".{name}")
        write_beside(path, CAPTION_FORMATS[name](timeline))
        written.append(path)
    return tuple(written)
