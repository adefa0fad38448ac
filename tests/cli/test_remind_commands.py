"""`mindful remind` as people and programs use it."""

from __future__ import annotations

import json
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click
import pytest

from mindful.cli import main
from mindful.cli.frame import Invocation
from mindful.cli.reminding import INSTANT, SPAN, complete_id
from mindful.reminders.delivery import AddressBook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE_S = 30.0


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("MINDFUL_DATA", str(tmp_path / "data"))
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with monkeypatch.context() as abroad:
        abroad.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield tmp_path / "data"
    time.tzset()


@pytest.fixture
def mail(data: Path, tmp_path: Path) -> Path:
    """Keep a command that writes down what it is told; the file it writes."""
    letters = tmp_path / "letters"
    line = f'printf "%s|%s\\n" "$MINDFUL_REMINDER_TITLE" "$MINDFUL_REMINDER_BODY" >> {shlex.quote(str(letters))}'
    AddressBook(data).keep_command("mail", ["sh", "-c", line])
    return letters


@pytest.fixture
def remind(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Return what runs a command of reminders: its JSON, or else what it says on both streams."""

    def run(*words: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert main(["remind", *words]) == code
        out, err = capsys.readouterr()
        return json.loads(out) if "--json" in words and code == 0 else out + err

    return run


def added(remind: Callable[..., Any], phrase: str = "daily at 7:30", *words: str) -> dict[str, Any]:
    found: dict[str, Any] = remind("add", phrase, "--channel", "command:mail", *words, "--json")
    return found


def at(days: int, clock: str) -> str:
    return f"{datetime.now().date() + timedelta(days=days)}T{clock}"  # noqa: DTZ005 -- the wall clock of TZ


def test_without_a_reminder_it_says_how_to_begin(remind: Callable[..., Any]) -> None:
    assert remind() == 'You have no reminders yet. Begin with: mindful remind add "weekdays at 7:30"\n'
    assert remind("list", "--json") == []
    assert remind("log") == "Nothing has come due yet.\n"
    assert remind("undo") == "There is nothing to take back.\n"


def test_a_reminder_is_said_back_with_its_next_times_and_listed(remind: Callable[..., Any]) -> None:
    said = remind("add", "weekdays at 7:30", "--title", "Morning", "--channel", "terminal")
    lines = said.splitlines()
    assert lines[1] == "Monday to Friday at 07:30."
    assert [bool(re.fullmatch(r"  (Mon|Tue|Wed|Thu|Fri) \d{4}-\d\d-\d\d 07:30", line)) for line in lines[2:5]] == [
        True
    ] * 3
    assert "Saved as " in lines[5]
    assert "Nothing sends reminders at this moment." in lines[6]
    table = remind().splitlines()
    assert table[0].split() == ["NEXT", "WHEN", "NAME", "BY", "ID"]
    assert re.search(r"07:30 +weekdays at 7:30 +Morning +terminal +[0-9A-Z]{6}$", table[1])


def test_the_json_of_a_list_is_a_promise(remind: Callable[..., Any], mail: Path) -> None:
    del mail
    added(remind, "daily at 7:30", "--title", "Morning", "--tz", "Europe/Berlin")
    (row,) = remind("list", "--json")
    assert {name: row[name] for name in ("title", "phrase", "tz", "enabled")} == {
        "title": "Morning", "phrase": "daily at 7:30", "tz": "Europe/Berlin", "enabled": True,
    }  # fmt: skip
    assert len(row["id"]) == 26
    assert datetime.fromisoformat(row["next_due"]) > datetime.now(UTC)


def test_every_wish_is_kept(remind: Callable[..., Any], mail: Path) -> None:
    del mail
    wishes = [
        "--play", "body-scan", "--length", "10m", "--message", "You and me", "--anchor", "after I pour my coffee",
        "--quiet", "21:00-08:00", "--catch-up", "3h", "--if-not-done", "--min-minutes", "5", "--follow-up",
        "--show-title", "--channel", "sound",
    ]  # fmt: skip
    row = added(remind, "daily at 7:30", *wishes)
    assert row["channels"] == ["command:mail", "sound"]
    expected = {
        "play": "body-scan", "length_s": 600.0, "message": "You and me", "anchor": "after I pour my coffee",
        "quiet": "21:00-08:00", "catch_up_s": 10_800.0, "if_not_done": True, "min_minutes": 5.0, "follow_up": True,
        "show_title": True,
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "Say when"),
        (["daily at 7:30", "--cron", "30 7 * * *"], 2, "Give one of: a phrase, --cron, --rrule."),
        (["dayly at 7:30"], 2, '"dayly"'),
        (["daily at 7:30", "--tz", "Berlin"], 2, 'There is no time zone called "Berlin".'),
        (["daily at 7:30", "--play", "no-such-script"], 1, 'There is no script "no-such-script".'),
        (["daily at 7:30", "--channel", "pigeon"], 2, 'There is no channel "pigeon".'),
        (["daily at 7:30", "--channel", "apprise:phone"], 2, 'There is no address or command called "phone".'),
        (["daily at 7:30", "--quiet", "evening"], 2, 'The quiet hours "evening" were not understood.'),
        (["daily at 7:30", "--catch-up", "soon"], 2, '"soon" is no span of time.'),
        (["daily at 7:30", "--catch-up", "30d"], 2, "within seven days at most"),
        (["daily at 7:30", "--title", "x" * 501], 2, "The title is longer than 500 signs."),
        (["daily at sunset", "--place", "Berlin"], 2, "else 20:00"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    words: list[str], code: int, said: str, remind: Callable[..., Any]
) -> None:
    assert said in remind("add", *words, code=code)
    assert remind("list", "--json") == []


def test_cron_rrule_and_the_sun_are_other_ways_to_say_when(remind: Callable[..., Any]) -> None:
    for words, phrase in (
        (["--cron", "30 7 * * 1-5"], 'At the times of the cron expression "30 7 * * 1-5"'),
        (["--rrule", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=7;BYMINUTE=30"], "Monday at 07:30"),
    ):
        assert remind("add", *words, "--channel", "terminal", "--json")["phrase"] == phrase
    sunny = remind(
        "add", "daily at sunset", "--place", "Berlin", "--fallback", "20:00", "--channel", "terminal", "--json"
    )
    assert sunny["phrase"] == "daily at sunset"


def test_an_edit_keeps_what_is_not_named_and_none_takes_away(remind: Callable[..., Any], mail: Path) -> None:
    del mail
    row = added(remind, "daily at 7:30", "--title", "Morning", "--quiet", "21:00-08:00", "--play", "body-scan")
    short = row["id"][-6:]
    edited = remind("edit", short, "--quiet", "none", "--play", "none", "--json")
    assert (edited["quiet"], edited["play"], edited["title"]) == (None, None, "Morning")
    assert edited["next_due"] == row["next_due"]
    moved = remind("edit", short, "daily at 8:00", "--json")
    assert moved["occurrence_key"].endswith("T08:00")
    assert "Name what to change." in remind("edit", short, code=2)
    assert 'There is no reminder "ZZZZZZ".' in remind("edit", "ZZZZZZ", "--title", "x", code=2)


def test_the_last_change_is_taken_back(remind: Callable[..., Any], mail: Path) -> None:
    del mail
    short = added(remind, "daily at 7:30", "--title", "Morning")["id"][-6:]
    remind("edit", short, "daily at 8:00", "--json")
    assert "is as before" in remind("undo")
    assert remind("list", "--json")[0]["phrase"] == "daily at 7:30"
    assert "Removed: Morning" in remind("remove", short)
    assert remind("list", "--json") == []
    assert "Morning is back" in remind("undo")
    assert remind("list", "--json")[0]["next_due"] is not None


def test_a_tick_sends_what_is_due_once_and_the_log_says_why(remind: Callable[..., Any], mail: Path) -> None:
    added(remind, "daily at 7:30", "--title", "Knee pain", "--anchor", "after I pour my coffee", "--length", "3m")
    (sent,) = remind("tick", "--once", "--now", at(1, "07:30"), "--json")
    assert (sent["state"], sent["reason"]) == ("sent", "On time.")
    assert sent["channels"][0]["channel"] == "command:mail"
    # Nothing of the title: a lock screen is read by others.
    assert mail.read_text(encoding="utf-8") == "Time for your pause|After I pour my coffee, I sit for three minutes.\n"
    assert remind("tick", "--once", "--now", at(1, "07:31"), "--json") == []
    (row,) = remind("log", "--json")
    assert {"occurrence_key", "due", "state", "reason", "channels"} <= set(row)
    assert row["occurrence_key"] == at(1, "07:30")
    assert "On time." in remind("log")
    assert remind("log", "--state", "missed") == "Nothing is like that.\n"


def test_the_title_shows_for_who_asked_for_it(remind: Callable[..., Any], mail: Path) -> None:
    said = remind("add", "daily at 7:30", "--channel", "command:mail", "--message", "Hello you")
    assert "stays off the screen" in said
    remind("undo")
    added(remind, "daily at 7:30", "--title", "Morning", "--message", "Hello you", "--show-title")
    remind("tick", "--once", "--now", at(1, "07:30"))
    assert mail.read_text(encoding="utf-8") == "Morning|Hello you\n"


def test_a_failed_message_says_so_in_the_channels_words(remind: Callable[..., Any], data: Path) -> None:
    AddressBook(data).keep_command("mail", ["/nowhere/mailer"])
    added(remind, "daily at 7:30")
    (row,) = remind("tick", "--once", "--now", at(1, "07:30"), "--json")
    assert row["state"] == "waiting"
    assert "is tried again at 07:31" in row["reason"]
    assert '"/nowhere/mailer" cannot be run: No such file or directory.' in row["reason"]


def test_a_pause_holds_back_and_a_resume_ends_it(remind: Callable[..., Any], mail: Path) -> None:
    short = added(remind)["id"][-6:]
    assert "Paused all reminders until" in remind("pause", "--for", "1w")
    assert remind("list", "--json")[0]["enabled"] is False
    assert "paused until" in remind("list")
    (row,) = remind("tick", "--once", "--now", at(1, "07:30"), "--json")
    assert (row["state"], mail.exists()) == ("paused", False)
    assert "Paused one reminder until you resume" in remind("pause", short)
    assert "All reminders are paused still" in remind("resume", short)
    assert "Ended one pause." in remind("resume")
    assert remind("list", "--json")[0]["enabled"] is True
    assert "No pause of that kind" in remind("resume")
    assert "Give one of" in remind("pause", "--for", "1w", "--until", "2027-03-08", code=2)
    assert "A pause ends after it begins." in remind("pause", "--until", "2020-03-08", code=2)


def test_one_time_is_skipped_and_comes_after_all(remind: Callable[..., Any], mail: Path) -> None:
    short = added(remind)["id"][-6:]
    assert "Left out: " in remind("skip", short)
    assert "is skipped or moved already" in remind("skip", short)
    assert "(one skipped)" in remind("list")
    assert "as planned" in remind("skip", short, "--undo")
    assert "was not skipped" in remind("skip", short, "--undo")
    remind("skip", short)
    assert remind("tick", "--once", "--now", at(1, "07:30"), "--json") == []
    assert not mail.exists()
    assert remind("log", "--json")[0]["state"] == "skipped"


def test_a_shown_reminder_is_put_off_and_comes_again(remind: Callable[..., Any], mail: Path) -> None:
    now = datetime.now(UTC)
    short = added(remind, "daily at 7:30", "--tz", "Europe/Berlin")["id"][-6:]
    assert "Nothing of it was shown" in remind("snooze", short, code=2)
    # Sent just now, as far as the command can tell.
    (due,) = remind("next", "daily at 7:30", "--tz", "Europe/Berlin", "--count", "1", "--json")
    sent_at = datetime.fromisoformat(due["utc"])
    remind("tick", "--once", "--now", sent_at.isoformat())
    said = remind("snooze", short, "--for", "20m")
    again = [row for row in remind("log", "--json") if row["occurrence_key"].endswith("~1")]
    day_ends = (now.astimezone().hour, now.astimezone().minute) >= (3, 40) and now.astimezone().hour < 4
    assert day_ends or (len(again) == 1 and again[0]["state"] == "waiting" and "It comes again" in said)
    assert mail.read_text(encoding="utf-8").count("\n") == 1


def test_the_next_time_is_moved(remind: Callable[..., Any], mail: Path) -> None:
    row = added(remind, "daily at 7:30", "--tz", "Europe/Berlin")
    short, later = row["id"][-6:], at(2, "18:30")
    assert "Moved to " in remind("snooze", short, "--until", later)
    assert "(moved)" in remind("list")
    assert "is skipped or moved already" in remind("snooze", short, "--until", later)
    assert "is past" in remind("snooze", short, "--until", "2020-01-01T10:00", code=2)
    assert "Give one of" in remind("snooze", short, "--until", later, "--for", "5m", code=2)
    assert remind("tick", "--once", "--now", row["next_due"], "--json") == []
    remind("tick", "--once", "--now", later)
    assert mail.read_text(encoding="utf-8").count("\n") >= 1
    moved = [one for one in remind("log", "--json") if one["occurrence_key"] == row["occurrence_key"]]
    assert moved[0]["state"] == "sent"


def test_channels_are_listed_named_and_tried(remind: Callable[..., Any], mail: Path) -> None:
    assert "channel command:lamp" in remind("channel", "add", "lamp", "--", "sh", "-c", "true secret-word")
    assert "channel apprise:phone" in remind("channel", "add", "phone", "ntfys://ntfy.sh/a-topic-nobody-guesses")
    listed = remind("channel", "list", "--json")
    shown = {row["channel"]: row["shown"] for row in listed}
    assert {"desktop", "sound", "terminal", "apprise:phone", "command:lamp", "command:mail"} <= set(shown)
    assert "nobody-guesses" not in json.dumps(listed)
    assert "secret-word" not in remind("channel", "list")
    receipts = remind("test", "--channel", "command:mail", "--json")
    assert [(row["channel"], row["state"]) for row in receipts] == [("command:mail", "delivered")]
    assert mail.read_text(encoding="utf-8") == "Time for your pause|\n"
    assert "Forgotten: lamp." in remind("channel", "remove", "lamp")
    assert "There is no address" in remind("channel", "remove", "lamp", code=2)
    assert "error" in remind("channel", "add", "phone", "nonsense://x", code=2)


def test_an_address_is_asked_for_without_showing_it(
    remind: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    monkeypatch.setattr(click.termui, "hidden_prompt_func", lambda _prompt: "ntfys://ntfy.sh/quite-secret")
    assert "quite-secret" not in remind("channel", "add", "phone", "-")
    assert AddressBook(data).url("phone").reveal() == "ntfys://ntfy.sh/quite-secret"


def test_a_test_of_a_reminder_goes_by_all_of_its_channels(remind: Callable[..., Any], mail: Path) -> None:
    row = added(remind, "daily at 7:30", "--channel", "terminal", "--title", "Morning", "--show-title")
    said = remind("test", row["id"][-6:])
    assert said.splitlines()[0] == "command:mail: delivered. It ended well, with exit code 0."
    assert mail.read_text(encoding="utf-8") == "Morning|\n"
    assert "failed" in remind("test", "--channel", "terminal", code=1) or sys.stdout.isatty()


def test_a_calendar_goes_out_and_comes_back(remind: Callable[..., Any], mail: Path, tmp_path: Path) -> None:
    del mail
    added(remind, "weekdays at 7:30", "--title", "Knee pain", "--tz", "Europe/Berlin")
    added(remind, "3 times between 9:00 and 18:00")
    file = tmp_path / "reminders.ics"
    said = remind("export", str(file))
    assert "Wrote 2 reminders" in said
    assert "A calendar has no words" in said
    assert "Knee" not in file.read_text(encoding="utf-8")
    assert "is there already" in remind("export", str(file), code=2)
    remind("export", str(file), "--force")
    assert "Added 0 reminders; 2 you have already." in remind("import", str(file))
    for row in remind("list", "--json"):
        remind("remove", row["id"])
    back = remind("import", str(file), "--json")
    assert sorted(row["phrase"] for row in back)[1] == "Monday to Friday at 07:30"
    assert len(remind("list", "--json")) == 2
    assert "cannot be read" in remind("import", str(tmp_path / "none.ics"), code=2)


def test_a_calendar_goes_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["remind", "add", "daily at 7:30", "--channel", "terminal", "--quiet", "none"]) == 0
    capfdbinary.readouterr()
    assert main(["remind", "export", "-"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"BEGIN:VCALENDAR")


def test_ids_are_completed_with_their_names(remind: Callable[..., Any], mail: Path) -> None:
    del mail
    row = added(remind, "daily at 7:30", "--title", "Morning")
    context = click.Context(click.Command("x"), obj=Invocation())
    (item,) = complete_id(context, click.Argument(["id"]), row["id"][-6:-4].lower())
    assert (item.value, item.help) == (row["id"][-6:], "Morning")


def test_changes_tell_programs_what_they_did(remind: Callable[..., Any], mail: Path, tmp_path: Path) -> None:
    del mail
    row = added(remind, "daily at 7:30", "--title", "Morning", "--tz", "Europe/Berlin")
    key = row["occurrence_key"]
    later = datetime.fromisoformat(row["next_due"]) + timedelta(hours=1)
    assert remind("skip", row["id"], "--json") == {"occurrence_key": key, "skipped": True}
    assert remind("skip", row["id"], "--undo", "--json") == {"occurrence_key": key, "skipped": False}
    moved = remind("snooze", row["id"], "--until", later.isoformat(), "--json")
    assert moved == {"occurrence_key": key, "due": later.isoformat()}
    paused = remind("pause", row["id"], "--json")
    assert paused == {"paused": [row["id"]], "until": None}
    assert remind("resume", "--json") == {"ended": 1}
    assert remind("remove", row["id"], "--json") == {"removed": ["Morning"]}
    assert remind("undo", "--json") == {"change": "remove", "name": "Morning"}
    assert remind("undo", "--json") is None
    file = str(tmp_path / "reminders.ics")
    assert remind("export", file, "--json") == {"file": file, "reminders": 1, "notes": []}
    assert "both want standard output" in remind("export", "-", "--json", code=2)
    assert remind("channel", "add", "lamp", "--json", "--", "true", "x") == {"channel": "command:lamp"}
    assert remind("channel", "remove", "lamp", "--json") == {"removed": "lamp"}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("3d", timedelta(days=3)),
        ("1 week", timedelta(days=7)),
        ("90 seconds", timedelta(seconds=90)),
        ("10 days", timedelta(days=10)),
    ],
)
def test_spans_are_read(text: str, span: timedelta) -> None:
    assert SPAN(text) == span


@pytest.mark.parametrize("text", ["", "d", "-3d", "0m", "1y", "soon", "99999w"])
def test_no_span_is_guessed(text: str) -> None:
    with pytest.raises(click.BadParameter, match="no span of time"):
        SPAN(text)


def test_a_time_of_day_is_the_next_one() -> None:
    found = INSTANT("0:01")
    assert found > datetime.now()  # noqa: DTZ005 -- a wall time
    with pytest.raises(click.BadParameter, match="is no time"):
        INSTANT("tea time")


@pytest.fixture
def service() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "mindful", "remind", "run"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert process.stderr.readline() == "Reminders are sent while this runs. End it with Ctrl-C.\n"
        yield process
        process.kill()


def waited_for(file: Path) -> str:
    end = time.monotonic() + PATIENCE_S
    while not file.exists() or not file.read_text(encoding="utf-8").endswith("\n"):
        assert time.monotonic() < end, "the message did not come"
        time.sleep(0.1)
    return file.read_text(encoding="utf-8")


def test_a_running_service_sends_what_another_process_adds(
    remind: Callable[..., Any], mail: Path, service: subprocess.Popen[str]
) -> None:
    short = added(remind, "daily at 7:30")["id"][-6:]
    soon = datetime.now() + timedelta(seconds=3)  # noqa: DTZ005 -- a wall time
    remind("snooze", short, "--until", soon.isoformat(timespec="seconds"))
    assert waited_for(mail) == "Time for your pause|\n"
    assert "runs already on this machine" in remind("run", code=1)
    assert remind("tick", "--once", "--json") == []
    service.send_signal(signal.SIGTERM)
    assert service.wait(PATIENCE_S) == 0
    assert service.stderr
    assert service.stderr.read() == "Reminders are not sent any more.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows replaces no file that is open.")
def test_a_running_service_goes_on_with_a_backup_that_is_put_back(
    remind: Callable[..., Any], mail: Path, data: Path, service: subprocess.Popen[str]
) -> None:
    short = added(remind, "daily at 7:30")["id"][-6:]
    # It looks every two seconds, and so has seen the former file.
    time.sleep(3)
    # What is open may stay in the journal of its own file.
    with closing(sqlite3.connect(data / "mindful.db")) as former, closing(sqlite3.connect(data / "backup")) as backup:
        former.backup(backup)
    for end in ("-wal", "-shm"):
        (data / f"mindful.db{end}").unlink(missing_ok=True)
    (data / "backup").replace(data / "mindful.db")
    soon = datetime.now() + timedelta(seconds=3)  # noqa: DTZ005 -- a wall time
    remind("snooze", short, "--until", soon.isoformat(timespec="seconds"))
    assert waited_for(mail) == "Time for your pause|\n"
    service.send_signal(signal.SIGTERM)
    assert service.wait(PATIENCE_S) == 0


def test_a_tick_that_is_interrupted_leaves_what_is_lined_up_to_the_next(
    remind: Callable[..., Any], data: Path, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    AddressBook(data).keep_command("slow", ["sh", "-c", f"echo >> {shlex.quote(str(begun))}; sleep 1"])
    for minute in range(4):
        remind("add", f"daily at 7:3{minute}", "--channel", "command:slow")
    program = [sys.executable, "-m", "mindful", "remind", "tick", "--now", at(1, "07:40")]
    with subprocess.Popen(program, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + PATIENCE_S
        while not begun.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert len(begun.read_text(encoding="utf-8").splitlines()) == 1
    sent = remind("tick", "--now", at(1, "07:41"), "--json")
    assert [row["state"] for row in sent] == ["sent"] * len(sent)
    assert len(sent) >= 3


@pytest.mark.parametrize(
    "words",
    [
        ("pause", "--until", "9999-12-31T23:59:00-05:00"), ("pause", "--until", "0001-01-01"),
        ("pause", "--until", "9999-12-31T02:00"),
        ("pause", "--until", "18:30+02:00"), ("pause", "--for", "12345d"), ("pause", "--for", "999999999w"),
        ("log", "--since", "0001-01-01"), ("next", "daily at 7:30", "--after", "0001-01-01"),
        ("add", "daily at 7:30", "--quiet", "21:00Z-08:00"), ("add", "daily at 7:30", "--quiet", "21:00:30-08:00"),
        ("add", "daily at 7:30", "--title", "not \udcff text"), ("add", "daily at 7:30", "--anchor", "\0"),
        ("add", "once on 2020-01-01 at 18:00"),
        ("next", "--rrule", "DTSTART:99991231T235900Z RRULE:FREQ=DAILY;COUNT=3"),
    ],
    ids=lambda words: " ".join(words).encode("ascii", "replace").decode(),
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(remind: Callable[..., Any], words: tuple[str, ...]) -> None:
    said = remind(*words, code=2)
    assert said.startswith("error: ")
    assert "Traceback" not in said
    assert remind("list", "--json") == []


def test_the_last_day_there_is_can_be_named(remind: Callable[..., Any]) -> None:
    assert remind("log", "--until", "9999-12-31") == "Nothing is like that.\n"
    assert remind("pause", "--for", "100 days").startswith("Paused all reminders until ")


def event(uid: str, summary: str, *lines: str, year: int = 9000) -> str:
    head = [f"UID:{uid}", "DTSTAMP:20260101T000000Z", f"DTSTART;TZID=Europe/Berlin:{year}0301T073000"]
    return "\r\n".join(["BEGIN:VEVENT", *head, f"SUMMARY:{summary}", *lines, "END:VEVENT"])


def calendar(tmp_path: Path, *events: str) -> str:
    file = tmp_path / "theirs.ics"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:theirs", *events, "END:VCALENDAR", ""]
    file.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    return str(file)


def test_events_of_others_can_be_named_by_the_id_that_is_shown(remind: Callable[..., Any], tmp_path: Path) -> None:
    file = calendar(tmp_path, event("one@calendar.example", "One"), event("two@calendar.example", "Two"))
    added = remind("import", file, "--json")
    assert len({row["id"][-6:] for row in added}) == 2
    assert "Removed: One" in remind("remove", next(row["id"][-6:] for row in added if row["title"] == "One"))
    assert [row["title"] for row in remind("list", "--json")] == ["Two"]
    assert "Added one reminder; 1 you have already." in remind("import", file)


def test_events_that_cannot_be_reminders_keep_no_others_out(remind: Callable[..., Any], tmp_path: Path) -> None:
    file = calendar(
        tmp_path,
        event("1", "Fine", "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z"), event("2", "x" * 900), event("3", "\0nul"),
        event("4", "\x1b[31mred", "RRULE:FREQ=SECONDLY"), event("5", "Over", year=2020),
        event("6", "End", year=9999).replace("Europe/Berlin:99990301T073000", "America/New_York:99991231T233000"),
    )  # fmt: skip
    said = remind("import", file)
    assert "Added one reminder." in said
    assert said.count("was left out.") == 3
    assert "Left out: 2 events that will not come any more." in said
    assert "\x1b" not in said
    assert max(map(len, said.splitlines())) < 160
    assert [row["title"] for row in remind("list", "--json")] == ["Fine"]


def test_two_events_of_one_name_come_as_one_reminder_and_a_sentence(remind: Callable[..., Any], tmp_path: Path) -> None:
    file = calendar(tmp_path, event("1", "Fine", "RRULE:FREQ=DAILY"), event("1", "Again"))
    assert '"Again" was left out. It goes by the name of another one.' in remind("import", file)
    assert [row["title"] for row in remind("list", "--json")] == ["Fine"]


def test_a_fault_of_ours_in_a_tick_is_told(
    remind: Callable[..., Any], mail: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    del mail
    added(remind)

    def faulty(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("mindful.reminders.service.ticking.claim", faulty)
    assert remind("tick", code=2).startswith("error: Looking for what is due failed: ZeroDivisionError.")
    assert "Traceback" in caplog.text
