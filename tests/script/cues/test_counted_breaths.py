"""Breaths in brackets that are said aloud."""

import pytest

from mindful.script.cues.counted_breaths import breathes, is_count, is_said


@pytest.mark.parametrize("inner", ["4 counts", "for 4 counts", "3-4 sec", "8 seconds."])
def test_count_in_figures_counts_a_breath(inner: str) -> None:
    assert is_count(inner)


@pytest.mark.parametrize("inner", ["inhale", "Exhale slowly", "Breathe in for 4", "hold 2... 3... 4...", "in 2 3 4"])
def test_instruction_to_who_breathes_is_said(inner: str) -> None:
    assert is_said(inner)


@pytest.mark.parametrize("inner", ["hold", "in", "inhales softly", "breathe x3", "Hold for 30 seconds"])
def test_what_may_be_a_direction_is_not_said(inner: str) -> None:
    assert not is_said(inner)


@pytest.mark.parametrize(
    ("before", "is_it"),
    [("Breathe in ", True), ("Sit. Hold ", True), ("Now out,", True), ("Breathe in. Rest ", False), ("Sit ", False)],
)
def test_only_the_last_sentence_tells_of_a_breath(before: str, is_it: bool) -> None:
    assert breathes(before) is is_it
