"""Apple Health: a few lines out of gigabytes, in a file whose name is in any language, and whose XML may be a trap."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mindful.sessions.exchange import ExchangeError, Found, Reading, Rejected, read_rows
from mindful.sessions.exchange.apple_health import is_health_data, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mindful.sessions.exchange import Row

    Zipped = Callable[..., Path]

DOCTYPE = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ATTLIST VisionPrescription
  type             CDATA #REQUIRED
<!ATTLIST RightEye
  sphere     CDATA #IMPLIED
>
]>"""
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
{DOCTYPE}
<HealthData locale="de_DE">
 <ExportDate value="2026-11-24 09:00:00 +0100"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth=""/>
"""
STEPS = (
    ' <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone\x0b" unit="count" '
    'startDate="2026-04-20 08:00:00 +0200" endDate="2026-04-20 08:01:00 +0200" value="9"/>\n'
)
TAIL = "</HealthData>\n"


def mindful(start: str, end: str, source: str = "Calm app", inside: str = "") -> str:
    return (
        f' <Record type="HKCategoryTypeIdentifierMindfulSession" sourceName="{source}" sourceVersion="3" '
        f'creationDate="{end}" startDate="{start}" endDate="{end}" value="HKCategoryValueNotApplicable">\n'
        f'  <MetadataEntry key="HKMetadataKeySyncVersion" value="1"/>\n{inside} </Record>\n'
    )


SIT = mindful("2026-04-20 08:21:14 +0200", "2026-04-20 08:31:14 +0200")


def rows_in(text: str, reading: Reading) -> list[Row]:
    return list(read(io.BytesIO(text.encode()), zone=reading.zone, now=reading.now))


def test_only_mindful_sessions_are_taken_with_the_line_they_stand_at(reading: Reading) -> None:
    [found] = rows_in(HEAD + STEPS + SIT + STEPS + TAIL, reading)
    assert isinstance(found, Found)
    assert found.line == 18
    assert (HEAD + STEPS + SIT).split("\n")[found.line - 1].startswith(' <Record type="HKCategory')
    session = found.session
    assert session.started_at == datetime(2026, 4, 20, 6, 21, 14, tzinfo=UTC)
    assert session.ended_at - session.started_at == timedelta(minutes=10)
    assert (session.practised_s, session.tz, session.utc_offset_s) == (600, "Europe/Berlin", 7200)
    assert (session.kind, session.title, session.source) == ("sit", "Calm app", "import:apple-health")


@pytest.mark.parametrize(
    ("offset", "inside", "zone"),
    [
        ("-0500", "", "Etc/GMT+5"),
        ("+0530", "", "UTC"),
        ("+0530", '  <MetadataEntry key="HKTimeZone" value="Asia/Kolkata"/>\n', "Asia/Kolkata"),
        ("+0200", '  <MetadataEntry key="HKTimeZone" value="Asia/Tokyo"/>\n', "Europe/Berlin"),
        ("+0200", '  <MetadataEntry key="HKTimeZone"/>\n', "Europe/Berlin"),
        ("+0000", "", "UTC"),
    ],
)
def test_the_zone_is_one_that_has_the_offset(offset: str, inside: str, zone: str, reading: Reading) -> None:
    sit = mindful(f"2026-04-20 08:21:14 {offset}", f"2026-04-20 08:31:14 {offset}", inside=inside)
    [found] = rows_in(HEAD + sit + TAIL, reading)
    assert isinstance(found, Found)
    assert found.session.tz == zone
    hours, minutes = int(offset[:3]), int(offset[0] + offset[3:])
    assert found.session.utc_offset_s == hours * 3600 + minutes * 60


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("SECRET", "2026-04-20 08:31:14 +0200", 'Its startDate is no date like "2019-04-10 08:10:34 -0500".'),
        (
            "2026-04-20 08:31:14 +0200",
            "2026-02-30 08:31:14 +0200",
            'Its endDate is no date like "2019-04-10 08:10:34 -0500".',
        ),
        ("2026-04-20 08:31:14 +0200", "2026-04-20 08:31:14 +0200", "It has no length."),
        ("2026-04-20 08:31:14 +0200", "2026-04-20 08:21:14 +0200", "Its length is not between nothing and two days."),
        (
            "0001-01-01 00:00:00 +0200",
            "0001-01-01 00:10:00 +0200",
            "A date in it is not in the years from 1900 to 2199.",
        ),
    ],
)
def test_a_bad_record_is_told_and_the_rest_is_read(start: str, end: str, reason: str, reading: Reading) -> None:
    rows = rows_in(HEAD + mindful(start, end) + SIT + TAIL, reading)
    assert rows[0] == Rejected(line=17, reason=reason)
    assert isinstance(rows[1], Found)


@pytest.mark.parametrize("name", ["export.xml", "Exportación.xml", "导出.xml", "apple_health_export/Export.xml"])
def test_the_file_in_the_archive_is_told_by_its_content(name: str, zipped: Zipped, reading: Reading) -> None:
    path = zipped(
        {
            "apple_health_export/export_cda.xml": f"<ClinicalDocument>{'x' * 5000}</ClinicalDocument>",
            "apple_health_export/workout-routes/route.xml": HEAD + TAIL,
            "apple_health_export/electrocardiograms/ecg.csv": "a,b\n",
            name: HEAD + SIT + TAIL,
        }
    )
    [found] = read_rows(path, "apple-health", reading)
    assert isinstance(found, Found)


def test_the_bare_file_is_read_as_well_and_progress_is_told(tmp_path: Path, reading: Reading) -> None:
    path = tmp_path / "export.xml"
    path.write_text(HEAD + STEPS * 20_000 + SIT + TAIL, encoding="utf-8")
    told: list[tuple[int, int]] = []
    [found] = read_rows(path, "apple-health", reading, lambda done, total: told.append((done, total)))
    assert isinstance(found, Found)
    size = path.stat().st_size
    assert {total for _, total in told} == {size}
    assert told[-1][0] == size
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_file_without_a_document_type_is_read(reading: Reading) -> None:
    assert is_health_data(b"<HealthData>")
    [found] = rows_in(f"<HealthData>\n{SIT}{TAIL}", reading)
    assert isinstance(found, Found)
    assert found.line == 2


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE HealthData [<!ENTITY l0 "ha">{LAUGHS}]>\n<HealthData>&l11;</HealthData>',
        f'<!DOCTYPE lolz [<!ENTITY l0 "ha">{LAUGHS}]>\n<HealthData>&l11;</HealthData>',
        f'<!DOCTYPE HealthData []><!DOCTYPE HealthData [<!ENTITY l0 "ha">{LAUGHS}]>\n<HealthData>&l11;</HealthData>',
        '<!DOCTYPE HealthData [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<HealthData>&x;</HealthData>',
        '<!DOCTYPE HealthData SYSTEM "file:///etc/passwd">\n<HealthData>&x;</HealthData>',
        f"<!DOCTYPE HealthData [{'<!-- -->' * 200_000}]>\n<HealthData></HealthData>",
    ],
    ids=["laughs", "laughs elsewhere", "laughs twice", "a file", "a file outside", "a document type without end"],
)
def test_entities_never_expand_and_no_other_file_is_read(text: str, reading: Reading) -> None:
    with pytest.raises(ExchangeError):
        rows_in(text, reading)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + SIT, "the file ends too early"),
        (HEAD + SIT + "<Record", "the file ends too early"),
        (HEAD + "<Record a=b/>" + TAIL, "Line 17 of its XML cannot be read"),
        (HEAD + "<a>" * 1000, "nested deeper"),
        (HEAD + '<Record a="' + "x" * (20 * 2**20), "an element of more than 16 MB"),
        ("<?xml version='1.0'?><html></html>", "no records of the Health app"),
        ("", "empty"),
    ],
    ids=["cut", "cut in a tag", "malformed", "deep", "a tag without end", "other XML", "empty"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text: str, message: str, reading: Reading) -> None:
    with pytest.raises(ExchangeError, match=message):
        rows_in(text, reading)
