"""Which lines are headings, which are speech set in bold, and the part of the length they state."""

import pytest

from mindful.script.model import Heading, ParagraphBreak, Say
from mindful.script.reader import read
from mindful.script.structure.headings import is_bold_heading, read_run_in


def outline(text: str) -> tuple[str | None, list[tuple[str, float | None]], str]:
    script = read(text)
    chapters = [(node.title, node.share_s) for node in script.body if isinstance(node, Heading)]
    return script.title, chapters, " ".join(node.text for node in script.body if isinstance(node, Say))


@pytest.mark.parametrize(
    "line", ["**1. Arrive**", "**[Breath Awareness]**", "**Closing:**", "**Intro** (2 min)", "**Rest** – 1 min"]
)
def test_bold_line_is_a_heading(line: str) -> None:
    assert is_bold_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "**Hold** (4 seconds)",
        "**[Soft ambient music begins]**",
        "**[Scene: soft piano, candlelight]**",
        "**(Long pause – let silence settle)**",
        "**Guide:**",
        "**You are safe.**",
        "**5 minutes**",
    ],
)
def test_bold_line_that_is_speech_cue_direction_or_label_is_no_heading(line: str) -> None:
    assert not is_bold_heading(line)


def test_capitals_tell_nothing_where_everything_is_in_capitals() -> None:
    assert outline("CLOSE YOUR EYES\n\nREST NOW\n\nLET GO OF IT\n") == (
        None,
        [],
        "CLOSE YOUR EYES REST NOW LET GO OF IT",
    )


def test_name_of_a_part_before_its_first_words_is_a_chapter() -> None:
    text = "**Introduction:** Welcome.\n\n**Body Scan (2 min):** Feel the feet.\n\n**Feet:** Soften.\n\nAsk: why?\n"
    assert outline(text) == (
        None,
        [("Introduction", None), ("Body Scan", 120)],
        "Welcome. Feel the feet. Feet: Soften. Ask: why?",
    )
    assert read_run_in("opening: not a name in small letters") is None


@pytest.mark.parametrize(
    ("text", "title", "chapters", "said"),
    [
        (
            "🎧 **Sleep Meditation** 🎧\n\n💫 **1. Arrive** 💫\nLie down.",
            "Sleep Meditation",
            ["1. Arrive"],
            "Lie down.",
        ),
        ("Guided Meditation: Letting Go\n\nRest.", "Guided Meditation: Letting Go", [], "Rest."),
        ("Welcome to this meditation\n\nRest.", None, [], "Welcome to this meditation Rest."),
        ("<center><h2>Calm</h2></center>\n<p>Rest.</p>", "Calm", [], "Rest."),
        ("> ## Closing\n> Rest.", "Closing", [], "Rest."),
        ("**Title:** Evening\n\nRest.", "Evening", [], "Rest."),
        ("Title\n---\n\nRest.", None, [], "Title Rest."),
        ("**Opening**\nRest.", None, ["Opening"], "Rest."),
        ("Rest.\n\n## Meditation\n\nBreathe.", None, [], "Breathe."),
        ("# T\n\n## A\n\nRest.\n\n## Meditation\n\nBreathe.", "T", ["A", "Meditation"], "Rest. Breathe."),
    ],
)
def test_title_and_chapters_are_found_in_any_dress(
    text: str, title: str | None, chapters: list[str], said: str
) -> None:
    found, parts, words = outline(text)
    assert (found, [name for name, _ in parts], words) == (title, chapters, said)


def test_numbers_that_count_down_are_speech_and_those_of_a_list_are_not() -> None:
    assert outline("10. Deeper.\n9. Deeper still.\n\n1. Sit.\n2. Rest.")[2] == "10. Deeper. 9. Deeper still. Sit. Rest."


def test_span_of_time_and_a_name_is_a_heading_where_something_else_follows() -> None:
    script = read("1:30-3:00 Feet and legs\n\nFeel them.\n\nMinute 4–9: Open awareness\nLet sounds come.\n")
    assert [(node.title, node.share_s) for node in script.body if isinstance(node, Heading)] == [
        ("Feet and legs", 90.0),
        ("Open awareness", 300.0),
    ]


def test_spans_before_every_line_are_the_times_of_what_is_said() -> None:
    script = read("Welcome.\n\n0:10-0:20 Find your seat\n\n0:20-0:30 Rest your hands\n\n0:30-0:40 Let go\n")
    assert not [node for node in script.body if isinstance(node, Heading)]


def test_paragraphs_of_html_are_paragraphs_and_a_bold_one_is_a_heading() -> None:
    script = read("<p>Feel your base.</p>\n<p>Rest.</p>\n<p><strong>Closing</strong></p>\n<p>Come back.</p>\n")
    assert [type(node) for node in script.body] == [Say, ParagraphBreak, Say, ParagraphBreak, Heading, Say]
    heading = script.body[4]
    assert isinstance(heading, Heading)
    assert (heading.title, heading.place.line) == ("Closing", 3)
