"""Sentences, silences and events are tuples, for speed; they compare as the values they are."""

from __future__ import annotations

from mindful.errors import Place
from mindful.script.takes.take import Sentence, Silence
from mindful.timeline import Event

HERE, THERE = Place(line=1, column=1), Place(line=7, column=3, file="a.md")


def test_what_is_said_is_the_same_wherever_it_stands() -> None:
    one, other = (Sentence("Sit.", "Sit.", "piper:joe", 138.0, place=place) for place in (HERE, THERE))
    assert one == other
    assert (one != other) is False
    assert {one: 1}[other] == 1
    assert one != one._replace(words="sit.")


def test_events_of_the_same_words_at_the_same_time_are_the_same() -> None:
    one, other = (Event("speech", 0, 9, place, text="Sit.") for place in (HERE, THERE))
    assert one == other
    assert hash(one) == hash(other)
    assert one != one._replace(start=1)


def test_values_of_two_kinds_are_never_the_same() -> None:
    silence = Silence("gap", "soft", 1.0, 1.0, 1.0)
    assert silence != tuple(silence)
    assert Event("gap", 0, 9) not in {silence, Sentence("gap", "soft", "1.0", 1.0)}
