"""Text -> Script. A line scanner that recovers from every problem and reports them all.

It reads the canonical form and what people really write (Markdown of every kind, stage directions, speaker labels),
in linear time. Lines are first told apart by structure (`markup.py`); each block of text is then searched for bracketed
groups, and every group is a cue (`cues.py`), speech, or an unknown cue. Structure is overwritten with NUL characters, so
that an offset in a block is still a column in the file.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field

from mindful.errors import Place
from mindful.script import markup
from mindful.script.cues import CueError, nearest_cue, read_cue
from mindful.script.front_matter import find_front_matter, read_front_matter
from mindful.script.groups import Group, find_groups
from mindful.script.model import Finding, FrontMatter, Heading, Node, ParagraphBreak, Say, Script, Unknown

_INHALE = re.compile(r"\b(?:inhal|exhal|breath|hold|in\b|out\b)[a-z]*[^.!?]*$", re.IGNORECASE)
_SPOKEN_WORDS = re.compile(r"(?:inhale|exhale|breathe(?: in| out)?)", re.IGNORECASE)
_TITLE_WORDS = re.compile(r"\b(?:meditation|script|practice|mindful\w*)\b", re.IGNORECASE)
_RUN = re.compile(r"([^\0\1\s]+(?: [^\0\1\s]+)*)|\s+")
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ")
_VARIABLE = re.compile(r"\s*[^\W\d]\w*\s*(?:\|[^{}]*)?")


def read(text: str, *, file: str | None = None) -> Script:
    """Read a script from its text.

    Args:
        text: The whole script; any line ends, with or without a byte order mark.
        file: Its name, for the places in findings.

    Returns:
        The script with everything that was noticed in `Script.findings`. Reading never fails.
    """
    lines = re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff").translate(_CONTROLS))
    head = find_front_matter(lines)
    front, findings = read_front_matter(lines[1 : head - 1], file) if head else (FrontMatter(), [])
    reader = _Reader(file=file, front=front, findings=findings)
    reader.scan(lines, head)
    return reader.script()


@dataclass
class _Block:
    """Consecutive lines that belong to one paragraph or list item, structure masked with NULs."""

    texts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def join(self) -> tuple[str, list[int]]:
        """Return the text of all lines, and the offset at which each begins."""
        starts, at = [], 0
        for text in self.texts:
            starts.append(at)
            at += len(text) + 1
        return "\n".join(self.texts), starts


class _Reader:
    """Gathers nodes and findings while it walks over the lines."""

    def __init__(self, *, file: str | None, front: FrontMatter, findings: list[Finding]) -> None:
        self.file = file
        self.front = front
        self.findings = findings
        self.nodes: list[Node] = []
        self.block = _Block()
        self.headings: list[tuple[int, int]] = []  # (index into nodes, level)
        self.in_notes: int | None = None  # level of the heading whose section is not speech

    # -- lines -----------------------------------------------------------------------------------------------------

    def scan(self, lines: list[str], first: int) -> None:
        in_comment = False
        for number, line in enumerate(lines[first:], start=first + 1):
            masked, in_comment = markup.mask_comments(line, in_comment=in_comment)
            following = lines[number] if number < len(lines) else ""
            self._line(masked, number, following)
        self._end_block()

    def _line(self, line: str, number: int, following: str) -> None:
        kind = markup.classify(line, following)
        if kind is markup.Kind.BLANK:
            self._end_block()
            if self.nodes and not isinstance(self.nodes[-1], ParagraphBreak | Heading):
                self.nodes.append(ParagraphBreak(place=self._place(number, 1)))
        elif kind is markup.Kind.NOTHING:
            self._end_block_if_open(line)
        elif kind is markup.Kind.HEADING:
            self._end_block()
            self._heading(line, number)
        elif self.in_notes is not None:
            return
        elif kind is markup.Kind.NOTE:
            self._end_block()
            self._note(line, number)
        else:
            if kind is markup.Kind.ITEM:
                self._end_block()
            self.block.texts.append(markup.mask_line(line))
            self.block.lines.append(number)
            if markup.ends_block(line):
                self._end_block()

    def _end_block_if_open(self, line: str) -> None:
        """End the block at a rule or another line without words; a line of comment only leaves it open."""
        if markup.visible(line).strip():
            self._end_block()
            if self.nodes and not isinstance(self.nodes[-1], ParagraphBreak | Heading):
                self.nodes.append(ParagraphBreak())

    def _heading(self, line: str, number: int) -> None:
        heading = markup.read_heading(line)
        place = self._place(number, heading.column)
        if self.in_notes is not None and heading.level > self.in_notes:
            return
        self.in_notes = None
        if markup.is_script_heading(heading.title):
            self._forget_preamble(place)
            return
        if markup.is_note_heading(heading.title):
            self.in_notes = heading.level
            self._report(
                "N302", "note", f'The section "{heading.title}" is about the script and is not spoken.', None, place
            )
            return
        self.headings.append((len(self.nodes), heading.level))
        self.nodes.append(Heading(title=heading.title, share_s=heading.share_s, place=place))

    def _forget_preamble(self, place: Place) -> None:
        spoken = [node for node in self.nodes if isinstance(node, Say)]
        if spoken:
            hint = "Take the heading out if what stands before it is to be spoken."
            message = "What stands before this heading is notes and is not spoken."
            self._report("N301", "note", message, hint, place)
            keep = self.headings[:1] if self.headings and self.headings[0][0] == 0 else []
            self.nodes = self.nodes[:1] if keep else []
            self.headings = keep

    def _note(self, line: str, number: int) -> None:
        text = markup.visible(line).strip()
        place = self._place(number, len(line) - len(line.lstrip(" \0")) + 1)
        self._report("N303", "note", f'"{text}" describes the script and is not spoken.', None, place)

    # -- blocks ----------------------------------------------------------------------------------------------------

    def _end_block(self) -> None:
        block, self.block = self.block, _Block()
        if block.texts:
            _BlockReader(self, block).read()

    def _place(self, line: int, column: int) -> Place:
        return Place(file=self.file, line=line, column=column)

    def _report(self, code: str, severity: str, message: str, hint: str | None, place: Place) -> None:
        self.findings.append(Finding(code=code, severity=severity, message=message, hint=hint, place=place))  # type: ignore[arg-type]

    # -- the whole -------------------------------------------------------------------------------------------------

    def script(self) -> Script:
        title = self.front.title or self._take_title()
        while self.nodes and isinstance(self.nodes[-1], ParagraphBreak):
            self.nodes.pop()
        self.findings.sort(key=lambda finding: (finding.place.line, finding.place.column))
        return Script(
            title=title, front=self.front, body=tuple(self.nodes), findings=tuple(self.findings), file=self.file
        )

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
        names_it = level > 2 and isinstance(candidate, Heading) and _TITLE_WORDS.search(candidate.title)
        if speech_before or (level > 1 and peers and speech_under and not names_it):
            return None
        heading = self.nodes.pop(at)
        return heading.title if isinstance(heading, Heading) else None


class _BlockReader:
    """Reads one block: finds its groups, and turns what is between them into speech."""

    def __init__(self, reader: _Reader, block: _Block) -> None:
        self.reader = reader
        self.lines = block.lines
        self.text, self.starts = block.join()
        self.visible: list[str] = []
        self.origins: list[tuple[int, Place]] = []
        self.length = 0

    def read(self) -> None:
        stage = markup.stage_direction(self.text)
        if stage is not None:
            self._stage_direction(*stage)
            return
        if (italic := markup.italic_block(self.text)) and (cue := read_cue(italic[1], "(", self._place(italic[0]))):
            self.reader.nodes.append(cue)
            return
        at = 0
        for group in find_groups(self.text):
            if group.start < at:
                continue
            self._speech(at, group.start)
            at = group.end if self._group(group) else group.start
            if at == group.start:
                self._speech(at, group.start + 1)
                at = group.start + 1
        self._speech(at, len(self.text))
        self._say()

    def _stage_direction(self, start: int, inner: str) -> None:
        place = self._place(start)
        try:
            node = read_cue(inner, "(", place)
        except CueError as error:
            self.reader._report(error.code, "error", error.message, error.hint, place)  # noqa: SLF001 # one reader in two classes
            return
        text = " ".join(markup.visible(self.text).split())
        self.reader.nodes.append(node or Unknown(text=text, nearest=nearest_cue(inner), place=place))

    def _group(self, group: Group) -> bool:
        """Deal with one group; return False when its opening bracket is plain speech."""
        place = self._place(group.start)
        try:
            node = read_cue(group.inner, group.opener, place)
        except CueError as error:
            self.reader._report(error.code, "error", error.message, error.hint, place)  # noqa: SLF001 # one reader in two classes
            return True
        if node is not None:
            self._add(node)
            return True
        if group.opener == "(":
            return self._round(group, place)
        if group.opener == "<":
            return True
        if group.opener == "/":
            return False
        if group.opener == "{" and _VARIABLE.fullmatch(group.inner):
            self._speech(group.start, group.end)
            return True
        if group.opener == "[" and _SPOKEN_WORDS.fullmatch(group.inner.strip()):
            self._speech(group.start + 1, group.end - 1)
            return True
        self._add(
            Unknown(text=" ".join(markup.visible(group.text).split()), nearest=nearest_cue(group.inner), place=place)
        )
        return True

    def _round(self, group: Group, place: Place) -> bool:
        """Parentheses that are no cue: spoken, but for those in italics and a bare duration that is no counted breath."""
        if self.text[group.start - 1 : group.start] == markup.EMPHASIS == self.text[group.end : group.end + 1]:
            self._add(
                Unknown(
                    text=" ".join(markup.visible(group.text).split()), nearest=nearest_cue(group.inner), place=place
                )
            )
            return True
        if not markup.is_bare_duration(group.inner) or _INHALE.search(
            self.text[max(0, group.start - 120) : group.start]
        ):
            return False
        message = f'"{group.text}" is neither spoken nor a pause.'
        self.reader._report("N304", "note", message, "Write [pause ...] where silence is meant.", place)  # noqa: SLF001
        return True

    def _add(self, node: Node) -> None:
        self._say()
        self.reader.nodes.append(node)

    def _speech(self, start: int, end: int) -> None:
        for run in _RUN.finditer(self.text, start, end):
            if run[1] is None:
                if self.visible and not self.visible[-1].endswith(" "):
                    self._append(" ", run.start())
            else:
                self._append(markup.unescape(run[1]), run.start())

    def _append(self, piece: str, at: int) -> None:
        if not self.origins or piece != " ":
            self.origins.append((self.length, self._place(at)))
        self.visible.append(piece)
        self.length += len(piece)

    def _say(self) -> None:
        text = "".join(self.visible)
        stripped = text.rstrip()
        if any(character.isalnum() for character in stripped):
            place = self.origins[0][1]
            self.reader.nodes.append(Say(text=stripped, origins=tuple(self.origins), place=place))
        elif "..." in stripped or "\u2026" in stripped:
            self.reader.nodes.append(Say(text=stripped, origins=tuple(self.origins), place=self.origins[0][1]))
        self.visible, self.origins, self.length = [], [], 0

    def _place(self, offset: int) -> Place:
        row = bisect.bisect_right(self.starts, offset) - 1
        return Place(file=self.reader.file, line=self.lines[row], column=offset - self.starts[row] + 1)
