"""Safety findings of the laid-out track: a way out, announced silence, nights in peace, more than the breath."""

from __future__ import annotations

import pytest

from mindful.script.reader import read
from mindful.script.takes.expand import expand
from mindful.timeline import lay_out
from mindful.timeline.safety import SAFETY_TRACK_RULES

WAY_OUT = "Stop at any time."


def found(text: str) -> list[str]:
    """Return the codes found, by rule; every sentence lasts 2 s."""
    script = read(text)
    take = expand(script)
    timeline = lay_out(take.cues, title="T", speech_frames=[2 * 44_100] * len(take.sentences))
    return [finding.code for rule in SAFETY_TRACK_RULES for finding in rule(timeline, script)]


@pytest.mark.parametrize(
    "sentence",
    [
        "You can stop whenever you like.",
        "You may leave this at any moment.",
        "If you want to stop before the end, stop.",
        "Break off any time you like.",
        "Feel free to open your eyes at any point.",
        "If this becomes too much, pause the track.",
        "Whenever you want to end this, end it.",
        "If at any point you feel overwhelmed, it's okay to pause.",
        "You are free to stop.",
        "It is all right to get up.",
        "Feel free to switch this off.",
        "You can always take a break.",
        "There is no need to finish.",
        "You may skip or stop.",
        "Leave as soon as you want to.",
    ],
)
def test_a_way_out_is_known_in_many_wordings(sentence: str) -> None:
    assert found(f"Sit. {sentence} [pause 50s] Sit. [pause 50s] Sit. [pause 50s] Sit. [pause 50s] Sit.\n") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Notice where the sound stops.",
        "Come back to the breath.",
        "End.",
        "Whenever your mind wanders, come back to the breath.",
        "If you get lost, come back.",
        "You may leave your eyes open.",
        "You can stop trying.",
        "Leave your eyes half open, if you like.",
    ],
)
def test_other_sentences_are_no_way_out(sentence: str) -> None:
    text = f"Sit. {sentence} [pause 50s] Sit. [pause 50s] Sit. [pause 50s] Sit. [pause 50s] Sit.\n"
    assert found(text) == ["S102"]


def test_a_way_out_in_the_second_quarter_is_late_and_a_short_track_needs_none() -> None:
    late = f"Sit. [pause 58s] Sit. [pause 55s] {WAY_OUT} [pause 55s] Sit. [pause 55s] Sit.\n"
    assert found(late) == ["S102"]
    assert found("Sit. [pause 55s] Sit. [pause 55s] Sit. [pause 50s] Sit.\n") == []


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Look at the wall. Look at the floor.", ["S111"]),
        ("Now there will be silence. Look at the floor.", []),
        ("Stay here with your breath.", []),
        ("Take two minutes for this.", []),
        ("Here is time to write.", []),
        ("You will be alone with it for the next stretch.", []),
        ("I'll ring the bell when it is over.", []),
        ("There will be silence. Look up. Look down. Look out.", ["S111"]),
        ("From here on there is silence. Look up. Look down. Look out.", []),
    ],
)
def test_silence_above_a_minute_is_announced(before: str, expected: list[str]) -> None:
    assert found(f"{before} [pause exactly 70s] Sit.\n") == expected


def test_a_minute_of_silence_and_the_end_of_a_track_need_no_announcement() -> None:
    assert found("Look up. [pause exactly 55s] Sit.\n") == []
    assert found("Look up. [pause exactly 100s]\n") == []


def test_silence_above_five_minutes_needs_a_bell_or_a_voice() -> None:
    silence = f"{WAY_OUT} Now there will be silence. [pause exactly {{}}] Sit.\n"
    assert found(silence.format("310s")) == ["S112"]
    assert found(silence.format("290s")) == []
    assert found(f"{WAY_OUT} Now there will be silence. [pause 8m bell chime every 2m] Sit.\n") == []


NIGHT = "---\nkind: sleep\nsoundscape: rain -20dB\n---\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{NIGHT}Sit. [pause 30s] Sit. [pause 30s] Sit.\n\n[bell bowl]\n", ["S113"]),
        (f"{NIGHT}[bell bowl]\n\nSit. [pause 30s] Sit. [pause 30s] Sit.\n", []),
        ("---\nkind: sit\n---\nSit. [pause 30s] Sit.\n\n[bell bowl]\n", []),
        (f"{NIGHT}Sit. [pause 30s] Sit. [pause 30s]\n\n[sound rain -12dB]\n\nSit.\n", ["S113"]),
        (f"{NIGHT}Sit. [pause 30s] Sit. [pause 30s]\n\n[sound rain -26dB]\n\nSit.\n", []),
        (f"{NIGHT}Sit. [pause 30s] Sit. [pause 30s]\n\n[sound off fade 10s]\n\nSit.\n", []),
        (f"{NIGHT}Sit.\n\n[sound off]\n\nSit. [pause 50s]\n\n[sound rain -26dB]\n\nSit.\n", ["S113"]),
        (f"{NIGHT}[volume -6dB]\nSit. [pause 40s] Sit. [pause 40s]\n\n[volume 0dB]\nSit.\n", ["S113"]),
    ],
)
def test_the_last_third_of_a_night_is_left_in_peace(text: str, expected: list[str]) -> None:
    assert found(text) == expected


LONG = " [pause 50s] Breathe in." * 12


def test_above_ten_minutes_more_than_the_breath_is_on_offer() -> None:
    assert found(f"{WAY_OUT} Follow the breath.{LONG}\n") == ["S116"]
    assert found(f"{WAY_OUT} Follow the breath, or a sound.{LONG}\n") == []
    assert found(f"{WAY_OUT} Follow the breath." + " [pause 40s] Breathe in." * 8 + "\n") == []
    assert found(f"{WAY_OUT} Follow the feet." + " [pause 50s] Walk on." * 12 + "\n") == []


def test_the_rules_of_words_leave_other_languages_alone() -> None:
    assert found(f"---\nlanguage: de\n---\nSitz. [pause 70s] Atme ein.{LONG}\n") == []
