"""Most lines, groups and sentences are read in a short way; these hold it together with the careful one."""

import re
import string
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mindful.errors import Place
from mindful.script import plain_lines
from mindful.script.blocks import Block
from mindful.script.cues import amounts, groups, pause_text
from mindful.script.model import Bell, Pause, Say
from mindful.script.reader import read
from mindful.script.structure import chat, lines, markup, notes, tags
from mindful.script.structure.lines import Kind
from mindful.script.wording.sentences import split_sentences, written_sentences

ASCII = st.sampled_from(string.ascii_letters + string.digits + " ,.-'")
CORPUS = Path(__file__).parents[1] / "corpus" / "scripts"
WORDS = st.lists(
    st.sampled_from([
        "Breathe", "in.", "the end", "pause", "10 seconds", "[pause 5s]", "(softly)", "*soft*", "**", "__", "Notice",
        "it's", "Feel free to adapt this.", "script", "bell", "page 3", "//", "<!--", "-->",
        ">", "|", "a:", "\\", "&amp;", "](./x)",
        "\u23f8 3 s", "\u2764", "\uff1a", "\u00e9", "...", "#", "1.", "-", "",
    ]),
    max_size=8,
).map(" ".join)  # fmt: skip


def corpus_lines() -> list[tuple[str, str]]:
    return [pair for file in CORPUS.glob("*.md") for pair in pairwise(file.read_text(encoding="utf-8").split("\n"))]


def holds(line: str, following: str) -> bool:
    """Return whether a line is prose, after making sure that it is nothing but text for the careful way."""
    if not lines.is_prose(line, following):
        return False
    masked = markup.mask_quote(markup.mask_pictures(tags.mask_hidden(line, following)[0]))
    assert masked == line
    assert lines.classify(line, following, in_head=False) is Kind.TEXT
    assert markup.mask_line(line) == markup.mask_emphasis(line)
    return True


@given(WORDS, WORDS)
def test_a_line_of_prose_is_text_without_structure(line: str, following: str) -> None:
    holds(line, following)


@pytest.mark.parametrize(
    "pattern",
    [
        notes._ABOUT_SCRIPT,
        notes._END,
        notes._COUNTED,
        chat._CLOSING,
        chat._CLOSING_LATER,
        pause_text._BARE,
        amounts._AMOUNT,
    ],
    ids=["about", "end", "pages", "chat", "later", "pause", "amount"],
)
@given(st.data())
def test_what_is_no_speech_is_told_by_its_first_words(pattern: re.Pattern[str], data: st.DataObject) -> None:
    line = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=ASCII)).capitalize()
    holds(line, "")
    heading = f"# {line}"
    assert lines.classify(heading, "", in_head=False) is lines._classify_marked(heading, "", in_head=False)
    if line and plain_lines.read_plain(line, ""):
        assert lines.classify(line, "", in_head=False) is Kind.TEXT


@given(WORDS)
@example("The end")
def test_a_heading_in_plain_words_is_what_looking_with_care_finds(words: str) -> None:
    line = f"## {words}"
    assert lines.classify(line, "", in_head=False) is lines._classify_marked(line, "", in_head=False)


PLAIN = st.lists(
    st.sampled_from([
        "Breathe in.", "in", "self-care", "3 or 4 times,", "The end", "Soft music plays.", "[pause 5s]", "(Pause)",
        "*(Pause)*", "(pause here if you like)", "[bell x3 every 6s]", "**[pause rest]**", "[pause 9s..3s]",
        "(4 counts)", "it's", "\u201cYes.\u201d", "", "-", "*", "[", "d\u00e9j\u00e0", "...",
    ]),
    min_size=1, max_size=4,
).map(" ".join).filter(str.strip)  # fmt: skip


@given(st.lists(PLAIN, min_size=1, max_size=3))
@example(["self-care", "Breathe in. **[pause rest]**"])
@example(["Breathe in. *(Pause)*", "self-care"])
def test_a_block_of_plain_lines_is_what_reading_with_care_finds(texts: list[str]) -> None:
    short, careful = Block(), Block()
    for number, text in enumerate(texts, start=1):
        careful.add(number, markup.mask_emphasis(text))
        if plain := plain_lines.read_plain(text, ""):
            short.add_plain(number, text, plain)
        else:
            short.add(number, markup.mask_emphasis(text))
    (nodes, findings, _), (expected, expected_findings, _) = short.read(None), careful.read(None)
    assert (nodes, findings) == (expected, expected_findings)
    for node, other in zip(nodes, expected, strict=True):
        assert (node.place, node.end) == (other.place, other.end)
        if isinstance(node, Say) and isinstance(other, Say):
            assert all(node.place_at(at) == other.place_at(at) for at in range(len(node.text)))


def test_no_notation_that_is_more_than_prose_is_taken_for_it() -> None:
    table = (CORPUS.parent / "notations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    lines = [line.split("\t")[0] for line in table] + [line for line, _ in corpus_lines()]
    assert any(holds(line, "") for line in lines)


def test_most_lines_of_real_speech_are_prose() -> None:
    lines = [(line, following) for line, following in corpus_lines() if len(line) > 60 and line[0].isalpha()]
    assert len(lines) > 80
    assert sum(holds(line, following) for line, following in lines) > 0.8 * len(lines)


@given(st.text("[](){}ab \n", max_size=40))
def test_pairs_of_brackets_are_those_that_pairing_with_care_finds(text: str) -> None:
    careful = sorted(groups._brackets(text), key=lambda group: (group.start, -group.end))
    assert groups.find_groups(text) == careful


@given(st.text(".?!\u3002\"') \nabAB1\u2026", max_size=60))
def test_sentences_are_those_that_are_written_where_none_is_long(text: str) -> None:
    written = [(start, end) for start, end in written_sentences(text) if any(map(str.isalnum, text[start:end]))]
    assert split_sentences(text) == written


@given(st.text(" \t\na\u00a0\u2003\x1c.", max_size=30))
def test_speech_holds_single_spaces_whatever_parts_its_words(text: str) -> None:
    said = [node.text for node in read("Begin.\n\n" + text).body if isinstance(node, Say)]
    assert all(one == " ".join(one.split()) for one in said)


def test_a_node_with_its_places_is_the_same_node() -> None:
    start, end = Place(line=2, column=3), Place(line=2, column=9)
    pause = Pause(natural_s=3.0, min_s=1.0, max_s=9.0, bell=Bell(name="chime"), unitless=True, word="short")
    moved = pause.placed(start, end)
    assert moved == pause
    assert (moved.place, moved.end, moved.unitless, moved.word) == (start, end, True, "short")
