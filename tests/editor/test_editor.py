"""Help for editors: the schema says what the reader says, and the grammar finds what the language has."""

from __future__ import annotations

import hashlib
import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from mindful.library import shipped_scripts
from mindful.script.cues.cue import CANONICAL
from mindful.script.front_matter import KEYS
from mindful.script.reader import read
from mindful.script.schema import front_matter_schema

CHECKOUT = Path(__file__).parents[2]
EDITOR = CHECKOUT / "docs" / "editor"
SCRIPT = Path(__file__).with_name("evening.md").read_text(encoding="utf-8")
TOKENS = json.loads((CHECKOUT / "tests" / "golden" / "editor" / "evening.json").read_text(encoding="utf-8"))
GRAMMAR = (EDITOR / "mindful.tmLanguage.json").read_text(encoding="utf-8")


def front(text: str) -> Any:
    """Return the front matter of a script as JSON has it."""
    tree = YAML(typ="safe").load(text.split("---\n")[1])
    return json.loads(json.dumps(tree, default=str))


# -- the schema --------------------------------------------------------------------------------------------------------


def test_the_schema_is_one_and_current() -> None:
    Draft202012Validator.check_schema(front_matter_schema())
    page = (EDITOR / "front-matter.schema.json").read_text(encoding="utf-8")
    assert page == runpy.run_path(str(CHECKOUT / "docs" / "generate.py"))["schema_text"](), "run: docs/generate.py"


def test_every_key_has_an_example_that_schema_and_reader_accept() -> None:
    properties = front_matter_schema()["properties"]
    assert list(properties) == list(KEYS)
    for key, value in properties.items():
        head = json.dumps({key: value["examples"][0]})
        assert Draft202012Validator(front_matter_schema()).is_valid(json.loads(head))
        assert read(f"---\n{head[1:-1]}\n---\nSit.\n").findings == ()


@pytest.mark.parametrize(
    "line",
    [
        *("length: 10m", "length: 1:30", "length: 90 seconds", "length: soon", "length: 1m 30", "length: 2 min."),
        *("rate: 90%", "rate: 120wpm", "rate: 120 wpm", "rate: fast", "volume: -3dB", "volume: loud", "volume: +2 db"),
        *("chain: warm", "chain: cosy", "room_tone: on", "room_tone: maybe", "chapter_tail: no", "chapter_tail: 2s"),
        *("seed: 7", "seed: 7.5", "seed: seven", "title: [a, b]", "title: {a: b}", "title: yes", "title: 5"),
        *("vars: {a: b}", "vars: {a: 1}", "vars: {a: [b]}", "vars: [a]", "gaps: {paragraph: 4s}", "gaps: {word: 4s}"),
        *("pause_words: {long: 15s}", "pause_words: {huge: 1m}", "lexicon: words.yaml", "lexicon: [a.yaml, {b: c}]"),
        *("gaps: {paragraph: long}", "kind: sit", "reviewed_on: 2027-03-01", "something_else: {a: [1]}"),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_reader_refuses(line: str) -> None:
    text = f"---\n{line}\n---\nSit.\n"
    assert Draft202012Validator(front_matter_schema()).is_valid(front(text)) == (read(text).findings == ())


SCRIPTS = [*shipped_scripts().glob("*.md")]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_front_matter_of_every_practice_is_valid(path: Path) -> None:
    Draft202012Validator(front_matter_schema()).validate(front(path.read_text(encoding="utf-8")))


# -- the grammar -------------------------------------------------------------------------------------------------------


def patterns(tree: Any) -> list[str]:
    """Return every regular expression of a grammar."""
    if isinstance(tree, dict):
        own = [value for key, value in tree.items() if key in {"match", "begin", "end"}]
        return own + [found for value in tree.values() if isinstance(value, dict | list) for found in patterns(value)]
    return [found for value in tree for found in patterns(value)] if isinstance(tree, list) else []


def test_every_pattern_of_the_grammar_compiles() -> None:
    found = patterns(json.loads(GRAMMAR))
    assert len(found) > 15
    for pattern in found:
        re.compile(pattern)


def test_the_extension_names_the_grammar() -> None:
    [entry] = json.loads((EDITOR / "package.json").read_text(encoding="utf-8"))["contributes"]["grammars"]
    assert (EDITOR / entry["path"]).is_file()
    assert entry["scopeName"] == json.loads(GRAMMAR)["scopeName"]


def test_the_grammar_knows_every_cue_word() -> None:
    cue = re.compile(json.loads(GRAMMAR)["repository"]["cue"]["begin"])
    assert [
        word for word in CANONICAL if word not in {"silence", "break", "chime", "gong"} and not cue.match(f"[{word} ")
    ] == []


def test_the_tokens_are_those_of_this_grammar_and_this_script() -> None:
    """They come from the tokeniser of VS Code, by hand: tests/editor/tokenise.mjs."""
    for name, text in (("grammar", GRAMMAR), ("script", SCRIPT)):
        assert TOKENS[name] == hashlib.sha256(text.encode()).hexdigest(), "run: node tests/editor/tokenise.mjs"


def scoped(scope: str) -> list[str]:
    """Return the texts that VS Code's tokeniser gives a scope."""
    return [text.strip() for line in TOKENS["lines"] for text, found in line if found == f"{scope}.mindful"]


def test_what_the_tokeniser_takes_for_cues_are_the_cues() -> None:
    assert scoped("keyword.other.cue") == [
        "bell", "pause", "pause", "pause", "pause", "pause", "sound", "breathe", "breathe", "rate", "rate", "voice",
        "volume", "include", "mark", "audio", "bell",
    ]  # fmt: skip
    assert scoped("keyword.control.cue") == ["repeat", "end", "if", "else", "end", "one of", "or", "end"]
    assert scoped("invalid.unknown-cue") == ["[layer in wind]"]
    assert scoped("constant.numeric.duration") == [
        "8s", "1m30s", "15s", "90s", "10m", "2m", "12s", "2", "6", "3m", "15m", "6s",
    ]  # fmt: skip
    assert scoped("constant.numeric.gain") == ["-24dB", "-3dB", "-2dB", "-6dB"]
    assert scoped("constant.numeric.breath") == ["4-7-8", "5-5"]


def test_what_the_tokeniser_takes_for_text_around_the_cues_is_that() -> None:
    assert scoped("entity.name.tag") == ["title", "vars"]
    assert scoped("entity.name.section") == ["Evening body scan", "Arriving"]
    assert scoped("constant.numeric.share") == ["(3 min)"]
    assert scoped("variable.other") == ["name", "place"]
    assert scoped("constant.character.escape") == ["\\[", "\\]"]
    assert scoped("constant.other.code") == ["W204, W206"]
    assert scoped("comment.line") == ["// a comment too"]
