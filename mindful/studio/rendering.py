"""Plan -> finished track: speaking, mixing and encoding overlap, in order, and memory does not grow with length."""

from __future__ import annotations

import json
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mindful import captions, encoder
from mindful.errors import EncoderError, VoiceError
from mindful.library import manifest_path, read_manifest, write_beside, write_manifest
from mindful.loudness import Limiter, LoudnessMeter, RmsMeter
from mindful.mixer import mix
from mindful.script.model import NOWHERE
from mindful.sounds.breathing import Phase
from mindful.studio.gate import level_warnings
from mindful.studio.levels import LEVELS, Level, acx_warnings, format_for
from mindful.studio.manifest import describe, fingerprint, is_current
from mindful.studio.measuring import placed, style_of
from mindful.studio.order import Order, Progress, Report, Track, no_progress
from mindful.studio.planning import (
    Plan,
    expansion_of,
    findings_of,
    lay_out_take,
    seed_of,
    stop_on_errors,
    unsafe_of,
)
from mindful.studio.reading import read_script
from mindful.studio.room import chain_of, has_chapter_tail, last_words
from mindful.voices.tail import ring_on

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from mindful.loudness import LoudnessReport
    from mindful.mixer import Soundscape
    from mindful.script.expand import Expansion
    from mindful.studio.desk import Desk
    from mindful.timeline import Event, Timeline
    from mindful.voices.narrator import Spoken

LOOKAHEAD_SENTENCES = 12
"""How many sentences may be spoken before they are mixed; enough for two cores, little in memory."""
CAPTION_FORMATS = {"vtt": captions.webvtt, "srt": captions.srt, "lrc": captions.lrc}


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
    old = None if force else read_manifest(out)
    current = old is not None and is_current(old, mark, out, caption_formats)
    if old is not None and current and timeline_file is None:
        return _skipped(path, out, old, began)
    cached = _cached(expansion, order, desk)
    take, timeline = lay_out_take(expansion, path, order, desk, speak_unmeasured=True, progress=progress)
    if timeline_file:
        write_beside(timeline_file, json.dumps(timeline.as_json(), ensure_ascii=False, indent=1) + "\n")
    if old is not None and current:
        return _skipped(path, out, old, began)
    plan = Plan(
        script=script, path=path, take=take, timeline=timeline, style_seed=seed_of(script, order), findings=findings
    )
    report = produce(plan, out, order, desk, file_format=file_format, progress=progress)
    written = _write_captions(timeline, out, caption_formats)
    warnings = (*level_warnings(timeline, report, desk), *(acx_warnings(report.rms) if report.rms else ()))
    manifest = describe(plan, out, order, desk, report=report, fingerprint=mark, captions=written, warnings=warnings)
    spoken = [event for event in timeline.events if event.kind == "speech"]
    track = Track(
        script=path,
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
        captions=written,
        warnings=warnings,
        unsafe=unsafe_of(findings, script),
    )
    desk.tidy()
    return track


def _cached(expansion: Expansion, order: Order, desk: Desk) -> set[tuple[str | None, str | None, float | None]]:
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


def produce(
    plan: Plan, out: Path, order: Order, desk: Desk, *, file_format: encoder.Format, progress: Progress = no_progress
) -> LoudnessReport:
    """Speak, mix, limit, measure and encode, block by block."""
    timeline = plan.timeline
    spans = [(event.start, event.end) for event in timeline.events if event.kind == "speech"]
    meter = LoudnessMeter(timeline.sample_rate_hz, spans=spans)
    rms = RmsMeter(timeline.sample_rate_hz) if LEVELS[order.loudness].for_acx else None
    meters = (meter, rms) if rms else (meter,)
    with closing(stream(plan, order, desk, progress=progress)) as blocks:
        encoder.encode(
            _measured(blocks, meters),
            out,
            format=file_format,
            tags=_tags(plan, order),
            chapters=timeline.chapters,
            cover=_cover(plan, desk),
            frames=timeline.frames,
        )
    return replace(meter.report(), rms=rms.report() if rms else None)


def stream(
    plan: Plan, order: Order, desk: Desk, *, progress: Progress = no_progress
) -> Generator[NDArray[np.float32], None, None]:
    """Speak, mix and limit a track, block by block, as it will be heard; close it to give up before its end.

    Yields:
        float32 ``[frames, 2]``, in total as many frames as the timeline has.

    Raises:
        VoiceError: A sentence cannot be spoken; its line is named.
        SoundError: A sound cannot be made or read.
    """
    with closing(SpeechAhead(plan, order, desk, progress)) as speech:
        blocks = mix(
            plan.timeline,
            speech=speech,
            bells=desk.bell,
            soundscape=lambda name: _opened(name, plan, desk, progress),
            audio=lambda name: desk.audio(name, plan.path),
        )
        yield from _master(blocks, plan.timeline, LEVELS[order.loudness], progress)


def _measured(
    blocks: Iterator[NDArray[np.float32]], meters: tuple[LoudnessMeter | RmsMeter, ...]
) -> Iterator[NDArray[np.float32]]:
    """Measure what leaves the house."""
    for block in blocks:
        for meter in meters:
            meter.add(block)
        yield block


def _opened(name: str, plan: Plan, desk: Desk, progress: Progress) -> Soundscape:
    """Open a soundscape; the first time in a person's life it has to be made, which takes seconds."""
    progress(Report(stage="preparing", done=0, total=1, what=name))
    paced = (event for event in plan.timeline.events if event.kind == "breathe")
    phases = [Phase(event.name or "", event.start, event.frames) for event in paced]
    soundscape = desk.soundscape(name, plan.path, plan.style_seed, phases)
    progress(Report(stage="preparing", done=1, total=1, what=name))
    return soundscape


def _master(
    blocks: Iterator[NDArray[np.float32]],
    timeline: Timeline,
    level: Level,
    progress: Progress,
) -> Iterator[NDArray[np.float32]]:
    """Set the level and hold the ceiling."""
    limiter = Limiter(level.ceiling_dbtp, timeline.sample_rate_hz)
    gain = 10 ** (level.offset_db / 20)
    done = 0
    for block in blocks:
        limited = limiter.process(block * gain if level.offset_db else block)
        done += len(block)
        progress(Report(stage="mixing", done=done / timeline.sample_rate_hz, total=timeline.duration_s))
        if len(limited):
            yield limited
    rest = limiter.flush()
    if len(rest):
        yield rest


class SpeechAhead:
    """Hands the mixer each sentence when it is due, while the next ones are being spoken on all cores."""

    def __init__(self, plan: Plan, order: Order, desk: Desk, progress: Progress) -> None:
        self._order, self._desk, self._seed, self._progress = order, desk, plan.style_seed, progress
        self._chain = chain_of(plan.script, order)
        self._ring_on = last_words(plan.timeline) if has_chapter_tail(plan.script, order) else frozenset()
        self._pool = ThreadPoolExecutor(desk.jobs, thread_name_prefix="speak")
        self._waiting = deque(event for event in plan.timeline.events if event.kind == "speech")
        self._total = len(self._waiting)
        self._ahead: deque[Future[Spoken]] = deque()
        self._done = 0

    def __call__(self, event: Event) -> NDArray[np.float32]:
        """Return the samples of the next sentence, tail included.

        Raises:
            VoiceError: It could not be spoken, or is not as long as the voice had told; its line is named.
        """
        while self._waiting and len(self._ahead) < LOOKAHEAD_SENTENCES:
            self._ahead.append(self._pool.submit(self._speak, self._waiting.popleft()))
        text, place = event.text or "", event.place or NOWHERE
        self._progress(Report(stage="speaking", done=self._done, total=self._total, what=text))
        try:
            spoken = self._ahead.popleft().result()
        except VoiceError as error:
            raise placed(error, text, place) from error
        if spoken.speech_frames != event.frames:
            message = f"The voice spoke {spoken.speech_frames} samples where it had told {event.frames}."
            raise placed(VoiceError(message, hint="Run the command again; if it stays, please report it."), text, place)
        self._done += 1
        self._progress(Report(stage="speaking", done=self._done, total=self._total, what=text))
        return spoken.samples

    def _speak(self, event: Event) -> Spoken:
        if event.words is None or event.voice is None or event.rate_wpm is None:
            raise AssertionError(event)
        style = style_of(event.rate_wpm, self._seed, self._order)
        spoken = self._desk.narrator.speak(event.words, event.voice, style, self._chain)
        if event.start not in self._ring_on:
            return spoken
        return replace(spoken, samples=ring_on(spoken.samples, spoken.speech_frames))

    def close(self) -> None:
        """Give up what is still waiting to be spoken."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _tags(plan: Plan, order: Order) -> encoder.Tags:
    front = plan.script.front
    return encoder.Tags(
        title=plan.timeline.title,
        author=front.author or order.author,
        voice=front.voice or order.voice or order.default_voice,
        licence=front.licence or order.licence,
        comment=front.description,
        language=front.language,
    )


def _cover(plan: Plan, desk: Desk) -> bytes:
    given = plan.script.front.cover
    if given and (file := desk.find_file(given, plan.path)):
        return encoder.read_cover(file)
    return desk.drawn_cover(plan.timeline.title, plan.script.front.author, plan.style_seed)


def _write_captions(timeline: Timeline, out: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
    written = []
    for name in formats:
        path = out.with_suffix(f".{name}")
        write_beside(path, CAPTION_FORMATS[name](timeline))
        written.append(path)
    return tuple(written)
