"""Plan -> finished track: speaking, mixing and encoding overlap, in order, and memory does not grow with length."""

from __future__ import annotations

import json
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

from mindful import captions, encoder
from mindful.errors import EncoderError, VoiceError
from mindful.library import manifest_path, read_manifest, write_beside, write_manifest
from mindful.loudness import Limiter, LoudnessMeter
from mindful.mixer import mix
from mindful.studio.gate import level_warnings
from mindful.studio.manifest import describe, fingerprint, is_current
from mindful.studio.order import LOUDNESS_OFFSET_DB, Order, Progress, Report, Track, no_progress
from mindful.studio.planning import (
    Plan,
    findings_of,
    lay_out_take,
    placed,
    read_script,
    seed_of,
    stop_on_errors,
    style_of,
    take_of,
)

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from mindful.loudness import LoudnessReport
    from mindful.mixer import Soundscape
    from mindful.script.expand import Sentence
    from mindful.studio.desk import Desk
    from mindful.timeline import Event, Timeline
    from mindful.voices.narrator import Spoken

CEILING_DBTP = -2.5
"""Limit of the mix: a decibel below the promised -1.5 dBTP, which lossy coding may use up."""
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
    file_format = encoder.format_of(format_name or out.suffix)
    script = read_script(path)
    take = take_of(script, path, order)
    findings = findings_of(script, take, path, desk)
    stop_on_errors(findings, order)
    make_folder(out.parent)
    mark = fingerprint(script, path, take, order, desk, format_name=file_format.name)
    old = None if force else read_manifest(out)
    current = old is not None and is_current(old, mark, out, caption_formats)
    if old is not None and current and timeline_file is None:
        return _skipped(path, out, old, began)
    cached = _count_cached(take.sentences, seed_of(script, order), order, desk)
    timeline = lay_out_take(script, take, path, order, desk, speak_unmeasured=True, progress=progress)
    if timeline_file:
        write_beside(timeline_file, json.dumps(timeline.as_json(), ensure_ascii=False, indent=1) + "\n")
    if old is not None and current:
        return _skipped(path, out, old, began)
    plan = Plan(
        script=script, path=path, take=take, timeline=timeline, style_seed=seed_of(script, order), findings=findings
    )
    report = produce(plan, out, order, desk, file_format=file_format, progress=progress)
    written = _write_captions(timeline, out, caption_formats)
    warnings = level_warnings(timeline, report, desk)
    manifest = describe(plan, out, order, desk, report=report, fingerprint=mark, captions=written, warnings=warnings)
    track = Track(
        script=path,
        path=out,
        duration_s=timeline.duration_s,
        speech_lufs=report.speech_lufs,
        track_lufs=report.track_lufs,
        true_peak_dbtp=report.true_peak_dbtp,
        chapters=tuple(manifest["chapters"]),
        sentences=len(take.sentences),
        sentences_cached=cached,
        skipped=False,
        elapsed_s=time.monotonic() - began,
        manifest=write_manifest(out, manifest),
        captions=written,
        warnings=warnings,
    )
    desk.tidy()
    return track


def _count_cached(sentences: tuple[Sentence, ...], seed: int, order: Order, desk: Desk) -> int:
    return sum(desk.narrator.is_cached(s.words, s.voice, style_of(s.rate_wpm, seed, order)) for s in sentences)


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
    with closing(stream(plan, order, desk, progress=progress)) as blocks:
        encoder.encode(
            _measured(blocks, meter),
            out,
            format=file_format,
            tags=_tags(plan, order),
            chapters=timeline.chapters,
            cover=_cover(plan, desk),
            frames=timeline.frames,
        )
    return meter.report()


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
        yield from _master(blocks, plan.timeline, LOUDNESS_OFFSET_DB[order.loudness], progress)


def _measured(blocks: Iterator[NDArray[np.float32]], meter: LoudnessMeter) -> Iterator[NDArray[np.float32]]:
    """Measure what leaves the house."""
    for block in blocks:
        meter.add(block)
        yield block


def _opened(name: str, plan: Plan, desk: Desk, progress: Progress) -> Soundscape:
    """Open a soundscape; the first time in a person's life it has to be made, which takes seconds."""
    progress(Report(stage="preparing", done=0, total=1, what=name))
    soundscape = desk.soundscape(name, plan.path, plan.style_seed)
    progress(Report(stage="preparing", done=1, total=1, what=name))
    return soundscape


def _master(
    blocks: Iterator[NDArray[np.float32]],
    timeline: Timeline,
    offset_db: float,
    progress: Progress,
) -> Iterator[NDArray[np.float32]]:
    """Set the level and hold the ceiling."""
    limiter = Limiter(CEILING_DBTP, timeline.sample_rate_hz)
    gain = 10 ** (offset_db / 20)
    done = 0
    for block in blocks:
        limited = limiter.process(block * gain if offset_db else block)
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
        self._pool = ThreadPoolExecutor(desk.jobs, thread_name_prefix="speak")
        self._waiting = deque(plan.take.sentences)
        self._total = len(self._waiting)
        self._ahead: deque[tuple[Sentence, Future[Spoken]]] = deque()
        self._done = 0

    def __call__(self, event: Event) -> NDArray[np.float32]:
        """Return the samples of the next sentence, tail included.

        Raises:
            VoiceError: It could not be spoken, or is not as long as the voice had told; its line is named.
        """
        while self._waiting and len(self._ahead) < LOOKAHEAD_SENTENCES:
            sentence = self._waiting.popleft()
            self._ahead.append((sentence, self._pool.submit(self._speak, sentence)))
        sentence, future = self._ahead.popleft()
        self._progress(Report(stage="speaking", done=self._done, total=self._total, what=sentence.text))
        try:
            spoken = future.result()
        except VoiceError as error:
            raise placed(error, sentence) from error
        if spoken.speech_frames != event.frames:
            message = f"The voice spoke {spoken.speech_frames} samples where it had told {event.frames}."
            raise placed(VoiceError(message, hint="Run the command again; if it stays, please report it."), sentence)
        self._done += 1
        self._progress(Report(stage="speaking", done=self._done, total=self._total, what=sentence.text))
        return spoken.samples

    def _speak(self, sentence: Sentence) -> Spoken:
        style = style_of(sentence.rate_wpm, self._seed, self._order)
        return self._desk.narrator.speak(sentence.words, sentence.voice, style)

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
