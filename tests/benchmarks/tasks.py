"""Work with mindful that is measured in a child: each function prepares, and returns what is to be measured.

What is imported here is imported before the clock starts; mindful's own late imports fall into the measured part, as
they do for a person.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mindful

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.script.takes.take import Sentence, Take

BLOCK_FRAMES = 88_200
"""Of the encoder alone; as many as the mixer makes at once."""
TEXT_LIMIT_S = 10.0
"""CPU seconds after which a hostile text is given up."""
_WARMING = "---\ntitle: A\n---\n# A\n\nDr. A counts 3 breaths... {a|b} [pause 3s] (Pause)\n"
"""Compiles and imports what waits for the first text; holds no sentence of any other."""
_WORDS_AND_SIGNS = re.compile(r"\w+|[^\w\s]")


def render(
    script: str, out: str, cache: str | None = None, file_limit_bytes: int | None = None, **options: Any
) -> Callable[[], dict[str, Any]]:
    """Make a track, as the command does.

    Args:
        script: The script's file.
        out: The track's file.
        cache: Another folder of caches than the environment's.
        file_limit_bytes: What no file may outgrow, temporary or not, ours or ffmpeg's; the render fails if one does.
        options: Of `mindful.render`.
    """
    if cache:
        os.environ["MINDFUL_CACHE"] = cache
    if file_limit_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit_bytes, file_limit_bytes))

    def work() -> dict[str, Any]:
        return mindful.render(script, out, force=True, **options).as_json()

    return work


def beginning(script: str, out: str, cache: str, soundscape: str) -> Callable[[], float]:
    """Write the first half minute of a track, as `render --preview` does."""

    def work() -> float:
        from mindful.studio.desk import Desk
        from mindful.studio.order import Order
        from mindful.studio.samples import render_beginning

        order = Order(soundscape=soundscape)
        return render_beginning(Path(script), Path(out), order, Desk(cache=Path(cache)), length_s=30.0)

    return work


def first_block(script: str, cache: str, length: str | None, soundscape: str) -> Callable[[], int]:
    """Plan a track and make its first block, as the player does with a script; the rest is never asked for."""
    streams = []

    def work() -> int:
        from mindful.studio.desk import Desk
        from mindful.studio.order import Order
        from mindful.studio.planning import plan
        from mindful.studio.producing import stream
        from mindful.units import parse_duration

        order = Order(length_s=parse_duration(length) if length else None, soundscape=soundscape)
        desk = Desk(cache=Path(cache))
        streams.append(stream(plan(Path(script), order, desk, speak_unmeasured=True), order, desk))
        return len(next(streams[0]))

    return work


def encode(wav: str, out: str) -> Callable[[], None]:
    """Give a finished track, held in memory, to the encoder alone, with the arguments it has in a render."""
    import soundfile

    from mindful.encoder.formats import format_of
    from mindful.encoder.pipe import FfmpegPipe

    samples = soundfile.read(wav, dtype="float32", always_2d=True)[0]

    def work() -> None:
        file = Path(out)
        with FfmpegPipe(file, file, inputs=(), arguments=format_of(file).ffmpeg) as pipe:
            for at in range(0, len(samples), BLOCK_FRAMES):
                pipe.write(samples[at : at + BLOCK_FRAMES])
            pipe.finish()

    return work


def speak(script: str, cache: str) -> Callable[[], int]:
    """Let the voice alone measure and speak the sentences of a script, on all cores, and drop what it says.

    Args:
        script: The script's file.
        cache: Folder of caches, for the model.
    """
    from mindful.voices.port import Style
    from mindful.voices.registry import Registry

    sentences = list({sentence.words: sentence for sentence in take_of(script).sentences}.values())

    def work() -> int:
        voices = Registry(Path(cache))

        def say(sentence: Sentence) -> int:
            voice, style = voices.voice(sentence.voice), Style(rate_wpm=sentence.rate_wpm)
            voice.measure(sentence.words, style)
            return voice.speak(sentence.words, style).clip.frames

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return sum(pool.map(say, sentences))

    return work


def take_of(script: str) -> Take:
    """Return the cues of a script's file."""
    from mindful.script.reader import read
    from mindful.script.takes.expand import expand

    return expand(read(Path(script).read_text(encoding="utf-8")))


def lay_out(text: str, characters_a_second: float = 14.0) -> Callable[[], dict[str, float]]:
    """Read, expand and lay out a text twice: as long as it is by nature, and fitted to a length a fifth longer.

    The lengths of the sentences are given, so that no voice is needed. The work returns the CPU seconds of each step,
    of a first script of a few lines, which imports what waits for it, and of splitting the text into words and signs:
    the least that reading can be.
    """
    from mindful import timeline
    from mindful.script.reader import read
    from mindful.script.takes.expand import expand

    def work() -> dict[str, float]:
        times = [time.process_time()]
        expand(read(_WARMING))
        times.append(time.process_time())
        _WORDS_AND_SIGNS.findall(text)
        times.append(time.process_time())
        script = read(text)
        times.append(time.process_time())
        take = expand(script)
        times.append(time.process_time())
        lengths = [round(len(cue.words) / characters_a_second * 44_100) for cue in take.sentences]
        times.append(time.process_time())
        natural = timeline.lay_out(take.cues, title=take.title, speech_frames=lengths)
        times.append(time.process_time())
        wanted = natural.frames * 6 // 5
        timeline.lay_out(take.cues, title=take.title, speech_frames=lengths, length_frames=wanted)
        times.append(time.process_time())
        steps = ("first script", "split", "read", "expand", "", "lay out", "fit")
        return {step: end - begin for step, (begin, end) in zip(steps, pairwise(times), strict=True) if step}

    return work


def expand_all(texts: list[str]) -> Callable[[], list[float]]:
    """Read and expand texts, whatever they hold; the work returns the CPU seconds of each.

    A text that takes longer than `TEXT_LIMIT_S` is given up, and counts as that.
    """
    from mindful.script.reader import read
    from mindful.script.takes.expand import expand
    from mindful.script.takes.take import Wishes

    def stop(_number: int, _frame: object) -> None:
        raise TimeoutError

    def cost_s(text: str) -> float:
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, TEXT_LIMIT_S)
        try:
            expand(read(text), wishes=Wishes(unknown="speak"))
        except TimeoutError:
            return TEXT_LIMIT_S
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        return time.process_time() - began

    signal.signal(signal.SIGPROF, stop)
    cost_s(_WARMING)
    return lambda: [cost_s(text) for text in texts]


def bound_all(nested: str, left_open: list[str], to_format: str) -> Callable[[], dict[str, float]]:
    """Lay out, choose and format what an enemy would write; the work returns the CPU seconds of each, with reading."""
    from mindful import timeline
    from mindful.script.reader import read
    from mindful.script.takes.expand import Expansion, expand
    from mindful.script.writing.formatting import format_script

    hour, frames = 3600 * 44_100, defaultdict[Any, int](lambda: 44_100)

    def lay_nested_out() -> None:
        take = expand(read(nested))
        timeline.lay_out(take.cues, title="", speech_frames=[1] * len(take.sentences))

    def choose(text: str) -> None:
        expansion = Expansion(read(text))
        timeline.choose(expansion, hour, speech_frames=frames, audio_frames={}, bell_ring_s={})

    def cost_s(work: Callable[..., object], *arguments: str) -> float:
        began = time.process_time()
        work(*arguments)
        return time.process_time() - began

    format_script(_WARMING)
    return lambda: {
        "lay out": cost_s(lay_nested_out),
        "choose": max(cost_s(choose, text) for text in left_open),
        "format": cost_s(format_script, to_format),
    }
