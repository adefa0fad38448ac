"""The words of a block that are spoken, gathered piece by piece, with the place of each in the script."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

from mindful.errors import Place
from mindful.script.model import Say
from mindful.script.structure.markup import unescape
from mindful.script.structure.masks import MASK

if TYPE_CHECKING:
    from collections.abc import Sequence

_RUN = re.compile(r"([^\0\1\s]+(?: [^\0\1\s]+)*)|\s+")


class Speech:
    """What one block says: white space folded, structure left out."""

    def __init__(self, texts: Sequence[str], lines: Sequence[int], file: str | None) -> None:
        self.file, self.lines = file, lines
        self.text = "\n".join(texts)
        self.starts, at = [], 0
        for text in texts:
            self.starts.append(at)
            at += len(text) + 1
        self.pieces: list[str] = []
        self.origins: list[tuple[int, Place]] = []
        self.length = 0
        self.said_to = 0

    def add(self, start: int, end: int) -> None:
        """Speak what stands between two offsets of the block."""
        at = start
        for line in self.text[start:end].split("\n"):
            if at > start:
                self.end_word(at - 1)
            shown = line.lstrip(MASK)  # the mark of a list or a quote
            if "  " not in shown and shown.isprintable():
                self._words(shown, at + len(line) - len(shown))
            else:
                self._runs(at, at + len(line))
            at += len(line) + 1

    def _words(self, line: str, at: int) -> None:
        """Speak a line of words with single spaces, without masks or escapes."""
        words = line.strip(" ")
        if line[:1] == " ":
            self.end_word(at)
            at += 1
        if words:
            self._append(words, at)
            if line[-1] == " ":
                self.end_word(at)

    def _runs(self, start: int, end: int) -> None:
        for run in _RUN.finditer(self.text, start, end):
            if run[1] is None:
                self.end_word(run.start())
            else:
                self._append(unescape(run[1]), run.start())

    def end_word(self, at: int) -> None:
        """Let the next piece begin a word of its own."""
        if self.pieces and not self.pieces[-1].endswith(" "):
            self._append(" ", at)

    def _append(self, piece: str, at: int) -> None:
        if piece != " ":
            self.origins.append((self.length, self.place(at)))
            self.said_to = at + len(piece)
        self.pieces.append(piece)
        self.length += len(piece)

    def end(self) -> Say | None:
        """Return what was gathered, where it holds words or a soft silence, and begin anew."""
        text = "".join(self.pieces).rstrip()
        if has_words(text) or "..." in text or "\u2026" in text:
            start, end = self.origins[0][1], self.place(self.said_to)
            said = Say(text=text, origins=tuple(self.origins), place=start, end=end)
        else:
            said = None
        self.pieces, self.origins, self.length = [], [], 0
        return said

    def place(self, offset: int) -> Place:
        """Return where in the script an offset of the block is."""
        row = bisect.bisect_right(self.starts, offset) - 1 if len(self.starts) > 1 else 0
        return Place(self.lines[row], offset - self.starts[row] + 1, self.file)


def has_words(text: str) -> bool:
    """Tell whether a text holds a letter or a digit; without one it is no speech."""
    return any(map(str.isalnum, text))
