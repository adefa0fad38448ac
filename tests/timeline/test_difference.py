"""What an edit does to a track in time: nothing is missed, and the seconds add up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mindful.script.reader import read
from mindful.script.takes.expand import expand
from mindful.timeline import Difference, Timeline, difference, lay_out

RATE = 44_100


def track(text: str, *, length_s: int | None = None) -> Timeline:
    """Lay a script out with a second of speech for every ten characters."""
    take = expand(read(text))
    lengths = [len(sentence.text) * RATE // 10 for sentence in take.sentences]
    wanted = None if length_s is None else length_s * RATE
    return lay_out(take.cues, title=take.title, speech_frames=lengths, length_frames=wanted)


def told(found: Difference) -> list[tuple[str, float, float, str, str | None, str | None]]:
    return [(c.kind, round(c.delta_s, 2), round(c.at_s, 2), c.chapter, c.old, c.new) for c in found.changes]


BASE = "# T\n\n## One\nFirst words.\n[pause 8s]\n\n## Two\nSecond words.\n\nThird words.\n[bell bowl]\n"


def test_the_same_script_makes_no_difference() -> None:
    found = difference(track(BASE), track(BASE))
    assert (found.changes, found.delta_s) == ((), 0.0)
    assert [(row.title, row.old_s == row.new_s) for row in found.chapters] == [("One", True), ("Two", True)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("pause 8s", "pause 22s", [("silence", 14.0, 3.2, "One", "8.0 s", "22.0 s")], id="a longer pause"),
        pytest.param(
            "Second words.",
            "Second, longer words.",
            [("changed", 0.8, 11.2, "Two", "Second words.", "Second, longer words.")],
            id="a sentence edited",
        ),
        pytest.param(
            "Third words.",
            "Third words. And these.",
            [("added", 1.8, 17.0, "Two", None, "And these.")],
            id="a sentence added",
        ),
        pytest.param(
            "\nThird words.\n", "", [("removed", -3.7, 12.5, "Two", "Third words.", None)], id="a sentence removed"
        ),
        pytest.param(
            "[bell bowl]",
            "[bell bowl x2 every 6s]",
            [("changed", 6.0, 17.0, "Two", "bell bowl", "bell bowl x2")],
            id="a bell struck twice",
        ),
        pytest.param("## Two", "## Deux", [], id="only a title"),
    ],
)
def test_an_edit_is_told_with_its_place_its_chapter_and_its_seconds(
    old: str, new: str, expected: list[tuple[str, float, float, str, str | None, str | None]]
) -> None:
    assert old in BASE
    found = difference(track(BASE), track(BASE.replace(old, new)))
    assert told(found) == expected
    assert sum(change.delta_s for change in found.changes) == pytest.approx(found.delta_s, abs=1e-3)


def test_chapters_of_one_track_only_stand_where_they_stand() -> None:
    found = difference(track(BASE), track(BASE.replace("## Two", "## Between\nNew words.\n\n## Two")))
    assert [(row.title, row.old_s is None, row.new_s is None) for row in found.chapters] == [
        ("One", False, False),
        ("Between", True, False),
        ("Two", False, False),
    ]


def test_a_track_fitted_to_a_length_gives_elsewhere_what_an_edit_takes() -> None:
    found = difference(track(BASE, length_s=60), track(BASE.replace("Second", "Second, slower"), length_s=60))
    assert found.delta_s == 0.0
    assert {change.kind for change in found.changes} == {"changed", "silence"}


def test_the_json_form_holds_every_change() -> None:
    found = difference(track(BASE), track(BASE.replace("pause 8s", "pause 9s"))).as_json()
    assert list(found) == ["title", "old_s", "new_s", "delta_s", "estimated", "chapters", "changes"]
    [change] = found["changes"]
    assert list(change) == ["kind", "delta_s", "at_s", "old_at_s", "chapter", "old", "new"]


LINES = st.lists(
    st.sampled_from(
        ["Breathe in.", "Breathe out.", "Rest a little now.", "Rest a little longer.", "[pause 3s]", "[pause 7s]", "",
         "[breathe 4-6 x2]", "[breathe 4-4 x1 cues tone]", "[pause 1m bell chime every 20s]",
         "## Part", "[bell bowl]", "[sound rain]", "[sound off]"]
    ),
    max_size=14,
)  # fmt: skip


@given(LINES, LINES)
@settings(deadline=None)
def test_all_changes_together_are_the_difference_of_the_lengths(old: list[str], new: list[str]) -> None:
    before, after = track("\n".join(["Begin.", *old])), track("\n".join(["Begin.", *new]))
    found = difference(before, after)
    rounding = (len(before.events) + len(after.events) + 2) / RATE
    assert sum(change.delta_s for change in found.changes) == pytest.approx(found.delta_s, abs=rounding)
    assert (before.events == after.events) <= (found.changes == ())


def test_a_track_that_is_all_new_is_all_added() -> None:
    found = difference(Timeline(title="", frames=0, range_frames=(0, 0), events=()), track(BASE))
    assert {change.kind for change in found.changes} == {"added"}
    assert sum(change.delta_s for change in found.changes) == pytest.approx(found.new_s, abs=1e-3)


def test_a_difference_of_guessed_lengths_says_so() -> None:
    guessed = replace(track(BASE), estimated=True)
    assert difference(track(BASE), guessed).estimated
    assert not difference(track(BASE), track(BASE)).estimated
