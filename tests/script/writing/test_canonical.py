"""The canonical writer: what it writes is read as what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mindful.script.cues.cue import read_cue
from mindful.script.cues.silence import plain_pause
from mindful.script.model import (
    At,
    Audio,
    Bell,
    Breathe,
    Else,
    End,
    FrontMatter,
    Heading,
    Include,
    Mark,
    OneOf,
    OptionalPart,
    Or,
    ParagraphBreak,
    Pause,
    Repeat,
    Rest,
    Say,
    Script,
    Sound,
    Unknown,
    UseRate,
    UseVoice,
    UseVolume,
)
from mindful.script.reader import read
from mindful.script.writing.canonical import cue_text, write

if TYPE_CHECKING:
    from mindful.script.model import Node

SECONDS = st.one_of(st.integers(1, 5_400).map(float), st.integers(1, 999_000).map(lambda ms: ms / 1000))
GAINS = st.integers(-800, 120).map(lambda tenths: tenths / 10)
NAMES = st.from_regex(r"[a-z][a-z0-9]{2,8}", fullmatch=True).filter(
    lambda name: name not in {"off", "none", "the", "silence"}
)
BELLS = st.sampled_from(["bowl", "chime"])


def exactly(seconds: float) -> Pause:
    return Pause(natural_s=seconds, min_s=seconds, max_s=seconds)


CUES: st.SearchStrategy[Node] = st.one_of(
    SECONDS.map(plain_pause),
    SECONDS.map(exactly),
    st.tuples(SECONDS, SECONDS).map(lambda pair: Pause(natural_s=min(pair), min_s=min(pair), max_s=max(pair))),
    st.just(Rest()),
    st.builds(
        Bell, name=BELLS, count=st.integers(1, 20), every_s=st.integers(1, 3_600).map(float), gain_db=GAINS
    ),
    st.builds(
        lambda seconds, name, every_s: Pause(
            natural_s=seconds, min_s=seconds / 2, max_s=6 * seconds, bell=Bell(name=name, every_s=every_s)
        ),
        st.integers(60, 3_600).map(float), BELLS, st.integers(5, 600).map(float),
    ),
    st.builds(
        Breathe,
        phases_s=st.tuples(*[st.integers(1, 20).map(float)] * 4),
        cycles=st.integers(1, 99),
        cues=st.sampled_from(["spoken", "tone", "silent"]),
    ),
    st.builds(
        Sound, name=st.none() | NAMES, gain_db=st.none() | GAINS, fade_s=st.none() | st.integers(1, 600).map(float)
    ),
    st.builds(Audio, path=NAMES.map(lambda name: f"{name}.wav"), gain_db=GAINS),
    st.builds(UseVoice, voice=st.none() | NAMES.map(lambda name: f"piper:{name}")),
    st.builds(UseRate, wpm=st.integers(60, 260).map(float)),
    st.builds(UseRate, factor=st.integers(40, 200).map(lambda percent: percent / 100)),
    st.just(UseRate()),
    st.builds(UseVolume, gain_db=GAINS),
    st.builds(Mark, name=NAMES),
    st.builds(Include, path=NAMES.map(lambda name: f"parts/{name}.md")),
)  # fmt: skip


@given(CUES)
@settings(deadline=None)
def test_a_cue_is_read_as_it_was_written(node: Node) -> None:
    text = cue_text(node)
    assert text is not None
    assert read_cue(text[1:-1], "[") == node
    assert cue_text(node, text) == text


@pytest.mark.parametrize("node", [Else(), Or(), End(), OneOf(), OptionalPart(), OptionalPart(rank=2)])
def test_a_mark_of_a_part_is_read_as_it_was_written(node: Node) -> None:
    text = cue_text(node)
    assert text is not None
    assert read_cue(text[1:-1], "[") == node


@pytest.mark.parametrize(
    "node", [Say(text="a"), Unknown(text="[x]"), ParagraphBreak(), At(time_s=5.0), UseVolume(gain_db=20.0)]
)
def test_what_is_no_cue_or_out_of_range_has_no_text_of_a_cue(node: Node) -> None:
    assert cue_text(node) is None


WORDS = st.lists(
    st.sampled_from(
        ["notice", "the", "breath", "rest", "here", "and", "feel", "{name}", "{a|b c}", "[aside]", "a_b", "*x*", "3"]
    ),
    min_size=3,
    max_size=9,
)
SAYS = WORDS.map(lambda words: Say(text=f"You {' '.join(words)} today."))
HEADINGS = st.builds(
    Heading,
    title=st.sampled_from(["Body", "Arriving Here", "The Return"]),
    share_s=st.none() | st.integers(1, 30).map(lambda minutes: minutes * 60.0),
)
PARTS = st.lists(st.one_of(SAYS.map(lambda say: (say,)), CUES.map(lambda cue: (cue,))), min_size=1, max_size=4).map(
    lambda nodes: tuple(node for group in nodes for node in group)
)
REPEATS = st.tuples(st.integers(1, 9), PARTS).map(
    lambda pair: (Repeat(at_least=pair[0], at_most=pair[0] + 2), *pair[1], End())
)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Draw a script in the shape that a reader gives: text never stands beside text."""
    groups = draw(st.lists(st.one_of(PARTS, REPEATS), min_size=1, max_size=5))
    body: list[Node] = [Heading(title="Opening"), Say(text="You are welcome here.")]
    for group in groups:
        between = draw(st.sampled_from([(ParagraphBreak(),), ()]) | HEADINGS.map(lambda heading: (heading,)))
        for node in (*between, *group):
            last = body[-1]
            if isinstance(node, Say) and isinstance(last, Say):
                body.append(ParagraphBreak())
            if not (isinstance(node, ParagraphBreak) and isinstance(last, ParagraphBreak | Heading)):
                body.append(node)
    if isinstance(body[-1], Heading):
        body.append(Say(text="You may look around."))
    front = FrontMatter(
        title=draw(st.sampled_from(["A pause", "Yes: 'no' # x", "5"])),
        author=draw(st.none() | st.just("Jo: Teacher")),
        length_s=draw(st.none() | SECONDS),
        rate=draw(st.none() | st.just(UseRate(wpm=120.0)) | st.just(UseRate(factor=0.9))),
        volume_db=draw(GAINS),
        soundscape=draw(st.none() | st.just(Sound(name="rain", gain_db=-22.0))),
        seed=draw(st.none() | st.integers(0, 9)),
        vars=draw(st.just({}) | st.just({"name": "friend"})),
        lexicon=draw(st.just({}) | st.just({"MBCT": "M B C T"})),
        gaps_s=draw(st.just({}) | st.just({"paragraph": 4.0})),
        about=draw(st.just({}) | st.just({"kind": "sit"})),
    )
    return Script(title=front.title, front=front, body=tuple(body))


@given(scripts())
@settings(deadline=None)
def test_a_script_is_read_as_it_was_written(script: Script) -> None:
    assert read(write(script)) == script


def test_speech_that_begins_like_a_list_stays_speech() -> None:
    script = Script(title="T", front=FrontMatter(title="T"), body=(Say(text="- 5 degrees are cold."),))
    assert read(write(script)) == script


def test_a_script_without_front_matter_has_none() -> None:
    assert (
        write(Script(title=None, body=(Say(text="Sit."), plain_pause(8.0), Say(text="Go."))))
        == "Sit. [pause 8s]\nGo.\n"
    )


def test_lexicon_files_and_words_are_written_together() -> None:
    front = FrontMatter(title="T", lexicon={"MBCT": "M B C T"}, lexicon_files=("words.yaml",))
    script = Script(title="T", front=front, body=(Say(text="Sit."),))
    assert read(write(script)) == script
