"""One block of text (a paragraph, a list item, a table row) -> its speech, cues and unknown cues.

The text comes with its structure overwritten (`structure/markup.py`). It is searched for groups, and every group is a cue
(`cues/cue.py`), speech, or an unknown cue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from mindful.script.cues import counted_breaths
from mindful.script.cues import group_places as where
from mindful.script.cues.amounts import is_bare_duration
from mindful.script.cues.bells import is_bare_bell
from mindful.script.cues.cue import find_cue, nearest_cue
from mindful.script.cues.cue_error import CueError
from mindful.script.cues.groups import ALIAS, Group, find_groups
from mindful.script.cues.pause_text import is_bare_pause
from mindful.script.model import Finding, Node, Unknown
from mindful.script.plain_lines import plain_nodes
from mindful.script.speech import Speech, has_words
from mindful.script.structure import directions, markup, notes
from mindful.script.structure.masks import EMPHASIS, visible
from mindful.script.structure.stage_words import BLOCK_TAGS, INLINE_TAGS

if TYPE_CHECKING:
    from mindful.errors import Place
    from mindful.script.plain_lines import PlainLine

_VARIABLE = re.compile(r"\s*[^\W\d]\w*\s*(?:\|[^{}]*)?")
_TAG_NAME = re.compile(r"[A-Za-z][\w:-]*")
_STOPS = ".!?\u2026:;,\"\u201d\u2019')]"
_SENTENCE_START = re.compile(r"[\s\0\1]*(?:$|[A-Z\u00c0-\u00de\"\u201c'\u2018(\[\u2026.\d])")


@dataclass
class Block:
    """Consecutive lines of one paragraph, structure masked with NULs."""

    texts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    plain: list[PlainLine] = field(default_factory=list)
    """The parts of each line, as long as all of them are plain."""

    def add(self, number: int, masked: str) -> None:
        """Add one line."""
        self.texts.append(masked)
        self.lines.append(number)

    def add_plain(self, number: int, line: str, plain: PlainLine) -> None:
        """Add one line with its parts."""
        self.texts.append(markup.mask_emphasis(line) if line[-1] == "*" else line)
        self.lines.append(number)
        self.plain.append(plain)

    def read(self, file: str | None, room: int = 1_000_000) -> tuple[list[Node], list[Finding], int]:
        """Return the nodes of the block, what was noticed, and the room left: each group that had to be read takes one."""
        lines = len(self.lines)
        if lines == len(self.plain) and (lines > 1 or not directions.is_stage_line(self.texts[0])):
            return plain_nodes(self.plain, self.lines, file), [], room
        reader = _BlockReader(self, file, room)
        reader.read()
        return reader.nodes, reader.findings, reader.room


class _BlockReader:
    """Gathers the nodes of one block, group by group."""

    def __init__(self, block: Block, file: str | None, room: int) -> None:
        self.room = room
        self.lines = block.lines
        self.speech = Speech(block.texts, block.lines, file)
        self.text = self.speech.text
        self.nodes: list[Node] = []
        self.findings: list[Finding] = []

    def read(self) -> None:
        if self._read_whole():
            return
        at = 0
        for group in find_groups(self.text):
            if group.start < at or (group.opener == "(" and self._is_plain(group)):
                continue
            self.room -= 1
            if self.room < 0:
                self._say()
                return
            self.speech.add(at, group.start)
            at = group.end if self._group(group) else group.start + 1
            if at == group.start + 1:
                self.speech.add(group.start, at)
        self.speech.add(at, len(self.text))
        self._say()

    # -- the whole block -------------------------------------------------------------------------------------------

    def _read_whole(self) -> bool:
        """Read a block that is wholly in italics or parentheses as a cue or a direction, where it is one."""
        if bracketed := markup.bracketed_block(self.text):
            start, inner, emphasised = bracketed
            if self._cue(inner, "(", start, self._written_end()):
                return True
            if (
                has_words(inner)
                and not counted_breaths.is_said(inner)
                and (emphasised or directions.directs(inner, whole_line=True, emphasised=False, begins_line=True))
            ):
                self._unknown(self.text, inner, start, self._written_end())
                return True
        elif italic := markup.emphasised_block(self.text):
            start, inner = italic
            if self._cue(inner, "(", start, self._written_end()):
                return True
            if directions.directs(inner, whole_line=True, emphasised=True, begins_line=False):
                self._unknown(self.text, inner, start, self._written_end())
                return True
        elif len(self.lines) == 1 and directions.is_stage_line(visible(self.text)):
            start = len(self.text) - len(self.text.lstrip(" \0\1"))
            self._unknown(self.text, self.text, start, self._written_end())
            return True
        return False

    # -- groups ----------------------------------------------------------------------------------------------------

    def _group(self, group: Group) -> bool:
        """Deal with one group; return False when its opening bracket is plain speech."""
        if not has_words(group.inner):
            return self._empty(group)
        if group.opener in "[(" and self._is_counted_breath(group) and not self._is_apart(group):
            return self._speak_inside(group) if group.opener == "[" else False
        if group.opener not in "*|" and self._cue(group.inner, group.opener, group.start, group.end):
            return True
        return self._no_cue(group)

    def _no_cue(self, group: Group) -> bool:
        match group.opener:
            case "[":
                return self._square(group)
            case "(":
                return self._round(group)
            case "{":
                return self._curly(group)
            case "<":
                return self._tag(group)
            case "*":
                return self._emphasised(group)
            case "|":
                return self._unknown(group.text, group.inner, group.start, group.end)
        return False

    def _is_plain(self, group: Group) -> bool:
        """Tell at once of most parentheses that they are speech."""
        emphasised = self.text[group.start - 1 : group.start] == EMPHASIS
        return not emphasised and _is_speech(group.inner) and not where.fills_line(self.text, group)

    def _cue(self, inner: str, opener: str, start: int, end: int) -> bool:
        try:
            node = find_cue(inner, opener)
        except CueError as error:
            self._report(error.code, error.message, error.hint, self.speech.place(start), is_error=True)
            return True
        if node is None:
            return False
        self._say()
        self.nodes.append(node.placed(self.speech.place(start), self.speech.place(end)))
        return True

    def _empty(self, group: Group) -> bool:
        """Let an ellipsis in brackets be soft silence; brackets around nothing are not spoken."""
        if "..." in group.inner or "\u2026" in group.inner:
            self.speech.add(group.start + 1, group.end - 1)
        return group.opener != "*"

    def _is_counted_breath(self, group: Group) -> bool:
        """Tell whether a group counts the breath named before it, as in "Breathe in [4 counts]"."""
        return counted_breaths.is_count(group.inner) and counted_breaths.breathes(where.before(self.text, group))

    def _is_apart(self, group: Group) -> bool:
        """Tell whether a group in square brackets stands alone on its line, away from the words before it."""
        return group.opener == "[" and "\n" in self.text and where.fills_line(self.text, group)

    def _speak_inside(self, group: Group) -> bool:
        self.speech.add(group.start + 1, group.end - 1)
        return True

    def _square(self, group: Group) -> bool:
        if counted_breaths.is_said(group.inner):
            return self._speak_inside(group)
        return self._unknown(group.text, group.inner, group.start, group.end)

    def _curly(self, group: Group) -> bool:
        if _VARIABLE.fullmatch(group.inner):
            self.speech.add(group.start, group.end)
            return True
        return self._unknown(group.text, group.inner, group.start, group.end)

    def _tag(self, group: Group) -> bool:
        """Take formatting out, with a space for what stands on a line of its own; other tags are unknown cues."""
        if alias := ALIAS.match(group.text):
            start, end = alias.span("words")
            self.speech.add(group.start + start, group.start + end)
            return True
        name = _TAG_NAME.match(group.inner)
        tag = name[0].lower() if name else ""
        if tag in BLOCK_TAGS:
            self.speech.end_word(group.start)
            return True
        return tag in INLINE_TAGS or self._unknown(group.text, group.inner, group.start, group.end)

    def _emphasised(self, group: Group) -> bool:
        """Read words in italics between two sentences as a cue or direction; all others are speech."""
        before = where.before(self.text, group)
        words = before.rstrip(where.SPACES)
        if words and words[-1] not in _STOPS and "\n" not in before[len(words) :]:
            return False
        if not _SENTENCE_START.match(self.text[group.end : group.end + where.LOOK_BACK]):
            return False
        inner = group.inner.strip()
        if (is_bare_pause(inner) or is_bare_bell(inner)) and self._cue(inner, "(", group.start, group.end):
            return True
        if directions.directs(group.inner, whole_line=False, emphasised=False, begins_line=False):
            return self._unknown(group.text, group.inner, group.start, group.end)
        return False

    def _round(self, group: Group) -> bool:
        """Parentheses that are no cue: spoken, but for directions, those in italics, and a bare duration."""
        emphasised = self.text[group.start - 1 : group.start] == EMPHASIS == self.text[group.end : group.end + 1]
        begins_line = (not self.speech.pieces and where.begins_line(self.text, group)) or where.parts_sentences(
            self.text, group
        )
        if counted_breaths.is_said(group.inner):
            return False
        fills_line = where.fills_line(self.text, group)
        if emphasised or directions.directs(
            group.inner, whole_line=fills_line, emphasised=False, begins_line=begins_line
        ):
            return self._unknown(group.text, group.inner, group.start, group.end)
        if notes.is_citation(group.inner):
            message = f'"{group.text}" names a source and is not spoken.'
            self._report("N303", message, None, self.speech.place(group.start))
            return True
        if group.inner.isdecimal() and where.ends_line_apart(self.text, group):
            return self._unknown(group.text, "pause", group.start, group.end)
        if group.inner.isdecimal() and where.follows_dots(self.text, group):
            return self._cue(f"pause {group.inner}", "(", group.start, group.end)
        if not is_bare_duration(group.inner) or counted_breaths.breathes(where.before(self.text, group)):
            return False
        message = f'"{group.text}" is neither spoken nor a pause.'
        self._report("N304", message, "Write [pause ...] where silence is meant.", self.speech.place(group.start))
        return True

    def _unknown(self, text: str, inner: str, start: int, end: int) -> bool:
        self._say()
        text = " ".join(visible(text).split())
        start_place, end_place = self.speech.place(start), self.speech.place(end)
        self.nodes.append(Unknown(text=text, nearest=nearest_cue(inner), place=start_place, end=end_place))
        return True

    def _report(self, code: str, message: str, hint: str | None, place: Place, *, is_error: bool = False) -> None:
        self.findings.append(
            Finding(code=code, severity="error" if is_error else "note", message=message, hint=hint, place=place)
        )

    def _say(self) -> None:
        if said := self.speech.end():
            self.nodes.append(said)

    def _written_end(self) -> int:
        """Return the offset after the last character of the block that is more than space."""
        return len(self.text.rstrip(" \t\n"))


@lru_cache(maxsize=256)
def _is_speech(inner: str) -> bool:
    """Tell whether the inside of parentheses is speech wherever they stand."""
    try:
        is_cue = find_cue(inner, "(") is not None
    except CueError:
        return False
    return (
        has_words(inner)
        and not is_cue
        and not any(map(str.isdigit, inner))
        and not directions.directs(inner, whole_line=False, emphasised=False, begins_line=True)
    )
