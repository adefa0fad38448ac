r"""Scripts as people write them: wild.tsv says of each what a careful reader would say aloud.

Its column `heard` holds the words as they are spoken and, in braces, everything else: ``{pause 5}``, ``{bell 3}``,
``{at 60}``, ``{breathe 4-7-8 x4}``, ``{title ...}``, ``{# Chapter 120}`` with the chapter's share in seconds,
``{?(softly)}`` for what is flagged and not spoken, and ``{error E113}``. In the column `text`, ``\n`` is a new line,
and ``\t`` a tab.
"""

import csv
from pathlib import Path

import pytest

from mindful.script.model import At, Bell, Breathe, Heading, Node, ParagraphBreak, Pause, Say, Script, Unknown
from mindful.script.reader import read
from mindful.script.writing.formatting import format_script

_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\"}


def wild() -> list[dict[str, str]]:
    with (Path(__file__).parent / "wild.tsv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def unescaped(text: str) -> str:
    first, *others = text.replace("\\\\", "\0").split("\\")
    return "".join([first, *(_ESCAPES[other[0]] + other[1:] for other in others)]).replace("\0", "\\")


def heard(script: Script) -> str:
    title = [f"{{title {script.title}}}"] if script.title else []
    errors = [f"{{error {finding.code}}}" for finding in script.findings if finding.severity == "error"]
    return " ".join([*title, *filter(None, map(_heard, script.body)), *errors])


def _heard(node: Node) -> str:
    match node:
        case Say():
            return node.text
        case ParagraphBreak():
            return ""
        case Pause():
            return f"{{pause {node.natural_s:g}}}"
        case Bell():
            return f"{{bell {node.count}}}"
        case At():
            return f"{{at {node.time_s:g}}}"
        case Unknown():
            return f"{{?{node.text}}}"
        case Heading():
            return f"{{# {node.title}}}" if node.share_s is None else f"{{# {node.title} {node.share_s:g}}}"
        case Breathe():
            phases = "-".join(f"{seconds:g}" for seconds in node.phases_s if seconds)
            return f"{{breathe {phases} x{node.cycles}}}"
    return f"{{{type(node).__name__}}}"


@pytest.mark.parametrize("row", wild(), ids=lambda row: f"{row['kind']}: {row['text'][:40]}")
def test_script_is_heard_as_a_careful_reader_reads_it(row: dict[str, str]) -> None:
    assert heard(read(unescaped(row["text"]) + "\n")) == row["heard"]


@pytest.mark.parametrize("row", wild(), ids=lambda row: f"{row['kind']}: {row['text'][:40]}")
def test_formatting_leaves_it_as_it_is_heard(row: dict[str, str]) -> None:
    text = unescaped(row["text"]) + "\n"
    formatted = format_script(text)
    assert heard(read(formatted)) == heard(read(text))
    assert format_script(formatted) == formatted
