"""What is raised where a group is a cue, but cannot be read to the end."""

from __future__ import annotations

from mindful.errors import UnitError


class CueError(UnitError):
    """A group is a cue, but an argument of it cannot be read; `code` is the finding's code."""

    def __init__(self, message: str, *, hint: str, code: str = "E107") -> None:
        super().__init__(message, hint=hint)
        self.code = code
