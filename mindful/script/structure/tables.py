"""Markdown tables: which columns hold words to be spoken. Pure; a row keeps its length, so that an offset stays a column."""

from __future__ import annotations

import re

from mindful.errors import MindfulError
from mindful.script.cues.cue import read_cue
from mindful.script.structure.masks import MASK

_SEPARATOR = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_PAUSES = re.compile("pause|silen", re.IGNORECASE)
_FIGURE = re.compile(r" *\d{1,3} ")
"""A pause in seconds, with a space behind it that becomes the unit."""
_CELL = re.compile(r"[^|]+")
_SPOKEN = re.compile(
    r"(?:meditation |guided |the |spoken )*(?:script|narration|spoken|text|words?|guidance|what (?:to|you) say|dialogue|"
    r"voice-?over|vo|instructions?|meditation|content|narrator|speech|say|read aloud|prompts?|affirmations?|guide|sprechtext|"
    r"gui[o\u00f3]n|texto)(?: text| script)?",
    re.IGNORECASE,
)
_HEARD = re.compile(r"(?:audio|voice|narrat\w+).*", re.IGNORECASE)
"""Beside a column of words it is about the script; where no other could hold them, it holds them."""
_ABOUT = re.compile(
    r"(?:#|no\.?|time.*|timing|duration|length|minutes?|seconds?|steps?|stages?|phases?|sections?|parts?|notes?.*|music.*|sounds?.*|"
    r"background.*|audio.*|visuals?.*|cues?|actions?|pauses?.*|silence|purpose|focus|tone|delivery|voice|pace|bell|sfx|"
    r"directions?|technique|element|zeit|dauer|hinweise?|musik|tiempo|notas?|m\u00fasica)",
    re.IGNORECASE,
)


def is_separator(line: str) -> bool:
    """Tell whether a line parts a table's header from its rows."""
    return "|" in line and _SEPARATOR.fullmatch(line) is not None


def read_header(line: str) -> dict[int, str]:
    """Return the titles of the columns that are not spoken, by their number."""
    titles = [cell[0].strip(" *_\0\1`") for cell in _cells(line)]
    spoken = [at for at, title in enumerate(titles) if _SPOKEN.fullmatch(title)]
    if not spoken:
        spoken = [at for at, title in enumerate(titles) if not _ABOUT.fullmatch(title)]
    if not spoken:
        spoken = [at for at, title in enumerate(titles) if _HEARD.fullmatch(title)]
    return {at: title for at, title in enumerate(titles) if at not in spoken}


def mask_row(line: str, silent: dict[int, str]) -> str:
    """Overwrite a row's bars and the cells of silent columns; a pause or bell in one of those becomes a group."""
    row = list(line.replace("|", " "))
    for at, cell in enumerate(_cells(line)):
        if at not in silent:
            continue
        if _PAUSES.match(silent[at]) and _FIGURE.fullmatch(cell[0]) and cell.end() < len(line):
            row[cell.start() - 1], row[cell.end() - 1], row[cell.end()] = "[", "s", "]"
            continue
        brackets = _brackets(cell[0].strip(), silent[at])
        if brackets and cell.start() and cell.end() < len(line):
            row[cell.start() - 1], row[cell.end()] = brackets
        else:
            row[cell.start() : cell.end()] = MASK * (cell.end() - cell.start())
    return "".join(row)


def _cells(line: str) -> list[re.Match[str]]:
    start = len(line) - len(line.lstrip())
    start += line[start : start + 1] == "|"
    return [cell for cell in _CELL.finditer(line, start) if cell[0].strip() or cell.end() < len(line)]


def _brackets(cell: str, title: str) -> tuple[str, str] | None:
    for brackets in (("(", ")"), ("[", "]")) if _PAUSES.match(title) else (("(", ")"),):
        try:
            if read_cue(cell, brackets[0]) is not None:
                return brackets
        except MindfulError:
            return None
    return None
