"""The one family of errors a person may meet, each with its sentence, its place, its hint and its exit code.

Libraries below raise these; only the command line prints them. A Python error that is not of this family is a bug and
keeps its traceback.
"""

from __future__ import annotations

from typing import NamedTuple

FAILED, USAGE, FINDINGS, MISSING, INTERRUPTED = 1, 2, 3, 4, 130
"""Exit codes: failed; called wrongly; findings to look at; something needed is missing; interrupted."""


class Place(NamedTuple):
    """Where in a text something stands; a tuple, as every cue and every line of speech has one."""

    line: int
    """First line is 1."""
    column: int
    """First column is 1, counted in characters."""
    file: str | None = None
    """The file as the person named it; None for a text without one."""

    def __str__(self) -> str:
        """Return the place as editors and compilers write it, ``file:line:column``."""
        return f"{self.file or 'script'}:{self.line}:{self.column}"


class MindfulError(Exception):
    """Something went wrong that a person can understand and act upon.

    Attributes:
        message: What happened, one or two full sentences.
        hint: What to do next, or None.
        place: Where in a script it happened, or None.
        exit_code: What the command line returns.
    """

    exit_code = FAILED

    def __init__(self, message: str, *, hint: str | None = None, place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place

    def __str__(self) -> str:
        """Return the whole paragraph: place, message, hint."""
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.message}" + (f" {self.hint}" if self.hint else "")


class UnitError(MindfulError):
    """A duration, gain or rate cannot be read."""

    exit_code = USAGE


class SettingsError(MindfulError):
    """A setting or a folder is not usable."""

    exit_code = USAGE


class ScriptError(MindfulError):
    """A script cannot be used as it is."""


class FindingsError(ScriptError):
    """A script has findings that stop a render."""

    exit_code = FINDINGS


class LengthError(MindfulError):
    """The wanted length cannot be met."""


class VoiceError(MindfulError):
    """A voice failed to speak."""


class VoiceMissingError(VoiceError):
    """The wanted voice is not known or not installed."""

    exit_code = MISSING


class SoundError(MindfulError):
    """A sound cannot be made or read."""


class EncoderError(MindfulError):
    """A track cannot be written."""


class FormatError(EncoderError):
    """The wanted file format is not known."""

    exit_code = USAGE


class EncoderMissingError(EncoderError):
    """No encoder for the wanted format is there."""

    exit_code = MISSING


class LibraryError(MindfulError):
    """A script or a track cannot be found or kept."""


class StoreError(MindfulError):
    """The database cannot be opened, read or written; nothing in it was changed."""


class SessionError(MindfulError):
    """A session of practice cannot be as it was given."""

    exit_code = USAGE


class PlayerError(MindfulError):
    """A track cannot be played."""


class DeviceMissingError(PlayerError):
    """There is no device to play on."""

    exit_code = MISSING


class ReminderError(MindfulError):
    """A reminder cannot be as it was given."""

    exit_code = USAGE
