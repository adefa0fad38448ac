"""Lines and tables: what is no text is refused, what is no row is told, and cells are safe in spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindful.sessions.exchange import ExchangeError, Rejected
from mindful.sessions.exchange import texts as module
from mindful.sessions.exchange.texts import GUARDED, csv_line, guarded, header_of, lines_of, table_of, unguarded

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.builds(
    str.__add__, st.sampled_from([*GUARDED, "'"]), st.text(max_size=5)
)


@given(text=st.none() | TEXTS)
def test_a_guarded_cell_is_no_formula_and_gives_back_its_text(text: str | None) -> None:
    cell = guarded(text)
    assert not cell.startswith(GUARDED)
    assert unguarded(cell) == text


@pytest.mark.parametrize("cell", ["'tis", "don't", "a=b", "x"])
def test_a_cell_of_somebody_else_stays_what_it_is(cell: str) -> None:
    assert unguarded(cell) == cell


def test_a_file_that_is_no_text_is_refused_with_its_line() -> None:
    with pytest.raises(ExchangeError, match=r"Line 2 of the file is not UTF-8 text\. Open it"):
        list(lines_of(io.BytesIO(b"a,b\nM\xe9ditation,1\n")))
    with pytest.raises(ExchangeError, match="Line 1 of the file is not UTF-8"):
        list(lines_of(io.BytesIO("a,b\n".encode("utf-16"))))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ExchangeError, match="empty"):
        list(lines_of(io.BytesIO()))


def test_a_file_that_is_all_one_line_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_LINE", 100)
    assert list(lines_of(io.BytesIO(b"x" * 100))) == ["x" * 100]
    with pytest.raises(ExchangeError, match="Line 1 of the file is longer than"):
        list(lines_of(io.BytesIO(b"x" * 101)))


def test_rows_have_the_line_they_begin_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_LINE", csv.field_size_limit())
    text = 'A Name,B\r\n1,"two\nlines"\r\n\r\n,\r\n2\r\n1,2,3\r\n"x",y\r\n'
    assert list(table_of(io.BytesIO(text.encode()))) == [
        (2, {"a_name": "1", "b": "two\nlines"}),
        (6, {"a_name": "2"}),
        Rejected(line=7, reason="It has 3 cells, and the header has 2."),
        (8, {"a_name": "x", "b": "y"}),
    ]


def test_a_line_that_is_no_row_is_told_and_the_rest_is_read() -> None:
    text = "a,b\n1,2\rx\n3,4\n"
    assert list(table_of(io.BytesIO(text.encode()))) == [
        Rejected(line=2, reason="It is no row of comma-separated values."),
        (3, {"a": "3", "b": "4"}),
    ]


def test_a_note_longer_than_the_csv_module_likes_is_read() -> None:
    note = "word " * 100_000
    [(_, cells)] = [row for row in table_of(io.BytesIO(f'a,b\n1,"{note}"\n'.encode())) if not isinstance(row, Rejected)]
    assert cells["b"] == note


def test_a_table_may_come_without_a_header_where_its_names_are_known() -> None:
    names = ("date", "value")
    assert list(table_of(io.BytesIO(b"x,1\n"), names=names)) == [(1, {"date": "x", "value": "1"})]
    assert list(table_of(io.BytesIO(b"Date,Value,Notes\nx,1,n\n"), names=names)) == [
        (2, {"date": "x", "value": "1", "notes": "n"})
    ]
    assert list(table_of(io.BytesIO(b"\nx,1\n"), names=names)) == [(2, {"date": "x", "value": "1"})]
    assert list(table_of(io.BytesIO(b"\nx,1\n"))) == [Rejected(line=2, reason="It has 2 cells, and the header has 0.")]


def test_a_header_tells_its_names_whatever_separates_them() -> None:
    assert header_of("Started At;Duration\r\n") == {"started_at", "duration"}
    assert header_of('"a","b"') == {"a", "b"}
    assert header_of("a\rb") == frozenset()
    assert header_of("") == frozenset()


def test_a_table_that_lacks_a_column_is_of_another_kind() -> None:
    assert list(table_of(io.BytesIO(b"a,b\n"), needs=("a",))) == []
    with pytest.raises(ExchangeError, match='no column "c"'):
        list(table_of(io.BytesIO(b"a,b\n"), needs=("a", "c")))


def test_cells_are_quoted_as_rfc_4180_has_it() -> None:
    assert csv_line(["a", 'b"c', "d,e", "f\ng", "h\ri", ""]) == 'a,"b""c","d,e","f\ng","h\ri",\r\n'
