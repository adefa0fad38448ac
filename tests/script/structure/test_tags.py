"""What no reader of a page sees, and the tags that enclose words."""

import pytest

from mindful.script.model import ParagraphBreak, Say, Script, Unknown
from mindful.script.reader import read
from mindful.script.structure.tags import mask_hidden, mask_paired, paired_names


def spoken(script: Script) -> str:
    return " ".join(node.text for node in script.body if isinstance(node, Say))


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- one\ntwo -->",
        "<style>\np { color: red }\n</style>",
        '<script src="x.js"></script>',
        "<script>\nconst x = 1;\n</script>",
        "<SCRIPT>run(1);</SCRIPT>",
        "<think>\nThe user wants calm.\n</think>",
        '<?xml version="1.0"?><!DOCTYPE html>',
    ],
)
def test_what_is_hidden_is_not_spoken_and_what_stands_around_it_is(hidden: str) -> None:
    script = read(f"One.\n{hidden}\nTwo.")
    assert spoken(script) == "One. Two."
    assert not script.findings


def test_script_tag_without_a_program_stands_around_what_is_spoken() -> None:
    assert spoken(read("<script>\nWelcome. Let us begin.\n</script>")) == "Welcome. Let us begin."


@pytest.mark.parametrize(("opener", "name"), [("<!--", "comment"), ("<style>", "style")])
def test_what_is_never_closed_is_told_where_it_begins(opener: str, name: str) -> None:
    script = read(f"One.\nTwo. {opener} Three.\nFour.")
    assert spoken(script) == "One. Two."
    (finding,) = script.findings
    assert (finding.code, finding.place.line) == ("N303", 2)
    assert name in finding.message


def test_line_keeps_its_width_whatever_is_hidden_in_it() -> None:
    line = "a <!-- b --> c <style>d</style> e <!-- f"
    masked, inside = mask_hidden(line)
    assert (len(masked), inside) == (len(line), "comment")
    assert masked.replace("\0", "") == "a  c  e "


def test_tags_that_are_closed_somewhere_part_words_and_others_are_left() -> None:
    names = paired_names(["<scene>", "<b>x</b>", "</scene>"])
    assert names == {"scene"}
    assert mask_paired("<scene name='x'>Sit.<calm>", names) == "                Sit.<calm>"


def test_tag_that_is_never_closed_is_a_direction() -> None:
    script = read("Sit.\n\n<calmly>\n\n<part>Rest.</part>")
    assert [type(node) for node in script.body] == [Say, ParagraphBreak, Unknown, ParagraphBreak, Say]
