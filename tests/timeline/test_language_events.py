"""The events of breathing, bells in silence, stated times, shares of chapters and chosen parts."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindful.errors import LengthError
from mindful.script.reader import read
from mindful.script.takes.expand import Expansion
from mindful.script.takes.take import Sentence, Take, Wishes
from mindful.timeline import Event, Timeline, choose, lay_out

RATE = 44_100


class Lengths(dict[Sentence, int]):
    """Speech of one second, whatever is said."""

    def __missing__(self, sentence: Sentence) -> int:
        return RATE


def taken(text: str, length_s: float | None = None, **rest: Any) -> tuple[Take, Timeline]:
    script = read(text)
    assert not [finding for finding in script.findings if finding.severity == "error"]
    expansion = Expansion(script, wishes=Wishes(length_s=length_s))
    wanted = None if length_s is None else round(length_s * RATE)
    lengths = Lengths()
    take, reach = choose(expansion, wanted, speech_frames=lengths, audio_frames={}, bell_ring_s={})
    stated_s = script.front.length_s
    timeline = lay_out(
        take.cues,
        title=take.title,
        speech_frames=[lengths[sentence] for sentence in take.sentences],
        length_frames=wanted,
        reach=reach,
        stated_frames=None if stated_s is None else round(stated_s * RATE),
        **rest,
    )
    return take, timeline


def laid_out(text: str, length_s: float | None = None, **rest: Any) -> Timeline:
    return taken(text, length_s, **rest)[1]


def said(text: str, length_s: float | None = None) -> list[str]:
    return [event.text or "" for event in laid_out(text, length_s).events if event.kind == "speech"]


def of_kind(timeline: Timeline, kind: str) -> list[Event]:
    return [event for event in timeline.events if event.kind == kind]


# -- breathing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length_s", [None, 30, 38])
def test_phases_of_breath_last_what_they_say_whatever_the_length(length_s: float | None) -> None:
    timeline = laid_out("One. [breathe 4-7-8 x1] Two.", length_s)
    assert [(event.name, event.frames / RATE) for event in of_kind(timeline, "breathe")] == [
        ("in", 4), ("hold", 7), ("out", 8),
    ]  # fmt: skip
    breath = of_kind(timeline, "breathe")
    assert all(one.end == two.start for one, two in pairwise(breath))


def test_spoken_cue_begins_with_its_phase_and_the_longest_that_fits_is_taken() -> None:
    timeline = laid_out("One. [breathe 4-1 x1] Two.")
    breath = {event.name: event for event in of_kind(timeline, "breathe")}
    spoken = [(event.text, event.start) for event in of_kind(timeline, "speech")[1:-1]]
    assert spoken == [("Breathe in.", breath["in"].start)]  # no words of a second fit into a second


@pytest.mark.parametrize("how", ["tone", "silent"])
def test_tone_and_silent_breathing_say_nothing(how: str) -> None:
    timeline = laid_out(f"One. [breathe box x2 cues {how}] Two.")
    assert len(of_kind(timeline, "speech")) == 2
    tones = [event.tone_s for event in of_kind(timeline, "breathe") if event.tone_s]
    assert tones == ([(4, 4, 4, 4)] * 2 if how == "tone" else [])


# -- bells in silence --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("length_s", "strikes"), [(None, 4), (1200, 9), (400, 3)])
def test_bells_are_struck_at_the_interval_whatever_the_silence_becomes(length_s: float | None, strikes: int) -> None:
    timeline = laid_out("One. [pause 10m bell chime every 2m -6dB] Two.", length_s)
    begin = of_kind(timeline, "speech")[0].end
    bells = of_kind(timeline, "bell")
    assert [event.start for event in bells] == [begin + 120 * RATE * number for number in range(1, strikes + 1)]
    assert {(event.name, event.gain_db, event.count) for event in bells} == {("chime", -6.0, 1)}
    assert all(one.end == two.start for one, two in pairwise(timeline.events))


def test_no_bell_is_struck_right_before_what_follows() -> None:
    timeline = laid_out("One. [pause exactly 62s bell every 30s] Two.")
    assert len(of_kind(timeline, "bell")) == 1
    rest = laid_out("One. [pause rest bell every 1m] Two.", 300)
    assert len(of_kind(rest, "bell")) == 4


# -- stated times ------------------------------------------------------------------------------------------------------


def test_what_follows_a_stated_time_begins_then_when_no_length_is_wanted() -> None:
    timeline = laid_out("Welcome.\n\n[0:50] Notice.\n\n(1:00) Rest.\n\n[0:10] Late.")
    starts = [event.start / RATE for event in of_kind(timeline, "speech")]
    assert starts == [2.0, 50.0, 60.0, 63.5]
    fitted = laid_out("Welcome.\n\n[0:50] Notice.", 30)
    assert fitted.frames == 30 * RATE


# -- shares of chapters ------------------------------------------------------------------------------------------------


def chapter_lengths_s(text: str, length_s: float) -> list[float]:
    return [chapter.frames / RATE for chapter in laid_out(text, length_s).chapters]


SHARED = (
    "## A (1 min)\n\nOne.\n\nTwo.\n\n## B (3 min)\n\nThree.\n\nFour. [pause 10s..10m]\n\n"
    "## C (2 min)\n\nFive. [pause rest]"
)


@pytest.mark.parametrize(("length_s", "lengths_s"), [(240, [40, 120, 80]), (300, [50, 150, 100])])
def test_chapters_get_their_shares_in_proportion(length_s: float, lengths_s: list[float]) -> None:
    assert chapter_lengths_s(SHARED, length_s) == pytest.approx(lengths_s, abs=1e-4)


def test_share_that_a_chapter_cannot_have_goes_to_the_others() -> None:
    text = "## A (5 min)\n\nOne.\n\n## B (5 min)\n\nTwo. [pause rest]"
    first, second = chapter_lengths_s(text, 600)
    assert first == pytest.approx(2 + 1 + 60, abs=1e-4)  # its section gap cannot be longer than a minute
    assert first + second == 600


def test_chapters_without_a_share_divide_what_the_stated_length_leaves() -> None:
    chapters = "\n\n".join(f"## {title}\n\nOne. [pause 5s..9m]" for title in ("A (2 min)", "B", "C"))
    text = f"---\nlength: 10m\n---\n{chapters}"
    assert chapter_lengths_s(text, 600)[0] == pytest.approx(120, abs=1e-4)
    assert chapter_lengths_s(text, 900)[0] == pytest.approx(180, abs=1e-4)


# -- chosen parts ------------------------------------------------------------------------------------------------------

PARTS = (
    "Begin.\n\n[repeat 2..6]\nFeel. [pause 20s]\n[end]\n\n[optional 2]\nSecond. [pause 30s]\n[end]\n\n"
    "[optional]\nFirst. [pause 30s]\n[end]\n\nClose."
)


@pytest.mark.parametrize(
    ("length_s", "chosen"),
    [
        (None, "Begin. Feel. Feel. Close."),
        (40, "Begin. Feel. Feel. Close."),
        (70, "Begin. Feel. Feel. Close."),
        (95, "Begin. Feel. Feel. First. Close."),
        (130, "Begin. Feel. Feel. Second. First. Close."),
        (177, "Begin. Feel. Feel. Feel. Feel. Second. First. Close."),
        (600, "Begin. Feel. Feel. Feel. Feel. Feel. Feel. Second. First. Close."),
    ],
)
def test_parts_are_chosen_by_what_the_length_has_room_for(length_s: float | None, chosen: str) -> None:
    assert " ".join(said(PARTS, length_s)) == chosen


def test_part_that_does_not_fit_is_passed_by_for_a_shorter_one() -> None:
    text = "One. [optional 1] Long. [pause 10m] [end] [optional 2] Short. [end] Two. [pause 1m]"
    assert said(text, 90) == ["One.", "Short.", "Two."]


def test_rounds_of_several_repeats_are_given_in_turn() -> None:
    text = "[repeat 1..9] A. [pause 9s] [end] [repeat 1..9] B. [pause 9s] [end]"
    words = said(text, 75)
    assert (words.count("A."), words.count("B.")) == (4, 3)


def test_part_is_added_where_silence_alone_would_not_reach_the_length() -> None:
    text = f"One. [repeat 1..2] {'Soften. ' * 10} [pause exactly 100s] [end] Two."
    assert said(text, 240).count("Soften.") == 20
    assert laid_out(text, 240).frames == 240 * RATE


def test_range_is_that_of_all_takes() -> None:
    least, most = laid_out(PARTS).range_frames
    assert (least, most) != laid_out("Begin.\n\nFeel. [pause 20s] Feel. [pause 20s] Close.").range_frames
    with pytest.raises(LengthError, match="can last 0:") as caught:
        laid_out(PARTS, 3600)
    assert most is not None
    assert f"{most // RATE // 60}:{most // RATE % 60:02}" in caught.value.message


@given(st.integers(35, 1500))
def test_script_with_parts_has_any_length_in_its_range_to_the_sample(length_s: int) -> None:
    least, most = laid_out(PARTS).range_frames
    if least <= length_s * RATE <= (most or 0):
        assert laid_out(PARTS, length_s).frames == length_s * RATE


def test_track_of_more_than_a_day_is_refused() -> None:
    with pytest.raises(LengthError, match="25:00:"):
        laid_out("One. [pause exactly 25h] Two.")
    with pytest.raises(LengthError, match="24:00:00"):
        laid_out("One. [pause rest] Two.", 25 * 3600)


@pytest.mark.parametrize(
    "text",
    ["[repeat 1..3]\n" * 1500 + "Rest.\n" + "[end]\n" * 1500, "[optional]\nRest.\n[end]\n" * 20_000],
    ids=["nested", "in a row"],
)
def test_choosing_among_very_many_parts_goes_through_few_takes(text: str) -> None:
    expansion = Expansion(read(text))
    choose(expansion, 3_600 * RATE, speech_frames=Lengths(), audio_frames={}, bell_ring_s={})
    assert expansion.walked <= 6 * 100_000
