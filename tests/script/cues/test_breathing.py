"""Paced breathing: how it is written, and the phases it becomes."""

import pytest

from mindful.script.model import Breathe, Node, Say, Unknown
from mindful.script.reader import read
from mindful.script.takes.expand import expand
from mindful.script.takes.take import Phase

BOX, FOUR_SEVEN_EIGHT, FIVES = (4, 4, 4, 4), (4, 7, 8, 0), (5, 0, 5, 0)


def cue(text: str) -> Node:
    (found,) = [node for node in read(f"One. {text} Two.").body if not isinstance(node, Say)]
    return found


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("[breathe 4-7-8 x4]", Breathe(phases_s=FOUR_SEVEN_EIGHT, cycles=4)),
        ("[breathe box x6]", Breathe(phases_s=BOX, cycles=6)),
        ("[breathe 5-5 for 3m cues tone]", Breathe(phases_s=FIVES, cycles=18, for_s=180, cues="tone")),
        ("[breathe 4-4-4-4 cues silent]", Breathe(phases_s=BOX, cues="silent")),
        ("[Breathe: 4 \u2013 7 \u2013 8, 4 cycles]", Breathe(phases_s=FOUR_SEVEN_EIGHT, cycles=4)),
        ("[breathe 4:7:8 for four rounds, silently]", Breathe(phases_s=FOUR_SEVEN_EIGHT, cycles=4, cues="silent")),
        ("[breathe 5.5-5.5]", Breathe(phases_s=(5.5, 0, 5.5, 0))),
        ("[Box breathing]", Breathe(phases_s=BOX)),
        ("(box breathing, 4 rounds)", Breathe(phases_s=BOX, cycles=4)),
        ("(Box breathing for two minutes)", Breathe(phases_s=BOX, cycles=8, for_s=120)),
        ("[4-7-8 breathing x4]", Breathe(phases_s=FOUR_SEVEN_EIGHT, cycles=4)),
        ("[4-7-8 breath, 4 times]", Breathe(phases_s=FOUR_SEVEN_EIGHT, cycles=4)),
        ("[coherent breathing for 5 min with tones]", Breathe(phases_s=FIVES, cycles=30, for_s=300, cues="tone")),
        ("[breathe in 4, hold 7, out 8 x4]", Breathe(phases_s=FOUR_SEVEN_EIGHT, cycles=4)),
        (
            "[Breathe in for 4 counts, hold for 7 counts and breathe out for 8 counts, 3 rounds]",
            Breathe(phases_s=FOUR_SEVEN_EIGHT, cycles=3),
        ),
        ("[Atmen 4-7-8, 4 mal]", Breathe(phases_s=FOUR_SEVEN_EIGHT, cycles=4)),
        ("[respira 4-4-4-4, 3 veces]", Breathe(phases_s=BOX, cycles=3)),
        ("[breathe 4-7-8 for 10s]", Breathe(phases_s=FOUR_SEVEN_EIGHT, cycles=1, for_s=10)),
    ],
)
def test_breathing_is_read(text: str, node: Breathe) -> None:
    assert cue(text) == node


@pytest.mark.parametrize(
    ("text", "offending"),
    [
        ("[breathe 4-7-8-9-1]", "4-7-8-9-1"),
        ("[breathe 4-x-8]", "4-x-8"),
        ("[breathe 400-7-8]", "400-7-8"),
        ("[breathe 0-5]", "0-5"),
        ("[breathe box x0]", "0 breaths"),
        ("[breathe 4-7-8 loudly]", "loudly"),
        ("[breathe 4-7-8 x99999]", "99999"),
    ],
)
def test_unreadable_pattern_is_an_error_that_shows_it_and_two_good_forms(text: str, offending: str) -> None:
    (finding,) = read(f"One. {text} Two.").findings
    assert (finding.code, finding.place.column) == ("E107", 6)
    assert offending in finding.message
    assert str(finding.hint).count("[") == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(box breathing)", "One. (box breathing) Two."),
        ("[breathe in]", "One. breathe in Two."),
        ("Breathe in 4 counts.", "One. Breathe in 4 counts. Two."),
        ("(breathe 2-3 times)", "One. (breathe 2-3 times) Two."),
    ],
)
def test_words_of_breath_that_are_no_pattern_are_spoken(text: str, said: str) -> None:
    assert " ".join(node.text for node in read(f"One. {text} Two.").body if isinstance(node, Say)) == said


@pytest.mark.parametrize("text", ["[Breathe for 30 seconds]", "[breathe with the music]", "[breath awareness]"])
def test_direction_about_breath_is_unknown(text: str) -> None:
    assert isinstance(cue(text), Unknown)


def test_breathing_becomes_its_phases_without_gaps() -> None:
    take = expand(read("One. [breathe 4-7-8 x2] Two."))
    phases = [(cue.name, cue.seconds) for cue in take.cues if isinstance(cue, Phase)]
    assert phases == [("in", 4), ("hold", 7), ("out", 8)] * 2
    kinds = [type(cue).__name__ for cue in take.cues]
    assert kinds == ["Silence", "Sentence", "Silence", *["Phase"] * 6, "Silence", "Sentence", "Silence"]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Breathe in."), ("de-AT", "Einatmen."), ("es", "Inhala."), ("fi", "Breathe in.")]
)
def test_spoken_cues_are_of_the_scripts_language(language: str, words: str) -> None:
    take = expand(read(f"---\nlanguage: {language}\n---\n[breathe box]\n"))
    (first, *_) = (cue for cue in take.cues if isinstance(cue, Phase))
    assert first.words[0].text == words


def test_tone_begins_with_each_breath_and_says_nothing() -> None:
    take = expand(read("One. [breathe 4-4 x3 cues tone]"))
    phases = [cue for cue in take.cues if isinstance(cue, Phase)]
    assert [cue.tone_s for cue in phases] == [(4, 0, 4, 0), None] * 3
    assert len(take.sentences) == 1
