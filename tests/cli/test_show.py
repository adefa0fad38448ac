from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from mindful.cli import show
from mindful.cli.watch import Watch
from mindful.studio.order import Report

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_json_keeps_the_letters_of_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    show.print_json({"title": "vedanā"})
    assert capsys.readouterr().out == '{\n  "title": "vedanā"\n}\n'


def test_in_a_pipe_each_row_is_one_line_and_markup_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    show.print_table(("NAME", "WHAT"), [("[bold]a", "word " * 60), ("b", None), ("c :smile:", 3)])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["NAME", "[bold]a", "b", "c"]
    assert ":smile:  3" in lines[3]


def test_on_a_terminal_rows_fold_at_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    show.print_table(("NAME", "WHAT"), [("a", "word " * 60)])
    lines = screen.getvalue().splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= 80


def test_progress_shows_on_a_terminal_only_and_never_when_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(stream: io.StringIO, *, quiet: bool) -> str:
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setenv("TERM", "xterm")
        with show.progress(quiet=quiet) as bar:
            task = bar.add_task("Speaking [pause] and a sentence that is much longer than the screen is wide", total=4)
            bar.update(task, completed=1)
            bar.refresh()
        return stream.getvalue()

    screen = drawn(Terminal(), quiet=False)
    assert "Speaking [pause]" in screen
    assert "25%" in screen
    assert drawn(Terminal(), quiet=True) == ""
    assert drawn(io.StringIO(), quiet=False) == ""


def test_a_render_shows_what_is_at_work_and_how_much_of_the_track_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Watch("evening", quiet=False) as watch:
        for report in (
            Report(stage="measuring", done=2, total=2, what="Breathe in."),
            Report(stage="preparing", done=0, total=1, what="rain"),
            Report(stage="mixing", done=30, total=60),
            Report(stage="speaking", done=1, total=2, what="Breathe out."),
        ):
            watch(report)
        shown = [(task.description, task.percentage) for task in watch.tasks if task.visible]
    assert shown == [("Mixing evening", 50.0), ("Speaking Breathe out.", 50.0)]


def test_a_quiet_render_shows_nothing() -> None:
    with Watch("evening", quiet=True) as watch:
        watch(Report(stage="mixing", done=30, total=60))
        assert list(watch.tasks) == []


def test_cards_align_their_heads_and_give_sentences_the_width_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("rich.console.Console.is_terminal", property(lambda _: False))
    show.print_cards([("short", "5m", "[bold]purpose", "word " * 20), ("much-longer", "10m, 20m", None, "Aside.")])
    lines = [line.rstrip() for line in screen.getvalue().splitlines()]
    assert lines[0] == "short        5m"
    assert lines[1] == "  [bold]purpose"
    assert all(line.startswith("  word") for line in lines[2:4])
    assert lines[-2:] == ["much-longer  10m, 20m", "  Aside."]
    assert max(map(len, lines)) <= 60


def test_a_sentence_breaks_between_words_on_a_terminal_and_stays_whole_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    text = "  first of all, call them\nsecond"
    assert show.wrapped(text, Terminal()) == "  first of all, call\nthem\nsecond"
    assert show.wrapped(text, io.StringIO()) == text
