"""The examples of docs/script-reference.md do what the page says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mindful.errors import ScriptError
from mindful.script.cues.cue import CANONICAL
from mindful.script.include import join
from mindful.script.reader import read
from mindful.script.takes.expand import Expansion
from mindful.script.takes.take import Sentence, Wishes
from mindful.timeline import Event, choose, lay_out
from mindful.units import SAMPLE_RATE_HZ, parse_duration

if TYPE_CHECKING:
    from mindful.script.model import Script

PAGE = Path(__file__).parents[2] / "docs" / "script-reference.md"
BLOCK = re.compile(r"^```(?P<kind>script|plan)(?: (?P<argument>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Example:
    """A script of the page with its other files and its plans."""

    text: str
    files: dict[str, str] = field(default_factory=dict)
    plans: list[tuple[str | None, str]] = field(default_factory=list)


class OneSecond(dict[Sentence, int]):
    """Every sentence lasts a second."""

    def __missing__(self, sentence: Sentence) -> int:
        return SAMPLE_RATE_HZ


def examples() -> list[Example]:
    found: list[Example] = []
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if block["kind"] == "plan":
            found[-1].plans.append((block["argument"], block["text"]))
        elif block["argument"]:
            found[-1].files[block["argument"]] = block["text"]
        else:
            found.append(Example(text=block["text"]))
    return found


def plan_of(example: Example, length: str | None) -> str:
    """Return the plan of an example, one event a line."""

    def fetch(name: str, _beside: str | None) -> Script:
        if name not in example.files:
            raise ScriptError(f'The file "{name}" is not there.')
        return read(example.files[name], file=name)

    script = join(read(example.text), fetch)
    assert not [finding for finding in script.findings if finding.severity == "error"]
    length_s = parse_duration(length) if length else None
    expansion = Expansion(script, wishes=Wishes(length_s=length_s))
    wanted = None if length_s is None else round(length_s * SAMPLE_RATE_HZ)
    audio, rings, lengths = {"closing.wav": 5 * SAMPLE_RATE_HZ}, {"bowl": 16.0, "chime": 6.0}, OneSecond()
    take, reach = choose(expansion, wanted, speech_frames=lengths, audio_frames=audio, bell_ring_s=rings)
    assert not take.findings
    timeline = lay_out(
        take.cues,
        title=take.title,
        speech_frames=[lengths[sentence] for sentence in take.sentences],
        length_frames=wanted,
        audio_frames=audio,
        bell_ring_s=rings,
        reach=reach,
    )
    return "".join(_row(event) for event in timeline.events)


def _row(event: Event) -> str:
    start_s = event.start / SAMPLE_RATE_HZ
    what = [event.words if event.kind == "speech" else event.name or "off"]
    what += [f"x{event.count}"] if event.count and event.count > 1 else []
    what += [f"{event.gain_db:+g}dB"] if event.gain_db and what[0] != "off" else []
    what += [f"{event.rate_wpm:g}wpm"] if event.rate_wpm and event.rate_wpm != 138 else []
    what += ["with a tone"] if event.tone_s else []
    minutes, seconds = divmod(round(start_s, 1), 60)
    length = f"{event.frames / SAMPLE_RATE_HZ:.1f} s"
    return f"{minutes:.0f}:{seconds:04.1f} {event.kind:<8} {length:<8} {' '.join(map(str, what))}\n"


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.text.split("\n")[0][:30])
def test_example_has_the_plan_that_the_page_shows(example: Example) -> None:
    assert example.plans
    for length, plan in example.plans:
        assert plan == plan_of(example, length)


def test_every_cue_word_has_an_example() -> None:
    shown = "".join(example.text for example in examples())
    words = {*CANONICAL, "if", "one of", "or", "end", "mark"} - {"silence", "break", "gong", "optional", "chime"}
    assert [word for word in sorted(words) if f"[{word}" not in shown] == []
    assert "[optional 2]" in shown
