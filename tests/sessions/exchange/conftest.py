"""Sessions to write, sessions of any shape, and what a reader has to be told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st

from mindful.sessions.exchange import Reading
from mindful.sessions.exchange.jsonl import PRIVATE
from mindful.sessions.model import KINDS, Session

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
NAMES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "UTC", "Etc/GMT+5")

Zipped = Callable[..., Path]


@pytest.fixture
def reading() -> Reading:
    return Reading(zone=BERLIN, now=NOW)


@pytest.fixture
def golden() -> Callable[[str], str]:
    return lambda name: (GOLDEN / name).read_bytes().decode()


@pytest.fixture
def zipped(tmp_path: Path) -> Zipped:
    """Return a writer of zip archives: the files by their names, in a file of that name."""

    def write(files: dict[str, str | bytes], name: str = "export.zip") -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for inside, content in files.items():
                archive.writestr(inside, content)
        return path

    return write


@pytest.fixture
def streamed() -> Callable[[str], io.BytesIO]:
    return lambda text: io.BytesIO(text.encode())


@pytest.fixture
def practice() -> list[Session]:
    """Return four sessions that have, between them, everything a session may have."""
    start = datetime(2026, 4, 20, 6, 21, 14, tzinfo=UTC)
    return [
        Session(
            id="01KPMW4E8G3VQZB3T4XW0M5N6P",
            kind="body-scan",
            title="Body scan, lying down",
            script_id="body-scan",
            track_id="body-scan-10m",
            started_at=start,
            tz="Europe/Berlin",
            utc_offset_s=7200,
            ended_at=start + timedelta(minutes=11, microseconds=250_000),
            planned_s=600.0,
            practised_s=581.25,
            completed=False,
            ended_early=True,
            difficult=True,
            mood_before=3,
            mood_after=5,
            tension_before=8,
            tension_after=4,
            note='=My leg hurt.\nThen it was "quiet", for a while; äöü',
            source="play",
            created=start + timedelta(minutes=12),
            updated=start + timedelta(days=1),
        ),
        Session(
            id="01KPMW4E8G3VQZB3T4XW0M5N6Q",
            started_at=start + timedelta(days=1),
            tz="Asia/Kathmandu",
            utc_offset_s=20_700,
            ended_at=start + timedelta(days=1, minutes=45),
            practised_s=2700.0,
            created=start + timedelta(days=1),
            updated=start + timedelta(days=1),
        ),
        Session(
            id="01KPMW4E8G3VQZB3T4XW0M5N6R",
            kind="walk",
            title="@the river",
            started_at=start + timedelta(days=2),
            tz="America/Los_Angeles",
            utc_offset_s=-25_200,
            ended_at=start + timedelta(days=2, minutes=20),
            practised_s=1200.0,
            source="import:insight-timer",
            created=start + timedelta(days=3),
            updated=start + timedelta(days=3),
        ),
        Session(
            id="01KPMW4E8G3VQZB3T4XW0M5N6S",
            kind="other",
            title="Meditate",
            started_at=start + timedelta(days=3),
            tz="UTC",
            utc_offset_s=0,
            ended_at=start + timedelta(days=3),
            practised_s=0.0,
            source="import:loop",
            created=start + timedelta(days=3),
            updated=start + timedelta(days=3),
        ),
    ]


@pytest.fixture
def public() -> Callable[[Session], Session]:
    """Return a function that leaves out what is private."""
    from dataclasses import replace

    return lambda session: replace(session, **dict.fromkeys(PRIVATE))  # type: ignore[arg-type]  # all of them may be None


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30) | st.sampled_from(
    ["", "'", "''", "'=1+1", "=1+1", "+1", "-1", "@x", "\tx", "\rx", "\r", '"', ",", "a\r\nb", "\ufeff", "true"]
)
_SCALES = st.none() | st.integers(0, 10)
_INSTANTS = st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- Hypothesis wants it so
_SECONDS = st.floats(0, 172_800)


@st.composite
def _sessions(draw: st.DrawFn) -> Session:
    start = draw(_INSTANTS)
    return Session(
        id="0" + draw(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=25, max_size=25)),
        kind=draw(st.sampled_from(KINDS)),
        title=draw(st.none() | _TEXTS),
        script_id=draw(st.none() | _TEXTS),
        track_id=draw(st.none() | _TEXTS),
        started_at=start,
        tz=draw(st.sampled_from(NAMES)),
        utc_offset_s=draw(st.integers(-50_000, 50_000)),
        ended_at=start + draw(st.timedeltas(timedelta(0), timedelta(days=2))),
        planned_s=draw(st.none() | st.floats(0, 1e9)),
        practised_s=draw(_SECONDS),
        completed=draw(st.booleans()),
        ended_early=draw(st.booleans()),
        difficult=draw(st.booleans()),
        mood_before=draw(_SCALES),
        mood_after=draw(_SCALES),
        tension_before=draw(_SCALES),
        tension_after=draw(_SCALES),
        note=draw(st.none() | _TEXTS),
        source=draw(st.sampled_from(["play", "web", "manual", "import:insight-timer"])),
        created=draw(_INSTANTS),
        updated=draw(_INSTANTS),
    )


@pytest.fixture(scope="session")
def any_session() -> st.SearchStrategy[Session]:
    """Return a strategy for sessions of every shape that can be."""
    return _sessions()
