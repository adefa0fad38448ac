from __future__ import annotations

from pathlib import Path

import pytest

from mindful.reminders.autostart import Job, Ran


class RecordedTools:
    """Stands in for the tools of a system: writes down what is run, and answers as it was told to."""

    def __init__(self) -> None:
        """Answer everything with success."""
        self.ran: list[str] = []
        self.answers: dict[str, list[Ran]] = {}
        self.read = b""
        """The file that was handed over with /XML last; it may be gone by now."""

    def answer(self, begins: str, *answers: Ran) -> None:
        """Give these answers, one after another and the last for ever, to what begins so; a later call wins."""
        self.answers.pop(begins, None)
        self.answers = {begins: list(answers), **self.answers}

    def __call__(self, *words: str) -> Ran:
        """Give the first answer that fits."""
        if "/XML" in words:
            self.read = Path(words[words.index("/XML") + 1]).read_bytes()
        line = " ".join(words)
        self.ran.append(line)
        for begins, answers in self.answers.items():
            if line.startswith(begins):
                return answers.pop(0) if len(answers) > 1 else answers[0]
        return Ran(code=0)

    def changes(self) -> list[str]:
        """Return what was run, without what only asks."""
        asking = (" show", " show-user ", " print ", " print-disabled ", "/Query")
        return [line for line in self.ran if not any(word in line for word in asking)]


@pytest.fixture
def tools() -> RecordedTools:
    return RecordedTools()


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(
        python="/opt/mindful/bin/python",
        environment={"MINDFUL_DATA": "/home/jo/my data"},
        folder=Path("/home/jo"),
        log=tmp_path / "Logs" / "mindful" / "reminders.log",
    )
