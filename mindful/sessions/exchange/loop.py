"""The export of Loop Habit Tracker: a zip with ``Habits.csv``, and ``Checkmarks.csv`` in a folder for each habit.

Loop keeps days, no hours: a day that is done becomes a sitting at noon, which is the same practice day whenever a
person's day starts. It has no length, unless the habit counts minutes or hours.

Values are those of Loop's own source (Entry.kt of https://github.com/iSoron/uhabits): 2 or ``YES_MANUAL`` is done; what
is counted is in thousandths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import IO, TYPE_CHECKING

from mindful.errors import USAGE
from mindful.sessions.exchange.archives import opened_member
from mindful.sessions.exchange.kinds import kind_of
from mindful.sessions.exchange.rows import ExchangeError, Rejected, RowError, local_instant, row_of, session_from
from mindful.sessions.exchange.texts import table_of
from mindful.units import unit_s

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from mindful.sessions.exchange.rows import Row
    from mindful.sessions.model import Session

PROGRAM = "loop"
_LIST = "Habits.csv"
_MARKS = re.compile(r"(?P<position>\d{1,6}) ?(?P<name>[^/]*)/Checkmarks\.csv")
_DONE = ("2", "YES_MANUAL")
_NOT_DONE = ("", "0", "-1", "NO", "YES_AUTO", "SKIP", "UNKNOWN")
_NOT_DONE_EITHER = (*_NOT_DONE, "1", "3")
"""In a habit of yes and no, also done by itself and left out on purpose; where something is counted, amounts."""
_AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,6})?", re.ASCII)
_NOON = time(12)


class HabitError(ExchangeError):
    """It is not clear which habit of the file is the practice."""

    exit_code = USAGE


@dataclass(frozen=True, kw_only=True, slots=True)
class Habit:
    """One habit of the file."""

    name: str
    member: zipfile.ZipInfo
    """Its days."""
    counts: bool = False
    """Whether its days hold an amount instead of yes and no."""
    unit: str = ""
    """What is counted."""

    @property
    def is_practice(self) -> bool:
        """Whether its name speaks of a kind of practice."""
        return kind_of(self.name) is not None


def is_loop(archive: zipfile.ZipFile) -> bool:
    """Return whether an archive is an export of Loop."""
    return _home(archive) is not None


def habits_of(archive: zipfile.ZipFile) -> list[Habit]:
    """Return the habits of an export in the order of their positions.

    Raises:
        ExchangeError: The archive is no export of Loop, or holds no habit.
    """
    home = _home(archive)
    if home is None:
        raise ExchangeError(
            f"It holds no {_LIST}.", hint='In Loop: Settings, then "Export as CSV". Name the zip as it is.'
        )
    with opened_member(archive, archive.getinfo(f"{home}{_LIST}")) as stream:
        rows = [row[1] for row in table_of(stream) if not isinstance(row, Rejected)]
    listed = {_number(row.get("position", ""), place): row for place, row in enumerate(rows, start=1)}
    habits = []
    for member in sorted(archive.infolist(), key=lambda member: member.filename):
        match = _MARKS.fullmatch(member.filename.removeprefix(home))
        if match:
            row = listed.get(int(match["position"]), {})
            habits.append(
                Habit(
                    # The folder has lost all letters but the English ones.
                    name=_printable(row.get("name") or match["name"]),
                    member=member,
                    counts=row.get("type") == "NUMERICAL",
                    unit=row.get("unit", ""),
                )
            )
    if not habits:
        raise ExchangeError("It holds no habit.", hint="Choose the habit in Loop, export once more, and try again.")
    return habits


def choose_habit(habits: Sequence[Habit], wanted: str | None = None) -> Habit:
    """Return the habit that is the practice: the one that is wanted, the only one, or the only one that sounds like it.

    Args:
        habits: One or more.
        wanted: Its name, in any letters; None where nobody said.

    Raises:
        HabitError: None or several would do; the hint lists them.
    """
    names = ", ".join(f'"{habit.name}"' for habit in habits)
    if wanted is not None:
        found = [habit for habit in habits if habit.name.casefold() == wanted.strip().casefold()]
        if not found:
            raise HabitError(f'There is no habit "{wanted.strip()}".', hint=f"The habits are {names}.")
        return found[0]
    likely = list(habits) if len(habits) == 1 else [habit for habit in habits if habit.is_practice]
    if len(likely) != 1:
        raise HabitError("It holds several habits.", hint=f"Name the one to import with --habit: {names}.")
    return likely[0]


def read(stream: IO[bytes], habit: Habit, *, zone: ZoneInfo, now: datetime) -> Iterator[Row]:
    """Yield what each day that is done holds, and what cannot be read; days that are not done are no rows.

    Args:
        stream: The ``Checkmarks.csv`` of the habit, with or without a header.
        habit: Gives title and kind of the sessions.
        zone: Where the telephone was; the file does not say.
        now: When the import happens, in UTC.

    Raises:
        ExchangeError: The file is no UTF-8 text.
    """
    not_done = _NOT_DONE if habit.counts else _NOT_DONE_EITHER
    for row in table_of(stream, names=("date", "value", "notes")):
        if isinstance(row, Rejected):
            yield row
        elif row[1].get("value", "").strip() not in not_done:
            yield row_of(row[0], _session, row[1], habit, zone=zone, now=now)


def _session(cells: dict[str, str], habit: Habit, *, zone: ZoneInfo, now: datetime) -> Session:
    try:
        day = datetime.strptime(cells["date"].strip(), "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        raise RowError('Its date is not written like "2015-01-25".') from None
    return session_from(
        program=PROGRAM,
        started_at=local_instant(datetime.combine(day, _NOON), zone),
        length_s=_length_s(cells["value"].strip(), habit),
        zone=zone,
        now=now,
        kind=kind_of(habit.name) or "sit",
        title=habit.name,
        note=cells.get("notes"),
        within=habit.name,
    )


def _length_s(value: str, habit: Habit) -> float:
    if not habit.counts:
        if value not in _DONE:
            raise RowError("Its value is none of Loop's.")
        return 0
    if not _AMOUNT.fullmatch(value):
        raise RowError("Its value is no amount.")
    amount = float(value) if "." in value else int(value) / 1000
    return amount * (unit_s(habit.unit.strip()) or 0)


def _home(archive: zipfile.ZipFile) -> str | None:
    """Return the folder that holds the list, with its slash; empty for the top, None for an archive without one."""
    names = archive.namelist()
    if _LIST in names:
        return ""
    inside = [name for name in names if name.count("/") == 1 and name.endswith(f"/{_LIST}")]
    return inside[0].removesuffix(_LIST) if len(inside) == 1 else None


def _printable(name: str) -> str:
    """Return a name without signs that would steer a terminal: it is shown in questions and messages."""
    return "".join(sign if sign.isprintable() else " " for sign in name)


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else default
