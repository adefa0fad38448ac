"""Text -> the same script in canonical form: cues and chapter headings are rewritten where they stand. Pure.

Prose, comments, front matter, notes and everything that is no cue stay byte for byte, but for line ends, which become line
feeds. No rewriting is believed: what was formatted is read again, and an edit that would change the script is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from mindful.script.cues.silence import with_word_lengths
from mindful.script.model import Heading, Pause, Say, Unknown
from mindful.script.reader import read
from mindful.script.structure.headings import read_heading
from mindful.script.writing.canonical import cue_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mindful.errors import Place
    from mindful.script.model import Node, Script

_LINE_END = re.compile(r"\r\n|\r")
_MARKS = "*_"
_AROUND_BARE = "~=#:|\u2013\u2014\u00ab\u00bb<>\u2022*_- \t"
_HASHES = re.compile(r"[ \t]*#{1,6}[ \t]")
_ITEM = re.compile(r"(?:[-*+\u2022][ \t]+|\(?[0-9A-Za-z]{1,4}[.):][ \t]+)+")
_TITLE_MARKS = re.compile(r"[*_]{1,3}|</?[a-z][a-z0-9]*>")
_UNDERLINE = re.compile(r"\n[ \t]*(?:=+|-+)[ \t]*(?=\n|\Z)")
_MOST_TRIALS = 400
"""Where so many readings do not tell which edits do no harm, the text is a riddle and stays as it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def format_script(text: str, *, pause_words_s: Mapping[str, float] | None = None) -> str:
    """Rewrite a script in the canonical form.

    Args:
        text: The script, whatever its line ends.
        pause_words_s: What words of pauses stand for where the script does not say, as the person's settings have it.

    Returns:
        The script with the same meaning: the same speech, silence, sounds and parts. Formatting it again changes nothing.
    """
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    lengths_s = pause_words_s or {}

    @lru_cache(maxsize=2)  # what was tried and kept is looked at again
    def meaning(text: str) -> _Meaning:
        return _meaning(read(text), lengths_s)

    wanted = meaning(text)
    while True:
        # Every round leaves fewer cues that are not canonical, so that there is a last one.
        edits = [edit for edit in _edits(text, wanted.script) if text[edit.start : edit.end] != edit.text]
        formatted = _apply(text, _harmless(text, edits, meaning))
        if formatted == text:
            return text
        text, wanted = formatted, meaning(formatted)


# -- what must stay ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _Meaning:
    script: Script
    findings: Counter[str]


def _meaning(script: Script, lengths_s: Mapping[str, float]) -> _Meaning:
    lengths_s = {**lengths_s, **script.front.pause_words_s}
    body = tuple(with_word_lengths(node, lengths_s) if isinstance(node, Pause) else node for node in script.body)
    findings = Counter(finding.code for finding in script.findings)
    return _Meaning(script=replace(script, body=body), findings=findings)


def _keeps(found: _Meaning, wanted: _Meaning) -> bool:
    return found.script == wanted.script and not found.findings - wanted.findings


def _harmless(text: str, edits: Sequence[_Edit], meaning: Callable[[str], _Meaning]) -> list[_Edit]:
    """Return the edits that keep the meaning, together; found by halving where not all of them do."""
    wanted = meaning(text)
    kept: list[_Edit] = []
    waiting = [list(edits)]
    trials = 0
    while waiting:
        tried = waiting.pop()
        if not tried:
            continue
        trials += 1
        if trials > _MOST_TRIALS:
            return []
        if _keeps(meaning(_apply(text, [*kept, *tried])), wanted):
            kept += tried
        elif len(tried) > 1:
            half = len(tried) // 2
            waiting += [tried[half:], tried[:half]]
    return kept


def _apply(text: str, edits: Sequence[_Edit]) -> str:
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])


# -- what is rewritten -------------------------------------------------------------------------------------------------


def _edits(text: str, script: Script) -> Iterator[_Edit]:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def offset(place: Place) -> int:
        return starts[place.line - 1] + place.column - 1

    last = 0
    for node in script.body:
        if node.end is None or isinstance(node, Say | Unknown):
            continue
        edit = _edit(text, node, offset(node.place), offset(node.end))
        if edit and edit.start >= last:
            yield edit
            last = edit.end


def _edit(text: str, node: Node, start: int, end: int) -> _Edit | None:
    if isinstance(node, Heading):
        return _heading_edit(text, node, start, end)
    start, end = _with_marks(text, start, end)
    canonical = cue_text(node, text[start:end])
    return None if canonical is None else _Edit(start=start, end=end, text=canonical)


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a cue by the emphasis around it, and one that stands alone on its line without brackets to the line."""
    if text[start] not in "[({</":
        first = _back_over(text, start, _AROUND_BARE)
        if text[first - 1 : first] in {"", "\n"} and text[end : end + 1] in {"", "\n"}:
            return first + len(text[first:start]) - len(text[first:start].lstrip(" \t")), end
    before = _back_over(text, start, _MARKS)
    marks = text[before:start][::-1]
    if marks and text.startswith(marks, end):
        return before, end + len(marks)
    # The reader takes the marks after a cue that is a whole paragraph for part of it.
    return (before, end) if marks and text.endswith(marks, start, end) else (start, end)


def _back_over(text: str, at: int, characters: str) -> int:
    while at and text[at - 1] in characters:
        at -= 1
    return at


def _heading_edit(text: str, node: Heading, start: int, end: int) -> _Edit | None:
    """Give a chapter that is only bold, or underlined, its hashes; those that have them stay, and so do its words."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    if _HASHES.match(text, line_start) or text[end:line_end].strip():
        return None
    title = _TITLE_MARKS.sub("", text[line_start:line_end]).strip(" \t#:")
    unnumbered = _ITEM.sub("", title, count=1)
    for words in (_without_brackets(title), title, _without_brackets(unnumbered), unnumbered):
        line = f"## {words}"
        heading = read_heading(line)
        if words and (heading.title, heading.share_s) == (node.title, node.share_s):
            underline = _UNDERLINE.match(text, line_end)
            return _Edit(start=line_start, end=underline.end() if underline else line_end, text=line)
    return None


def _without_brackets(title: str) -> str:
    return title[1:-1].strip() if title[:1] in {"[", "("} and title[-1:] in {"]", ")"} else title
