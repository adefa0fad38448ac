"""What is gathered of a script while its lines are walked over: nodes, chapters, findings, and the title in the end.

The reader (`reader.py`) says what a line is; here is what comes of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.errors import Place
from mindful.script.blocks import Block
from mindful.script.cues.cue import read_cue
from mindful.script.cues.cue_error import CueError
from mindful.script.cues.silence import with_word_lengths
from mindful.script.model import (
    At,
    Finding,
    FrontMatter,
    Heading,
    Node,
    ParagraphBreak,
    Pause,
    Say,
    Script,
    Severity,
    Unknown,
)
from mindful.script.nesting import well_nested
from mindful.script.structure import chat, headings, markup, notes, tables, tags, titles
from mindful.script.structure.masks import MASK, visible

if TYPE_CHECKING:
    from mindful.script.structure.headings import HeadingLine

_SENTENCE_END = re.compile(r"[.!?\u2026:;\"\u201d\u2019')\]][\s\0\1]*$")
_AROUND_PAUSE = "~=#@!/\\+^:|-\u2013\u2014\u00ab\u00bb<>\u2022*_ \t"
MOST_NODES, MOST_LINES = 50_000, 100_000
"""A script with more of them, or with more groups in brackets or italics, is none; a day of practice has fewer."""
MOST_LINES_OF_A_BLOCK = 2_000
"""A longer paragraph is none, and is read in pieces."""
_END_LEVEL = 6
"""What stands after the end of a script goes on up to the next heading with hashes, or a rule."""


class Gathering:
    """The nodes and findings of a script as far as it is read, and what the reading of its next line depends on."""

    def __init__(self, *, file: str | None, front: FrontMatter, findings: list[Finding]) -> None:
        self.file = file
        self.front = front
        self.findings = findings
        self.nodes: list[Node] = []
        self.block = Block()
        self.room = MOST_NODES  # for groups
        self.headings: list[tuple[int, int]] = []  # (index into nodes, level)
        self.in_notes: int | None = None  # level of the heading whose section is not speech
        self.notes_listed = False  # that section holds a list
        self.silent_columns: dict[int, str] | None = None  # of the table that is being read
        self.in_chat = False  # a list under what a chat tool says is part of it
        self.in_head = True  # no speech yet
        self.stated_title: str | None = None

    def script(self) -> Script:
        """Return the script that was gathered."""
        title = self.front.title or self._take_title() or self.stated_title
        while self.nodes and isinstance(self.nodes[-1], ParagraphBreak):
            self.nodes.pop()
        body, findings = well_nested(self.nodes)
        if lengths_s := self.front.pause_words_s:
            body = [with_word_lengths(node, lengths_s) if isinstance(node, Pause) else node for node in body]
        findings = sorted(self.findings + findings, key=lambda finding: (finding.place.line, finding.place.column))
        return Script(title=title, front=self.front, body=tuple(body), findings=tuple(findings), file=self.file)

    def _take_title(self) -> str | None:
        """Return the first heading as the title, and take it out of the chapters, when it stands over the whole script."""
        if not self.headings:
            return None
        at, level = self.headings[0]
        following = self.headings[1] if len(self.headings) > 1 else None
        speech_before = any(isinstance(node, Say) for node in self.nodes[:at])
        speech_under = any(isinstance(node, Say) for node in self.nodes[at : following[0] if following else None])
        peers = any(other <= level for _, other in self.headings[1:])
        candidate = self.nodes[at]
        names_it = level > 2 and isinstance(candidate, Heading) and titles.may_be_title(candidate.title)
        named = isinstance(candidate, Heading) and level == headings.BOLD_LEVEL and titles.names_part(candidate.title)
        if speech_before or named or (level > 1 and peers and speech_under and not names_it):
            return None
        heading = self.nodes.pop(at)
        return heading.title if isinstance(heading, Heading) else None

    def is_full(self) -> bool:
        """Tell whether more was gathered than any script holds."""
        return self.room < 0 or len(self.nodes) > MOST_NODES

    def end_paragraph(self, number: int) -> None:
        """End the paragraph at a line that parts it from the next."""
        self.silent_columns = None
        self.end_block()
        if self.nodes and not isinstance(self.nodes[-1], ParagraphBreak | Heading):
            self.nodes.append(ParagraphBreak(place=self.place(number, 1)))

    def end_block(self) -> None:
        """Take what the lines of the block say and ask for."""
        if self.block.texts:
            block, self.block = self.block, Block()
            nodes, findings, self.room = block.read(self.file, self.room)
            self.nodes += nodes
            self.findings += findings
            self.in_head = self.in_head and not any(isinstance(node, Say) for node in nodes)

    def add(self, line: str, number: int, masked: str) -> None:
        """Add a line of text to the block."""
        self.block.add(number, masked)
        if markup.ends_block(line) or len(self.block.lines) >= MOST_LINES_OF_A_BLOCK:
            self.end_block()

    def sentence_has_ended(self) -> bool:
        """Tell whether what stands after the block is no part of its last sentence."""
        texts = self.block.texts
        return not texts or markup.ends_block(texts[-1]) or _SENTENCE_END.search(texts[-1]) is not None

    def heading(self, heading: HeadingLine, number: int, width: int) -> None:
        """Take a heading: a chapter, the head of notes, or where the script begins."""
        place = self.place(number, heading.column)
        if self.in_notes is not None and heading.level > self.in_notes:
            return
        self.in_notes = None
        if titles.is_script_heading(heading.title) or (
            titles.is_weak_script_heading(heading.title) and len(self.headings) <= 1
        ):
            if not self.headings and not titles.says_no_more(heading.title):
                self.stated_title = self.stated_title or heading.title
            self._forget_preamble(place)
            return
        if titles.is_note_heading(heading.title):
            self.in_notes = heading.level
            self.notes_listed = False
            self.report(
                "N302", "note", f'The section "{heading.title}" is about the script and is not spoken.', None, place
            )
            return
        self.headings.append((len(self.nodes), heading.level))
        end = self.place(number, width + 1)
        self.nodes.append(Heading(title=heading.title, share_s=heading.share_s, place=place, end=end))

    def _forget_preamble(self, place: Place) -> None:
        if any(isinstance(node, Say) for node in self.nodes):
            hint = "Take the heading out if what stands before it is to be spoken."
            message = "What stands before this heading is notes and is not spoken."
            self.report("N301", "note", message, hint, place)
            keep = self.headings[:1] if self.headings and self.headings[0][0] == 0 else []
            self.nodes = self.nodes[:1] if keep else []
            self.headings = keep
            self.in_head = True

    def note(self, line: str, number: int) -> None:
        """Take a line that describes the script."""
        text = visible(line).strip()
        place = self.place(number, len(line) - len(line.lstrip(" \t\0")) + 1)
        if notes.is_bare_amount(line.replace(MASK, " ")):
            self._report_duration(text, place)
            return
        self.report("N303", "note", f'"{text}" describes the script and is not spoken.', None, place)
        self.stated_title = self.stated_title or notes.stated_title(visible(line))
        self.in_chat = chat.closes_chat(line)
        if notes.is_end(line) and not self.in_head:
            self.in_notes = _END_LEVEL

    def _report_duration(self, text: str, place: Place) -> None:
        message = f'"{text}" is neither spoken nor a pause.'
        self.report("N304", "note", message, "Write [pause ...] where silence is meant.", place)

    def bare_pause(self, line: str, number: int) -> None:
        """Take a line that is a pause or a bell without brackets."""
        line = tags.without_tags(line)
        words = visible(line).strip(_AROUND_PAUSE)
        start = line.index(words[0])
        place = self.place(number, start + 1)
        try:
            cue = read_cue(words, "(", place, self.place(number, len(line.rstrip()) + 1))
        except CueError as error:
            self.report(error.code, "error", error.message, error.hint, place)
            return
        end = self.place(number, len(line.rstrip()) + 1)
        self.nodes.append(cue or Unknown(text=words, nearest="pause", place=place, end=end))

    def pin(self, line: str, number: int, time_s: float) -> None:
        """Take the time at which what follows is to begin."""
        column = len(line) - len(line.lstrip(" \t\0")) + 1
        self.nodes.append(At(time_s=time_s, place=self.place(number, column), end=self.place(number, column)))

    def open_table(self, line: str, number: int) -> None:
        """Take the head of a table: which of its columns are spoken."""
        self.end_block()
        self.silent_columns = tables.read_header(line)
        titles = ", ".join(f'"{title}"' for title in self.silent_columns.values() if title)
        if titles and self.in_notes is None:
            message = f"What the table says under {titles} describes the script and is not spoken."
            self.report("N303", "note", message, None, self.place(number, 1))

    def row(self, line: str, number: int) -> None:
        """Take a row of a table."""
        if self.in_notes is None:
            self.end_block()
            self.block.add(number, markup.mask_line(tables.mask_row(line, self.silent_columns or {})))
            self.end_block()

    def place(self, line: int, column: int) -> Place:
        """Return a place in this file; line and column count from 1."""
        return Place(file=self.file, line=line, column=column)

    def report(self, code: str, severity: Severity, message: str, hint: str | None, place: Place) -> None:
        """Add a finding."""
        self.findings.append(Finding(code=code, severity=severity, message=message, hint=hint, place=place))
