"""Text files as rows: UTF-8 lines, and tables of comma-separated values, each with its line in the file."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from typing import IO, TYPE_CHECKING

from mindful.sessions.exchange.rows import ExchangeError, Rejected, row_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mindful.sessions.exchange.rows import Row
    from mindful.sessions.model import Session

LONGEST_LINE = 16 * 2**20
"""Bytes. No note is so long; a file that is all one line is of another kind, and would fill the memory."""
GUARDED = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins like this for a formula, https://owasp.org/www-community/attacks/CSV_Injection."""
_SEPARATORS = ",;\t"


def lines_of(stream: IO[bytes]) -> Iterator[str]:
    """Yield the lines of UTF-8 text with their ends, without a byte order mark.

    Raises:
        ExchangeError: The file is empty, is no UTF-8, or has a line beyond all measure.
    """
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise ExchangeError(
                f"Line {number} of the file is longer than {LONGEST_LINE // 2**20} MB.",
                hint="It is of another kind than it seems; look whether it is the right file.",
            )
        try:
            yield raw.removeprefix(codecs.BOM_UTF8).decode() if number == 1 else raw.decode()
        except UnicodeDecodeError:
            raise ExchangeError(
                f"Line {number} of the file is not UTF-8 text.",
                hint='Open it in the program it is from, and save it as "CSV UTF-8" or as plain UTF-8 text.',
            ) from None
    if not number:
        raise ExchangeError(
            "The file is empty; there is nothing to import.", hint="Export it once more, and try again."
        )


def rows_of(stream: IO[bytes], make: Callable[[dict[str, str]], Session], *, needs: tuple[str, ...]) -> Iterator[Row]:
    """Yield what each row of a table holds.

    Args:
        stream: As `table_of`.
        make: From the cells by their names to the session; raises a `RowError` for a row that cannot be read.
        needs: As `table_of`.

    Raises:
        ExchangeError: As `table_of`.
    """
    for row in table_of(stream, needs=needs):
        yield row if isinstance(row, Rejected) else row_of(row[0], make, row[1])


def table_of(
    stream: IO[bytes], *, names: tuple[str, ...] | None = None, needs: tuple[str, ...] = ()
) -> Iterator[tuple[int, dict[str, str]] | Rejected]:
    """Yield the rows of comma-separated values: the line each begins at, and its cells by the names in the header.

    Names are in small letters with an underscore for each space. Semicolons and tabs separate as well, as spreadsheets
    in many countries write them. Cells that a row lacks at its end are left out; blank rows are skipped.

    Args:
        stream: UTF-8 text.
        names: The names for a file that may come without a header; a first row that begins like them is the header.
        needs: Names that a header must have.

    Raises:
        ExchangeError: As `lines_of`; or the header lacks a name, and the file is of another kind.
    """
    lines = lines_of(stream)
    head = next(lines)
    # One note must not be longer than a line may be; the limit is the process's own, and only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
    rows = csv.reader(itertools.chain([head], lines), delimiter=_separator(head))
    end = 0
    while True:
        line = end + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        end = rows.line_num
        if cells is None:
            yield Rejected(line=line, reason="It is no row of comma-separated values.")
        elif line == 1 and (names is None or [*map(_name, cells[:1])] == [names[0]]):
            names = tuple(map(_name, cells))
            _check(names, needs)
        elif names is None or len(cells) > len(names):
            yield Rejected(line=line, reason=f"It has {len(cells)} cells, and the header has {len(names or ())}.")
        elif any(cells):
            yield line, dict(zip(names, cells, strict=False))


def header_of(head: str) -> frozenset[str]:
    """Return the names in the first line of a table, as `table_of` gives them; none for a line that is no such row."""
    try:
        return frozenset(map(_name, next(csv.reader([head], delimiter=_separator(head)), [])))
    except csv.Error:
        return frozenset()


def guarded(text: str | None) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula; `unguarded` gives back what it was.

    A text that begins like a formula gets an apostrophe before it, and so does one that begins with an apostrophe. None
    is an empty cell, and an empty text a lone apostrophe.
    """
    if text is None:
        return ""
    return f"'{text}" if not text or text.startswith((*GUARDED, "'")) else text


def unguarded(cell: str | None) -> str | None:
    """Return the text behind a cell that `guarded` wrote; one that somebody else wrote stays what it is."""
    if not cell:
        return None
    if cell == "'":
        return ""
    return cell[1:] if cell[0] == "'" and cell[1:].startswith((*GUARDED, "'")) else cell


def csv_line(cells: Iterable[str]) -> str:
    """Return cells as a row of RFC 4180, with its end."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def _check(names: tuple[str, ...], needs: tuple[str, ...]) -> None:
    for name in needs:
        if name not in names:
            raise ExchangeError(
                f'Its first line names no column "{name}".',
                hint="Look whether it is the right file, and at what --format names.",
            )


def _separator(head: str) -> str:
    return max(_SEPARATORS, key=head.count)


def _name(cell: str) -> str:
    return "_".join(cell.lower().split())
