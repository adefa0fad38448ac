"""Repeats, optional parts, conditions, alternatives: how they are written, and what a take plays of them."""

import pytest

from mindful.script.model import Else, End, If, Node, OneOf, OptionalPart, Or, Repeat, Say, Unknown
from mindful.script.reader import read
from mindful.script.takes.expand import expand
from mindful.script.takes.take import MOST_CUES, TOO_MANY, ChapterStart, Choices, Sentence, Wishes


def said(text: str, choices: Choices | None = None, **wishes: object) -> list[str]:
    script = read(text)
    assert not script.findings
    take = expand(script, wishes=Wishes(**wishes), choices=choices)  # type: ignore[arg-type]
    assert not take.findings
    return [cue.text for cue in take.cues if isinstance(cue, Sentence)]


def codes(text: str) -> list[tuple[str, int, int]]:
    return [(finding.code, finding.place.line, finding.place.column) for finding in read(text).findings]


@pytest.mark.parametrize(
    ("cue", "node"),
    [
        ("[repeat 3]", Repeat(at_least=3, at_most=3)),
        ("[Repeat 3 times]", Repeat(at_least=3, at_most=3)),
        ("[repeat x3]", Repeat(at_least=3, at_most=3)),
        ("[repeat three times]", Repeat(at_least=3, at_most=3)),
        ("[repeat 2..6]", Repeat(at_least=2, at_most=6)),
        ("[REPEAT 2-6 times]", Repeat(at_least=2, at_most=6)),
        ("[repeat two to six times]", Repeat(at_least=2, at_most=6)),
        ("[optional]", OptionalPart()),
        ("[Optional part 2]", OptionalPart(rank=2)),
        ("[if length >= 15m]", If(name="length", operator=">=", value="15m", length_s=900)),
        ("[if length \u2265 15 min]", If(name="length", operator=">=", value="15 min", length_s=900)),
        ("[If the length is at least 15 minutes]", If(name="length", operator=">=", value="15 minutes", length_s=900)),
        ("[if length < 1:30]", If(name="length", operator="<", value="1:30", length_s=90)),
        ("[if Name]", If(name="Name")),
        ("[if {name} = Ana Lu]", If(name="name", operator="=", value="Ana Lu")),
        ("[if mood == 'low']", If(name="mood", operator="=", value="low")),
        ("[one of]", OneOf()),
        ("[**one of these**]", OneOf()),
    ],
)
def test_beginning_of_a_part_is_read(cue: str, node: Node) -> None:
    assert read(f"One.\n\n{cue}\nTwo.\n[end]").body[2] == node


@pytest.mark.parametrize("after", ["", "\n\nRest.", "\n\n## Rest\n\nSit."])
def test_repeat_behind_its_words_is_an_error_that_tells_where_it_belongs(after: str) -> None:
    (finding,) = read(f"In. Out. [repeat 3x]{after}").findings
    assert (finding.code, finding.place.column) == ("E113", 10)
    assert "before the first words" in str(finding.hint)


def test_repeat_before_its_words_without_an_end_asks_for_the_end() -> None:
    (finding,) = read("Sit. [repeat 3]\nIn. Out.").findings
    assert (finding.code, finding.hint) == ("E113", "Write [end] where the part that [repeat ...] begins is over.")


@pytest.mark.parametrize("cue", ["[end]", "[END]", "[end repeat]", "[/end of the repeat]", "[ end ]"])
def test_end_of_a_part_is_read(cue: str) -> None:
    assert read(f"[repeat 2]\nTwo.\n{cue}\nThree.").body[2] == End()


@pytest.mark.parametrize(
    "cue",
    [
        "[repeat the mantra in silence]", "[repeat often]", "[optional: name the feeling]", "[if you are lying down]",
        "[one of them may ring]", "[or sit down]", "[end of the first part of the talk]", "[else if it rains]",
    ],
)  # fmt: skip
def test_direction_that_begins_like_a_part_is_unknown(cue: str) -> None:
    (found,) = [node for node in read(f"One. {cue} Two.").body if not isinstance(node, Say)]
    assert found == Unknown(text=cue, nearest=found.nearest if isinstance(found, Unknown) else None)


@pytest.mark.parametrize(
    "cue", ["[repeat 0]", "[repeat 6..2]", "[repeat 2.5]", "[repeat 99999]", "[if length > soon]", "[if length]"]
)
def test_unreadable_number_or_condition_is_an_error_with_two_good_forms(cue: str) -> None:
    (finding,) = read(f"One. {cue} Two.").findings
    assert (finding.code, finding.place.column) == ("E107", 6)
    assert str(finding.hint).count("[") == 2


def test_places_span_the_whole_cue() -> None:
    script = read("\ufeff\tOne. **[repeat 2]**\r\nCafe\u0301 \U0001f64f [bell]\r\n[end]", file="x.md")
    spans = [
        (node.place.line, node.place.column, node.end.line, node.end.column)
        for node in script.body
        if not isinstance(node, Say) and node.end
    ]
    assert spans == [(1, 9, 1, 19), (2, 9, 2, 15), (3, 1, 3, 6)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One.\n\n[repeat 2]\nTwo.", [("E113", 3, 1)]),
        ("One. [end] Two.", [("E113", 1, 6)]),
        ("One. [else] Two. [or] Three.", [("E113", 1, 6), ("E113", 1, 18)]),
        ("[repeat 2] One. [else] Two. [end]", [("E113", 1, 17)]),
        ("[if a] One. [else] Two. [else] Three. [end]", [("E113", 1, 25)]),
        ("[one of] One. [or] Two. [else] Three. [end]", [("E113", 1, 25)]),
        ("[if a] One. [one of] Two. [end] Three.", [("E113", 1, 1)]),
    ],
)
def test_part_that_is_not_closed_and_end_that_closes_nothing_are_errors_at_their_place(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert codes(text) == found


def test_what_is_not_closed_is_played_as_if_it_were_not_there() -> None:
    take = expand(read("[repeat 2] One. [optional] Two. [end] Three."))
    assert [cue.text for cue in take.sentences] == ["One.", "Three."]


def test_end_after_the_last_words_is_the_end_of_the_script() -> None:
    assert codes("One. Two.\n\n[END]") == [("N303", 3, 1)]


def test_fixed_repeat_is_played_so_often_and_an_open_one_as_seldom_as_may_be() -> None:
    assert said("[repeat 3] A. [end] B.") == ["A.", "A.", "A.", "B."]
    assert said("[repeat 2..6] A. [end] B.") == ["A.", "A.", "B."]
    assert said("[repeat 2..6] A. [end] B.", Choices(repeats={0: 4})) == ["A."] * 4 + ["B."]
    assert said("[repeat 2] A. [repeat 2] B. [end] [end]") == ["A.", "B.", "B.", "A.", "B.", "B."]


def test_optional_part_is_played_when_it_is_chosen() -> None:
    text = "A. [optional] B. [end] C."
    assert said(text) == ["A.", "C."]
    assert said(text, Choices(optional=frozenset({1}))) == ["A.", "B.", "C."]


@pytest.mark.parametrize(
    ("length_s", "operator", "holds"),
    [
        (None, ">=", False), (None, "<", False), (900, ">=", True), (899, ">=", False), (900, "<=", True),
        (901, "<=", False),
        (901, ">", True), (900, ">", False), (899, "<", True), (900, "<", False), (900, "=", True), (901, "=", False),
    ],
)  # fmt: skip
def test_condition_of_length(length_s: float | None, operator: str, holds: bool) -> None:
    text = f"[if length {operator} 15m] Long. [else] Short. [end]"
    assert said(text, length_s=length_s) == ["Long." if holds else "Short."]


@pytest.mark.parametrize(
    ("value", "condition", "holds"),
    [
        ("Ana", "name", True), ("", "name", False), ("no", "name", False), ("Ana", "name = ana", True),
        ("Bo", "name = ana", False), ("Ana", "other", False),
    ],
)  # fmt: skip
def test_condition_of_a_variable(value: str, condition: str, holds: bool) -> None:
    text = f"---\nvars: {{name: '{value}'}}\n---\n[if {condition}] Yes. [end] On."
    assert said(text) == (["Yes.", "On."] if holds else ["On."])


def test_seed_chooses_among_alternatives_and_repeats_go_through_them() -> None:
    text = "[repeat 3] [one of] A. [or] B. [or] C. [end] [end]"
    takes = {tuple(said(text, seed=seed)) for seed in range(40)}
    assert takes == {("A.", "B.", "C."), ("B.", "C.", "A."), ("C.", "A.", "B.")}
    assert said(text, seed=7) == said(text, seed=7)


def test_gaps_around_parts_are_those_of_the_text_that_is_played() -> None:
    take = expand(read("One.\n\n[optional]\nTwo.\n[end]\n\nThree. Four."))
    names = [getattr(cue, "name", "") for cue in take.cues]
    assert names == ["lead-in", "", "paragraph", "", "sentence", "", "lead-out"]


def test_chapters_within_parts_come_with_them() -> None:
    take = expand(read("## A\n\nOne.\n\n[optional]\n\n## B\n\nTwo.\n\n[end]\n\n## C\n\nThree."))
    assert [cue.title for cue in take.cues if isinstance(cue, ChapterStart)] == ["A", "C"]


@pytest.mark.parametrize(
    "text",
    [
        "[repeat 9999]\n" * 10_000 + "A.\n" + "[end]\n" * 10_000,
        "[repeat 9999]\n[repeat 9999]\n[end]\n[end]\nA.",
        "[repeat 9999]\n[repeat 9999]\n[breathe 4-7-8 x2000]\n[end]\n[end]\nA.",
        "[repeat 9999]\n" + "Rest. Soften. Breathe.\n" * 20 + "[end]",
        "Rest. " * 50_001,
    ],
    ids=["nested", "of nothing", "of breath", "of speech", "without repeats"],
)
def test_more_than_a_hundred_thousand_cues_are_an_error_not_an_hour_of_work(text: str) -> None:
    take = expand(read(text))
    assert [finding.code for finding in take.findings] == [TOO_MANY]
    assert not take.is_whole
    assert len(take.cues) <= MOST_CUES + 8_010


def test_ten_thousand_parts_within_each_other_are_well_when_they_are_played_once() -> None:
    assert said("[repeat 1]\n" * 10_000 + "A.\n" + "[end]\n" * 10_000) == ["A."]
    assert said("[if x]\n" * 10_000 + "A.\n" + "[end]\n" * 10_000 + "B.") == ["B."]


def test_else_and_or_are_read_without_regard_to_case() -> None:
    body = read("[if a] One. [Else] Two. [end] [One of] Three. [OR] Four. [End]").body
    assert [type(node) for node in body if not isinstance(node, Say)] == [If, Else, End, OneOf, Or, End]
