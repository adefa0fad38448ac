"""Text -> Script. A line scanner that recovers from every problem and reports them all.

It reads the canonical form and what people really write (Markdown of every kind, stage directions, speaker labels),
in linear time. Lines are first told apart by structure (`structure/lines.py`); each block of text is then searched for bracketed
groups, and every group is a cue (`cues/cue.py`), speech, or an unknown cue. Structure is overwritten with NUL characters, so
that an offset in a block is still a column in the file.
"""

from __future__ import annotations

from dataclasses import replace

from mindful.script.checks.ignores import find_ignores
from mindful.script.collecting import uncollected
from mindful.script.front_matter import find_front_matter, read_front_matter
from mindful.script.gathering import MOST_LINES, MOST_LINES_OF_A_BLOCK, MOST_NODES, Gathering
from mindful.script.model import (
    Finding,
    FrontMatter,
    Script,
)
from mindful.script.overview import Overview, look_over
from mindful.script.plain_lines import read_plain
from mindful.script.structure import (
    beginnings,
    headings,
    markup,
    notes,
    speakers,
    tables,
    tags,
)
from mindful.script.structure.lines import Kind, classify, is_prose, is_rule
from mindful.script.structure.masks import MASK, visible
from mindful.script.structure.plain_headings import is_plain_heading
from mindful.script.takes.take import TOO_MANY

_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ") | str.maketrans(
    "\uff08\uff09\u3010\u3011\uff3b\uff3d\u3014\u3015", "()[][][]"
)
"""Characters that mean nothing here, and the wide brackets of Chinese and Japanese."""


def read(text: str, *, file: str | None = None) -> Script:
    """Read a script from its text.

    Args:
        text: The whole script; any line ends, with or without a byte order mark.
        file: Its name, for the places in findings.

    Returns:
        The script with everything that was noticed in `Script.findings`. Reading never fails.
    """
    with uncollected():
        text = text.removeprefix("\ufeff").translate(_CONTROLS)
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        head = find_front_matter(lines)
        front, findings = read_front_matter(lines[1 : head - 1], file) if head else (FrontMatter(), [])
        is_long, lines = len(lines) > MOST_LINES, lines[:MOST_LINES]
        reader = _Reader(file=file, front=front, findings=findings, overview=look_over(lines, head))
        reader.scan(lines, head, is_long=is_long)
        return replace(reader.script(), ignores=find_ignores(lines, file))


class _Reader(Gathering):
    """Walks over the lines of a script and says what each of them is."""

    def __init__(self, *, file: str | None, front: FrontMatter, findings: list[Finding], overview: Overview) -> None:
        super().__init__(file=file, front=front, findings=findings)
        self.overview = overview

    def scan(self, lines: list[str], first: int, *, is_long: bool) -> None:
        """Read all lines after the first ones; `is_long` tells that there were more of them than are read."""
        hidden, hidden_since = "", first
        at = first
        while at < len(lines) and not self.is_full():
            if not hidden and (reached := self._plain_lines(lines, at)) > at:
                at = reached
                continue
            line, at = lines[at], at + 1
            following = lines[at] if at < len(lines) else ""
            if not line:
                self.end_paragraph(at)
            elif hidden or not self._prose(line, at, following):
                hidden_since = hidden_since if hidden else at
                masked, hidden = tags.mask_hidden(line, following, inside=hidden)
                masked = markup.mask_quote(markup.mask_pictures(tags.mask_paired(masked, self.overview.paired)))
                self._line(masked, at, following, counts=at in self.overview.countdowns)
        self.end_block()
        if hidden:
            message = f"The {hidden} that begins here has no end; nothing after it is spoken."
            self.report("N303", "note", message, "Close it, or take its beginning out.", self.place(hidden_since, 1))
        if is_long or self.is_full():
            self._refuse(at)

    def _plain_lines(self, lines: list[str], at: int) -> int:
        """Take blank lines, and those of words and cues, as most are, the short way; return the index of the first other."""
        if self.in_head or self.in_notes is not None:
            return at
        while at < len(lines) and len(self.nodes) <= MOST_NODES:
            line, number = lines[at], at + 1
            if not line:
                self.end_paragraph(number)
                at = number
                continue
            following = lines[number] if number < len(lines) else ""
            plain = read_plain(line, following)
            if plain is None or (not _is_speech(plain[0]) and self._may_head(line, number, following)):
                break
            self.in_chat = False
            self.block.add_plain(number, line, plain)
            if len(self.block.lines) >= MOST_LINES_OF_A_BLOCK:
                self.end_block()
            at = number
        return at

    def _prose(self, line: str, number: int, following: str) -> bool:
        """Take a line of speech, at most with groups and emphasis, the short way; return False for any other."""
        if self.in_head or self.in_notes is not None or not is_prose(line, following):
            return False
        if self._may_head(line, number, following):
            return False
        self.in_chat = False
        self.add(line, number, markup.mask_emphasis(line))
        return True

    def _may_head(self, line: str, number: int, following: str) -> bool:
        return not (self.block.lines or line.endswith((".", "]"))) and self._is_plain_heading(line, number, following)

    def _refuse(self, number: int) -> None:
        """Tell that a script is too large to be one; what was read until then stays."""
        place = self.nodes[-1].place if self.nodes else self.place(number, 1)
        much = f"{MOST_NODES:,} cues or groups in brackets, or {MOST_LINES:,} lines"
        message = f"The script has more than {much}; what follows is not read."
        self.report(TOO_MANY, "error", message, "Part it into several scripts.", place)

    def _line(self, line: str, number: int, following: str, *, counts: bool) -> None:
        if tags.opens_paragraph(line):
            self.end_paragraph(number)
        line = tags.mark_bold(line)
        kind = classify(line, following, in_head=self.in_head and not self.block.texts)
        if kind is Kind.BLANK:
            self.end_paragraph(number)
        elif kind is Kind.NOTHING:
            self._nothing(line, number)
        elif self.silent_columns is None and "|" in line and tables.is_separator(following):
            self.open_table(line, number)
        elif self.silent_columns is not None and "|" in line:
            self.row(line, number)
        elif kind is Kind.HEADING or (
            (kind is Kind.TEXT or kind is Kind.ITEM) and self._is_plain_heading(line, number, following)
        ):
            self.end_block()
            heading = headings.read_heading(line.replace(MASK, " "), following)
            self.heading(heading, number, len(line.rstrip()))
        elif (self.in_notes is not None and not self._notes_are_over(kind)) or (self.in_chat and kind is Kind.ITEM):
            return
        elif kind is Kind.NOTE or notes.is_footnote(line, self.overview.footnotes):
            self.end_block()
            self.note(line, number)
        elif kind is Kind.PAUSE and self.sentence_has_ended():
            self.end_block()
            self.bare_pause(line, number)
        else:
            self.in_chat = False
            self._text(line, number, begins=kind is Kind.ITEM, counts=counts)

    def _notes_are_over(self, kind: Kind) -> bool:
        """Tell whether speech begins after a list of notes at the head of a script, where no heading parts the two."""
        if kind is Kind.ITEM:
            self.notes_listed = True
        over = kind is Kind.TEXT and self.notes_listed and self.in_head and self.in_notes == headings.BOLD_LEVEL
        if over:
            self.in_notes = None
        return over

    def _text(self, line: str, number: int, *, begins: bool, counts: bool) -> None:
        if label := speakers.label_end(line, self.overview.names):
            self.end_block()
            self.report("N303", "note", f'"{line[:label].strip()}" names who speaks.', None, self.place(number, 1))
            if label == len(line):
                return
            line = MASK * label + line[label:]
        run_in = headings.read_run_in(line.replace(MASK, " ")) if ":" in line else None
        time_s = beginnings.stated_time_s(line)
        if begins or run_in or time_s is not None:
            self.end_block()
        if time_s is not None:
            self.pin(line, number, time_s)
        if (after := beginnings.pause_after_time(line)) is not None:
            self.end_block()
            self.bare_pause(MASK * after + line[after:], number)
            return
        if run_in:
            self.heading(run_in[0], number, run_in[1])
            line = MASK * run_in[1] + line[run_in[1] :]
        self.add(line, number, markup.mask_line(line, keep_number=counts))

    def _is_plain_heading(self, line: str, number: int, following: str) -> bool:
        if self.block.texts and not beginnings.begins_part(line, following):
            return False
        if number in self.overview.spans:
            return True
        first = self.in_head and not self.headings
        return is_plain_heading(
            line.replace(MASK, " "),
            following,
            first=first,
            shouted=self.overview.shouted,
            unmarked=self.overview.unmarked,
        )

    def _nothing(self, line: str, number: int) -> None:
        """End block and notes at a rule or another line without words; a line of comment only leaves them open."""
        if self.in_notes is None and (time_s := beginnings.stated_time_s(line)) is not None:
            self.end_block()
            self.pin(line, number, time_s)
        if visible(line).strip():
            if self.silent_columns is None:
                self.end_paragraph(number)
            if is_rule(line):
                self.in_notes = None


def _is_speech(words: str) -> bool:
    """Tell of the words of a plain line, which may be none before a cue, that they are no heading, as they end a sentence."""
    return not words or (words[-1] == "." and words[-2:-1].isalpha())
