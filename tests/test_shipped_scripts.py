"""The practices that ship: complete, without a finding at any length, plain to hear, and each its own text."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
import readability

from mindful.library import scripts_in, shipped_scripts
from mindful.script.model import Bell, Script
from mindful.script.takes.expand import Expansion
from mindful.sessions.model import KINDS
from mindful.studio.desk import Desk
from mindful.studio.order import Order
from mindful.studio.planning import plan
from mindful.studio.reading import read_script
from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS = scripts_in(shipped_scripts())
NAMES = {
    "three-minute-breathing-space", "grounding-5-4-3-2-1", "breath-or-sound", "body-scan", "muscle-relaxation",
    "mindful-walking", "gentle-movement", "sleep-wind-down", "kindness", "self-compassion-pause",
    "rain-three-out-of-ten",
    "urge-surfing", "supportive-place", "intention-before-a-session", "reflection-after-a-session",
    "three-ordinary-moments", "one-minute-arrival", "hard-day-pause",
}  # fmt: skip
LIKE = 0.75
"""From so large a common part of their words on, two sentences are the same one."""
SHORTEST_WORDS = 4
"""Of a sentence that anybody would recognise; shorter ones are everyday speech."""
SOURCE = re.compile(r"\([A-Z][A-Za-z ]+, (?:19|20)\d\d\)")
"""The authors and the year of a review that an evidence line rests on."""
RATE_WPM = (130, 145)
"""How fast the voice is really heard to speak, over a whole track."""
GRADE = 7.0
"""Highest Flesch-Kincaid grade: a text that twelve-year-olds follow by ear."""

each = pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
every_length = pytest.mark.parametrize(
    ("path", "length_s"),
    [
        pytest.param(path, length_s, id=f"{path.stem}-{length_s:g}s")
        for path in SCRIPTS
        for length_s in read_script(path).front.lengths_s
    ],
)


@cache
def script_of(path: Path) -> Script:
    return read_script(path)


@cache
def sentences_of(path: Path) -> tuple[str, ...]:
    """Return everything that any length of a script may say."""
    expansion = Expansion(script_of(path))
    return tuple(sentence.text for sentence in expansion.take(expansion.everything_once()).sentences)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(cache=tmp_path_factory.mktemp("cache"), jobs=1)


def words_of(sentence: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z']+", sentence.lower()))


def test_all_practices_are_there() -> None:
    assert {path.stem for path in SCRIPTS} == NAMES


@each
def test_a_practice_that_ships_states_all_that_a_listener_may_want_to_know(path: Path) -> None:
    front = script_of(path).front
    stated = {"title", "description", "author", "licence", "language", "kind", "level", "eyes", "anchor"}
    assert stated | {"cautions", "evidence", "length", "lengths", "soundscape"} <= front.places.keys()
    assert (front.licence, front.language) == ("CC-BY-4.0", "en")
    assert front.about["kind"] in KINDS
    assert front.length_s in front.lengths_s


@each
def test_what_is_said_of_evidence_is_sober(path: Path) -> None:
    evidence = script_of(path).front.about["evidence"]
    figures = re.findall(r"\d[\d.]*", SOURCE.sub("", evidence))
    assert figures in ([], ["0.24", "43"])
    if figures or re.search(r"\btrials\b|\breviewed\b|\beffects\b", evidence):
        assert SOURCE.search(evidence)
    assert re.search(r"\b(?:not|never|no|none|nothing|hardly)\b", evidence, re.IGNORECASE)


@every_length
def test_a_practice_lasts_exactly_its_lengths_without_a_finding(path: Path, length_s: float, desk: Desk) -> None:
    planned = plan(path, Order(length_s=length_s), desk)
    assert [(finding.code, finding.place.line) for finding in planned.findings] == []
    assert planned.timeline.frames == length_s * SAMPLE_RATE_HZ
    assert not planned.timeline.estimated
    assert len(planned.timeline.chapters) >= 2
    spoken = [event for event in planned.timeline.events if event.kind == "speech"]
    words = sum(len((event.text or "").split()) for event in spoken)
    slowest, fastest = RATE_WPM
    assert slowest <= 60 * words / sum(event.frames for event in spoken) * SAMPLE_RATE_HZ <= fastest


@each
def test_a_practice_is_easy_to_follow_by_ear(path: Path) -> None:
    lines = (" ".join(re.findall(r"[\w'\u2019]+", sentence)) + " ." for sentence in sentences_of(path))
    grades = readability.getmeasures("\n".join(lines), lang="en")["readability grades"]
    assert grades["Kincaid"] <= GRADE


def test_no_sentence_stands_in_two_practices() -> None:
    seen = [
        (path.stem, sentence, words_of(sentence))
        for path in SCRIPTS
        for sentence in dict.fromkeys(sentences_of(path))
        if len(sentence.split()) >= SHORTEST_WORDS
    ]
    same = [
        (one[0], one[1], other[0], other[1])
        for one, other in combinations(seen, 2)
        if one[0] != other[0] and len(one[2] & other[2]) >= LIKE * len(one[2] | other[2])
    ]
    assert same == []


def test_the_measure_of_likeness_sees_a_sentence_that_was_turned_around() -> None:
    one, other = words_of("You can stop at any time."), words_of("At any time, you can stop.")
    assert len(one & other) >= LIKE * len(one | other)
    other = words_of("You are free to stop this at any time.")
    assert len(one & other) < LIKE * len(one | other)


@each
def test_a_practice_ends_with_open_eyes_unless_it_leads_into_the_night(path: Path) -> None:
    said = sentences_of(path)
    if script_of(path).front.about["kind"] == "sleep":
        assert not any(isinstance(node, Bell) for node in script_of(path).body)
        assert "Resting is enough." in said
        return
    closing = " ".join(said[-6:]).lower()
    assert re.search(r"\b(?:eyes|look|see)\b", closing)


def test_riding_an_urge_says_before_anything_else_which_urges_it_is_not_for() -> None:
    first = sentences_of(shipped_scripts() / "urge-surfing.md")[:3]
    assert re.search(r"not for an urge to hurt yourself", first[1])
    assert "support page" in first[2]


def test_muscles_are_tensed_for_five_seconds_and_released_for_ten() -> None:
    text = (shipped_scripts() / "muscle-relaxation.md").read_text(encoding="utf-8")
    exact = re.findall(r"\[pause exactly (\d+)s\]", text)
    assert exact[::2] == ["5"] * (len(exact) // 2)
    assert exact[1::2] == ["10"] * (len(exact) // 2)
    assert "Keep breathing" in text
    assert len(exact) >= 20


@pytest.mark.parametrize("name", ["intention-before-a-session", "reflection-after-a-session"])
def test_around_a_session_eyes_are_open_and_no_sound_invites_sleep(name: str) -> None:
    script = script_of(shipped_scripts() / f"{name}.md")
    assert script.front.about["eyes"] == "open"
    assert script.front.soundscape is not None
    assert script.front.soundscape.name is None
