"""Words for kinds of practice, and back."""

from __future__ import annotations

import pytest

from mindful.sessions.exchange.kinds import kind_of, words_for
from mindful.sessions.model import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_for_a_kind_are_read_back(kind: str) -> None:
    assert kind_of(words_for(kind)) == kind  # type: ignore[arg-type]  # it is one of the kinds
    assert kind_of(kind) == kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Meditation", "sit"),
        ("Meditación guiada", "sit"),
        ("Walking meditation", "walk"),
        ("Breathwork", "breathing"),
        ("Tai Chi", "movement"),
        ("Loving-kindness", "compassion"),
        ("Yoga Nidra", "body-scan"),
        ("Progressive Muscle Relaxation", "relaxation"),
        ("sitting", "sit"),
        ("Chanting", None),
        ("Visit a friend", None),
        ("", None),
    ],
)
def test_words_of_other_programs_have_a_kind(words: str, kind: str | None) -> None:
    assert kind_of(words) == kind
