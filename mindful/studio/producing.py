"""Plan -> sound: speaking, mixing, limiting, measuring and encoding overlap, block by block, in order.

Memory does not grow with the length of a track.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from mindful import encoder
from mindful.loudness import Limiter, LoudnessMeter, RmsMeter
from mindful.mixer import mix
from mindful.sounds.breathing import Phase
from mindful.studio.heap import keep_freed_memory
from mindful.studio.levels import LEVELS, Level
from mindful.studio.order import Order, Progress, Report, no_progress
from mindful.studio.speaking import SpeechAhead

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from mindful.loudness import LoudnessReport
    from mindful.mixer import Soundscape
    from mindful.studio.desk import Desk
    from mindful.studio.planning import Plan
    from mindful.timeline import Timeline


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
    keep_freed_memory()
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
