"""Text -> Script. A line scanner that recovers from every problem and reports them all.

It reads the canonical form and what people really write (Markdown of every kind, stage directions, speaker labels),
in linear time. Lines are first told apart by structure (`structure/lines.py`); each block of text is then searched for bracketed
groups, and every group is a cue (`cues/cue.py`), speech, or an unknown cue. Structure is overwritten with NUL characters, so
that an offset in a block is still a column in the file.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mindful.errors import Place
from mindful.script.blocks import Block
from mindful.script.checks.ignores import find_ignores
from mindful.script.collecting import uncollected
from mindful.script.cues.cue import read_cue
from mindful.script.cues.cue_error import CueError
from mindful.script.cues.silence import with_word_lengths
from mindful.script.front_matter import find_front_matter, read_front_matter
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
from mindful.script.plain_lines import read_plain
from mindful.script.structure import (
    beginnings,
    chat,
    headings,
    markup,
    notes,
    speakers,
    tables,
    tags,
    time_spans,
    titles,
)
from mindful.script.structure.lines import Kind, classify, is_prose, is_rule
from mindful.script.structure.masks import MASK, visible
from mindful.script.structure.plain_headings import is_plain_heading
from mindful.script.takes.take import TOO_MANY

if TYPE_CHECKING:
    from mindful.script.structure.headings import HeadingLine

_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ") | str.maketrans(
    "\uff08\uff09\u3010\u3011\uff3b\uff3d\u3014\u3015", "()[][][]"
)
"""Characters that mean nothing here, and the wide brackets of Chinese and Japanese."""
_SENTENCE_END = re.compile(r"[.!?\u2026:;\"\u201d\u2019')\]][\s\0\1]*$")
_AROUND_PAUSE = "~=#@!/\\+^:|-\u2013\u2014\u00ab\u00bb<>\u2022*_ \t"
MOST_NODES, MOST_LINES = 50_000, 100_000
"""A script with more of them, or with more groups in brackets or italics, is none; a day of practice has fewer."""
_MOST_LINES_OF_A_BLOCK = 2_000
"""A longer paragraph is none, and is read in pieces."""
_END_LEVEL = 6
"""What stands after the end of a script goes on up to the next heading with hashes, or a rule."""


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
        reader = _Reader(file=file, front=front, findings=findings)
        reader.scan(lines, head)
        return replace(reader.script(), ignores=find_ignores(lines, file))


class _Reader:
    """Gathers nodes and findings while it walks over the lines."""

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
        self.shouted = False
        self.unmarked = False
        self.names: frozenset[str] = frozenset()  # of people whose lines are labelled with them
        self.footnotes: frozenset[str] = frozenset()  # numbers of those whose marks stand in the script
        self.spans: frozenset[int] = frozenset()  # lines that name a part by its time
        self.stated_title: str | None = None

    # -- lines -----------------------------------------------------------------------------------------------------

    def scan(self, lines: list[str], first: int) -> None:
        hidden, hidden_since, is_long = "", first, len(lines) > MOST_LINES
        lines = lines[:MOST_LINES]
        paired = tags.paired_names(lines)
        self.shouted = _is_shouted(lines[first:])
        self.unmarked = not any(map(_is_marked, lines[first:]))
        self.names = speakers.names_of(lines[first:])
        self.footnotes = markup.footnotes_of(lines)
        self.spans = time_spans.naming_lines(lines)
        counting_down = _countdowns(lines)
        at = first
        while at < len(lines) and not self._is_full():
            if not hidden and (reached := self._plain_lines(lines, at)) > at:
                at = reached
                continue
            line, at = lines[at], at + 1
            following = lines[at] if at < len(lines) else ""
            if not line:
                self._end_paragraph(at)
            elif hidden or not self._prose(line, at, following):
                hidden_since = hidden_since if hidden else at
                masked, hidden = tags.mask_hidden(line, following, inside=hidden)
                masked = markup.mask_quote(markup.mask_pictures(tags.mask_paired(masked, paired)))
                self._line(masked, at, following, counts=at in counting_down)
        self._end_block()
        if hidden:
            message = f"The {hidden} that begins here has no end; nothing after it is spoken."
            self._report("N303", "note", message, "Close it, or take its beginning out.", self._place(hidden_since, 1))
        if is_long or self._is_full():
            self._refuse(at)

    def _is_full(self) -> bool:
        return self.room < 0 or len(self.nodes) > MOST_NODES

    def _plain_lines(self, lines: list[str], at: int) -> int:
        """Take blank lines, and those of words and cues, as most are, the short way; return the index of the first other."""
        if self.in_head or self.in_notes is not None:
            return at
        while at < len(lines) and len(self.nodes) <= MOST_NODES:
            line, number = lines[at], at + 1
            if not line:
                self._end_paragraph(number)
                at = number
                continue
            following = lines[number] if number < len(lines) else ""
            plain = read_plain(line, following)
            if plain is None or (not _is_speech(plain[0]) and self._may_head(line, number, following)):
                break
            self.in_chat = False
            self.block.add_plain(number, line, plain)
            if len(self.block.lines) >= _MOST_LINES_OF_A_BLOCK:
                self._end_block()
            at = number
        return at

    def _prose(self, line: str, number: int, following: str) -> bool:
        """Take a line of speech, at most with groups and emphasis, the short way; return False for any other."""
        if self.in_head or self.in_notes is not None or not is_prose(line, following):
            return False
        if self._may_head(line, number, following):
            return False
        self.in_chat = False
        self._add(line, number, markup.mask_emphasis(line))
        return True

    def _may_head(self, line: str, number: int, following: str) -> bool:
        return not (self.block.lines or line.endswith((".", "]"))) and self._is_plain_heading(line, number, following)

    def _refuse(self, number: int) -> None:
        """Tell that a script is too large to be one; what was read until then stays."""
        place = self.nodes[-1].place if self.nodes else self._place(number, 1)
        much = f"{MOST_NODES:,} cues or groups in brackets, or {MOST_LINES:,} lines"
        message = f"The script has more than {much}; what follows is not read."
        self._report(TOO_MANY, "error", message, "Part it into several scripts.", place)

    def _line(self, line: str, number: int, following: str, *, counts: bool) -> None:
        if tags.opens_paragraph(line):
            self._end_paragraph(number)
        line = tags.mark_bold(line)
        kind = classify(line, following, in_head=self.in_head and not self.block.texts)
        if kind is Kind.BLANK:
            self._end_paragraph(number)
        elif kind is Kind.NOTHING:
            self._nothing(line, number)
        elif self.silent_columns is None and "|" in line and tables.is_separator(following):
            self._open_table(line, number)
        elif self.silent_columns is not None and "|" in line:
            self._row(line, number)
        elif kind is Kind.HEADING or (
            (kind is Kind.TEXT or kind is Kind.ITEM) and self._is_plain_heading(line, number, following)
        ):
            self._end_block()
            heading = headings.read_heading(line.replace(MASK, " "), following)
            self._heading(heading, number, len(line.rstrip()))
        elif (self.in_notes is not None and not self._notes_are_over(kind)) or (self.in_chat and kind is Kind.ITEM):
            return
        elif kind is Kind.NOTE or notes.is_footnote(line, self.footnotes):
            self._end_block()
            self._note(line, number)
        elif kind is Kind.PAUSE and self._sentence_has_ended():
            self._end_block()
            self._bare_pause(line, number)
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
        if label := speakers.label_end(line, self.names):
            self._end_block()
            self._report("N303", "note", f'"{line[:label].strip()}" names who speaks.', None, self._place(number, 1))
            if label == len(line):
                return
            line = MASK * label + line[label:]
        run_in = headings.read_run_in(line.replace(MASK, " ")) if ":" in line else None
        time_s = beginnings.stated_time_s(line)
        if begins or run_in or time_s is not None:
            self._end_block()
        if time_s is not None:
            self._pin(line, number, time_s)
        if (after := beginnings.pause_after_time(line)) is not None:
            self._end_block()
            self._bare_pause(MASK * after + line[after:], number)
            return
        if run_in:
            self._heading(run_in[0], number, run_in[1])
            line = MASK * run_in[1] + line[run_in[1] :]
        self._add(line, number, markup.mask_line(line, keep_number=counts))

    def _add(self, line: str, number: int, masked: str) -> None:
        self.block.add(number, masked)
        if markup.ends_block(line) or len(self.block.lines) >= _MOST_LINES_OF_A_BLOCK:
            self._end_block()

    def _bare_pause(self, line: str, number: int) -> None:
        line = tags.without_tags(line)
        words = visible(line).strip(_AROUND_PAUSE)
        start = line.index(words[0])
        place = self._place(number, start + 1)
        try:
            cue = read_cue(words, "(", place, self._place(number, len(line.rstrip()) + 1))
        except CueError as error:
            self._report(error.code, "error", error.message, error.hint, place)
            return
        end = self._place(number, len(line.rstrip()) + 1)
        self.nodes.append(cue or Unknown(text=words, nearest="pause", place=place, end=end))

    def _pin(self, line: str, number: int, time_s: float) -> None:
        column = len(line) - len(line.lstrip(" \t\0")) + 1
        self.nodes.append(At(time_s=time_s, place=self._place(number, column), end=self._place(number, column)))

    def _is_plain_heading(self, line: str, number: int, following: str) -> bool:
        if self.block.texts and not beginnings.begins_part(line, following):
            return False
        if number in self.spans:
            return True
        first = self.in_head and not self.headings
        return is_plain_heading(
            line.replace(MASK, " "), following, first=first, shouted=self.shouted, unmarked=self.unmarked
        )

    def _sentence_has_ended(self) -> bool:
        texts = self.block.texts
        return not texts or markup.ends_block(texts[-1]) or _SENTENCE_END.search(texts[-1]) is not None

    def _end_paragraph(self, number: int) -> None:
        self.silent_columns = None
        self._end_block()
        if self.nodes and not isinstance(self.nodes[-1], ParagraphBreak | Heading):
            self.nodes.append(ParagraphBreak(place=self._place(number, 1)))

    def _nothing(self, line: str, number: int) -> None:
        """End block and notes at a rule or another line without words; a line of comment only leaves them open."""
        if self.in_notes is None and (time_s := beginnings.stated_time_s(line)) is not None:
            self._end_block()
            self._pin(line, number, time_s)
        if visible(line).strip():
            if self.silent_columns is None:
                self._end_paragraph(number)
            if is_rule(line):
                self.in_notes = None

    def _open_table(self, line: str, number: int) -> None:
        self._end_block()
        self.silent_columns = tables.read_header(line)
        titles = ", ".join(f'"{title}"' for title in self.silent_columns.values() if title)
        if titles and self.in_notes is None:
            message = f"What the table says under {titles} describes the script and is not spoken."
            self._report("N303", "note", message, None, self._place(number, 1))

    def _row(self, line: str, number: int) -> None:
        if self.in_notes is None:
            self._end_block()
            self.block.add(number, markup.mask_line(tables.mask_row(line, self.silent_columns or {})))
            self._end_block()

    def _heading(self, heading: HeadingLine, number: int, width: int) -> None:
        place = self._place(number, heading.column)
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
            self._report(
                "N302", "note", f'The section "{heading.title}" is about the script and is not spoken.', None, place
            )
            return
        self.headings.append((len(self.nodes), heading.level))
        end = self._place(number, width + 1)
        self.nodes.append(Heading(title=heading.title, share_s=heading.share_s, place=place, end=end))

    def _forget_preamble(self, place: Place) -> None:
        if any(isinstance(node, Say) for node in self.nodes):
            hint = "Take the heading out if what stands before it is to be spoken."
            message = "What stands before this heading is notes and is not spoken."
            self._report("N301", "note", message, hint, place)
            keep = self.headings[:1] if self.headings and self.headings[0][0] == 0 else []
            self.nodes = self.nodes[:1] if keep else []
            self.headings = keep
            self.in_head = True

    def _note(self, line: str, number: int) -> None:
        text = visible(line).strip()
        place = self._place(number, len(line) - len(line.lstrip(" \t\0")) + 1)
        if notes.is_bare_amount(line.replace(MASK, " ")):
            self._report_duration(text, place)
            return
        self._report("N303", "note", f'"{text}" describes the script and is not spoken.', None, place)
        self.stated_title = self.stated_title or notes.stated_title(visible(line))
        self.in_chat = chat.closes_chat(line)
        if notes.is_end(line) and not self.in_head:
            self.in_notes = _END_LEVEL

    def _report_duration(self, text: str, place: Place) -> None:
        message = f'"{text}" is neither spoken nor a pause.'
        self._report("N304", "note", message, "Write [pause ...] where silence is meant.", place)

    # -- blocks ----------------------------------------------------------------------------------------------------

    def _end_block(self) -> None:
        if self.block.texts:
            block, self.block = self.block, Block()
            nodes, findings, self.room = block.read(self.file, self.room)
            self.nodes += nodes
            self.findings += findings
            self.in_head = self.in_head and not any(isinstance(node, Say) for node in nodes)

    def _place(self, line: int, column: int) -> Place:
        return Place(file=self.file, line=line, column=column)

    def _report(self, code: str, severity: Severity, message: str, hint: str | None, place: Place) -> None:
        self.findings.append(Finding(code=code, severity=severity, message=message, hint=hint, place=place))

    # -- the whole -------------------------------------------------------------------------------------------------

    def script(self) -> Script:
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


def _is_shouted(lines: list[str]) -> bool:
    """Tell whether most of a script is in capitals."""
    upper = sum(map(str.isupper, lines))
    return bool(upper) and 2 * upper > sum(1 for line in lines if line and not line.isspace())


def _is_speech(words: str) -> bool:
    """Tell of the words of a plain line, which may be none before a cue, that they are no heading, as they end a sentence."""
    return not words or (words[-1] == "." and words[-2:-1].isalpha())


def _is_marked(line: str) -> bool:
    """Tell whether a line begins as headings in Markdown do."""
    return not line[:1].isalpha() and line.lstrip(" >").startswith(("#", "**", "__"))


def _countdowns(lines: list[str]) -> frozenset[int]:
    """Return the lines (from 1) whose numbers count down ("10. Deeper", "9. Deeper still") and are therefore speech."""
    found: set[int] = set()
    last: tuple[int, int] | None = None
    for number, line in enumerate(lines, start=1):
        if line[:1].isalpha() or (item := beginnings.item_number(line)) is None:
            continue
        if last and item == last[1] - 1:
            found |= {last[0], number}
        last = number, item
    return frozenset(found)
