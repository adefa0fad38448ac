"""The timeline: every event at its sample, and the wanted length met exactly."""

import json
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from mindful.errors import LengthError
from mindful.script.model import Bell, Sound
from mindful.script.reader import read
from mindful.script.takes.expand import expand
from mindful.script.takes.take import GAPS, Cue, Sentence, Silence, rest_of_length
from mindful.timeline import BELL_SETTLE_S, Timeline, lay_out

RATE = 44_100


def laid_out(text: str, *, speech_s: float = 2.0, length_s: float | None = None, **rest: Any) -> Timeline:
    take = expand(read(text))
    return lay_out(
        take.cues,
        title=take.title,
        speech_frames=[round(speech_s * RATE)] * len(take.sentences),
        length_frames=None if length_s is None else round(length_s * RATE),
        **rest,
    )


def rows(timeline: Timeline) -> list[tuple[str, str | None, float]]:
    return [(event.kind, event.name or event.text, event.frames / RATE) for event in timeline.events]


def test_silences_are_natural_where_no_length_is_wanted() -> None:
    timeline = laid_out("One. Two.\n\nThree... four.\n\n## Next\n\nFive.")
    assert rows(timeline) == [
        ("gap", "lead-in", 2.0),
        ("speech", "One.", 2.0),
        ("gap", "sentence", 0.8),
        ("speech", "Two.", 2.0),
        ("gap", "paragraph", 2.5),
        ("speech", "Three", 2.0),
        ("gap", "soft", 1.0),
        ("speech", "four.", 2.0),
        ("gap", "section", 4.0),
        ("speech", "Five.", 2.0),
        ("gap", "lead-out", 4.0),
    ]


def test_pause_takes_the_place_of_the_gap_it_stands_in() -> None:
    timeline = laid_out("One.\n\n[pause 8s]\n\nTwo.")
    assert rows(timeline)[1:4] == [("speech", "One.", 2.0), ("pause", "pause", 8.0), ("speech", "Two.", 2.0)]


def test_pause_at_an_end_takes_the_place_of_the_silence_there() -> None:
    assert rows(laid_out("[pause 1s] One. [pause 9s]")) == [
        ("pause", "pause", 1.0),
        ("speech", "One.", 2.0),
        ("pause", "pause", 9.0),
    ]


def test_bell_takes_its_strikes_and_a_moment_and_rings_at_the_end() -> None:
    timeline = laid_out("One.\n\n[bell bowl x3 every 6s]", bell_ring_s={"bowl": 15.0})
    assert rows(timeline)[-2:] == [("bell", "bowl", 12 + BELL_SETTLE_S), ("gap", "lead-out", 15 - BELL_SETTLE_S)]


def test_wanted_length_may_take_the_ring_of_the_last_bell_back() -> None:
    timeline = laid_out("One. [bell]", length_s=2 + 2 + 0.4 + 3 + 4 + 0.1, bell_ring_s={"bowl": 15.0})
    assert timeline.frames == round(11.5 * RATE)


def test_rest_takes_whatever_remains_and_all_else_stays_natural() -> None:
    timeline = laid_out("One. [pause rest] Two. [pause exactly 3s] Three. [pause rest] Four.", length_s=60)
    silences = [event.frames / RATE for event in timeline.events if event.name == "rest"]
    assert silences == [pytest.approx((60 - 2 - 8 - 3 - 4) / 2, abs=1e-4)] * 2
    assert timeline.range_frames[1] is None
    assert timeline.frames == 60 * RATE


def test_rest_is_nothing_where_no_length_is_wanted() -> None:
    assert [kind for kind, *_ in rows(laid_out("One. [pause rest] Two."))] == ["gap", "speech", "speech", "gap"]


def test_exact_pause_never_changes() -> None:
    for length_s in (30, 45, 60):
        timeline = laid_out("One.\n\nTwo. [pause exactly 7s] Three.\n\nFour. [pause 5s] Five.", length_s=length_s)
        assert ("pause", "pause", 7.0) in rows(timeline)


def test_length_out_of_range_is_refused_with_the_range() -> None:
    with pytest.raises(LengthError, match=r"5:00 .* can last 0:1\d to 0:\d\d") as caught:
        laid_out("One. Two. Three.", length_s=300)
    assert "--fill" in str(caught.value.hint)
    with pytest.raises(LengthError, match=r"0:05 .* can last 0:1\d to 0:\d\d"):
        laid_out("One. Two. Three.", length_s=5)
    with pytest.raises(LengthError, match=r"can last 0:10 or longer"):
        laid_out("One. [pause rest] Two.", length_s=5)


def test_fill_puts_the_rest_before_the_closing_part() -> None:
    text = "## A\n\n" + "One. Two. Three. Four.\n\n" * 3 + "## Return\n\nOpen your eyes."
    timeline = laid_out(text, length_s=600, fill=True)
    at = next(at for at, event in enumerate(timeline.events) if event.name == "rest")
    assert timeline.frames == 600 * RATE
    assert [event.text for event in timeline.events[at:] if event.kind == "speech"] == ["Open your eyes."]
    assert timeline.range_frames[1] is None
    paragraphs = laid_out("One.\n\nTwo.\n\nThree. Four.", length_s=600, fill=True)
    at = next(at for at, event in enumerate(paragraphs.events) if event.name == "rest")
    assert [event.text for event in paragraphs.events[at:] if event.kind == "speech"] == ["Three.", "Four."]
    single = laid_out("One.", length_s=600, fill=True)
    assert single.frames == 600 * RATE


def test_fill_shortens_plain_pauses_further_where_the_script_is_too_long() -> None:
    text = "One. [pause 60s] Two. [pause exactly 10s] Three. [pause 20s..90s] Four."
    with pytest.raises(LengthError) as caught:
        laid_out(text, length_s=60)
    assert "--fill" in str(caught.value.hint)
    timeline = laid_out(text, length_s=60, fill=True)
    assert timeline.frames == 60 * RATE
    pauses = [event.frames / RATE for event in timeline.events if event.kind == "pause"]
    assert pauses == pytest.approx([60 - 4 * 2 - 10 - 20 - 6, 10, 20])
    assert laid_out(text, length_s=45, fill=True).frames == 45 * RATE
    with pytest.raises(LengthError, match="can last 0:45"):
        laid_out(text, length_s=44, fill=True)


def test_fill_changes_nothing_where_the_length_is_in_reach() -> None:
    text = "One.\n\nTwo.\n\nThree."
    assert laid_out(text, length_s=30, fill=True) == laid_out(text, length_s=30)


def test_chapters_begin_with_their_first_sound_and_follow_each_other() -> None:
    timeline = laid_out("## A\n\nOne.\n\n## B\n\nTwo.\n\n## C\n\n[pause 5s]\n\nThree.")
    starts = [(chapter.title, chapter.start / RATE) for chapter in timeline.chapters]
    assert starts == [("A", 0.0), ("B", 8.0), ("C", 10.0)]
    assert timeline.chapters[-1].start + timeline.chapters[-1].frames == timeline.frames


def test_speech_before_the_first_chapter_belongs_to_the_title() -> None:
    timeline = laid_out("# T\n\n" + "One. " * 5 + "\n\n## B\n\nTwo.")
    assert [chapter.title for chapter in timeline.chapters] == ["T", "B"]
    assert laid_out("One.").chapters == ()


def test_sound_changes_at_once_and_takes_no_time() -> None:
    timeline = laid_out("---\nsoundscape: rain\n---\nOne.\n\n[sound off fade 9s]\n[mark here]\nTwo.")
    sounds = [(e.start / RATE, e.frames, e.name, e.gain_db, e.fade_s) for e in timeline.events if e.kind == "sound"]
    assert sounds == [(0.0, 0, "rain", -16.0, 4.0), (4.0, 0, None, -16.0, 9.0)]
    assert [e.name for e in timeline.events if e.kind == "mark"] == ["here"]


def test_json_holds_every_time_in_seconds_and_leaves_empty_fields_out() -> None:
    told = laid_out("# T\n\nOne. [pause 2s]\n\n[bell chime x2]").as_json()
    assert json.loads(json.dumps(told)) == told
    assert told["title"] == "T"
    assert told["sample_rate_hz"] == RATE
    assert told["estimated"] is False
    speech = told["events"][1]
    assert speech == {
        "kind": "speech",
        "start_s": 2.0,
        "duration_s": 2.0,
        "text": "One.",
        "words": "One.",
        "voice": "piper:joe",
        "rate_wpm": 138.0,
        "line": 3,
        "column": 1,
    }
    assert told["events"][-2]["count"] == 2


silences = st.builds(
    lambda low, more, high: Silence(kind="gap", name="x", natural_s=low + more, min_s=low, max_s=low + more + high),
    st.floats(0, 5), st.floats(0.01, 10), st.floats(0, 50),
)  # fmt: skip
LONG_SILENCE = (
    rest_of_length(),
    Silence(kind="gap", name="x", natural_s=1.3855753256863315, min_s=0.0, max_s=1.3855753256863315),
    rest_of_length(),
)
HOURS = [*LONG_SILENCE, Sentence(text="s", words="s", voice="v", rate_wpm=138), *LONG_SILENCE]
some_cues = st.lists(
    st.one_of(
        silences,
        st.just(rest_of_length()),
        st.builds(Bell, count=st.integers(1, 3)),
        st.just(Sound(name="rain")),
        st.builds(lambda i: Sentence(text=f"s{i}", words="s", voice="v", rate_wpm=138), st.integers()),
    ),
    max_size=40,
)


@given(some_cues, st.integers(0, 2**32 - 1), st.floats(0, 1))
@example([Silence(kind="gap", name="x", natural_s=1.125, min_s=0.125, max_s=1.125)], 0, 0.0)  # half a frame
@example(HOURS, 0, 0.361328125)  # hours around a sentence of one frame
@example(HOURS, 0, 0.607421875)
def test_fitted_track_has_the_wanted_length_to_the_sample(cues: list[Cue], seed: int, where: float) -> None:
    spoken = [(seed >> (i % 24)) % 300_000 + 1 for i, cue in enumerate(c for c in cues if isinstance(c, Sentence))]
    natural = lay_out(cues, title="t", speech_frames=spoken)
    low, high = natural.range_frames
    wanted = round(low + where * ((high or low + 10**9) - low))
    assume(wanted > 0 and any(isinstance(cue, Silence | Sentence | Bell) for cue in cues))
    fitted = lay_out(cues, title="t", speech_frames=spoken, length_frames=wanted)
    assert fitted.frames == wanted
    assert [e.frames for e in fitted.events if e.kind == "speech"] == spoken
    at = 0
    for event in fitted.events:
        assert event.start == at
        at = event.end
    assert at == wanted


@given(some_cues, st.floats(0, 1))
def test_no_silence_leaves_its_limits(cues: list[Cue], where: float) -> None:
    spoken = [1000] * sum(isinstance(cue, Sentence) for cue in cues)
    low, high = lay_out(cues, title="t", speech_frames=spoken).range_frames
    wanted = round(low + where * ((high or low + 10**7) - low))
    assume(wanted > 0 and any(isinstance(cue, Silence | Sentence | Bell) for cue in cues))
    fitted = lay_out(cues, title="t", speech_frames=spoken, length_frames=wanted)
    limits = [cue for cue in cues if isinstance(cue, Silence) and cue.name == "x"]
    stretched = [event.frames / RATE for event in fitted.events if event.name == "x"]
    for silence, seconds in zip([cue for cue in limits if cue.natural_s * RATE >= 1], stretched, strict=False):
        if len(stretched) == len(limits):
            assert silence.min_s - 2 / RATE <= seconds <= silence.max_s + 2 / RATE


def test_table_of_gaps_is_the_design() -> None:
    limits = {name: (gap.natural_s, gap.min_s, gap.max_s) for name, gap in GAPS.items() if not name.startswith("lead")}
    assert limits == {
        "sentence": (0.8, 0.4, 6.0),
        "soft": (1.0, 0.4, 4.0),
        "paragraph": (2.5, 1.0, 30.0),
        "section": (4.0, 2.0, 60.0),
    }
