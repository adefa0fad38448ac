"""A program of the person's own: what it is given, and what is told when it fails, hangs, or prints a secret."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

import pytest

from mindful.reminders.delivery import ACTIONS, AddressBook, DeliveryError, Message
from mindful.reminders.delivery.command import CommandChannel, channel

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.reminders.delivery import Receipt, Surroundings

KEY = "sk-4f9a2b7c1d"


def run(addresses: AddressBook, message: Message, source: str, *arguments: str, send_s: float = 10.0) -> Receipt:
    """Send a message by a Python program."""
    addresses.keep_command("lamp", [sys.executable, "-c", source, *arguments])
    return CommandChannel("lamp", addresses, send_s=send_s).send(message, ACTIONS)


def test_a_command_finds_the_reminder_in_its_environment_and_its_input(
    addresses: AddressBook, message: Message, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINDFUL_LIBRARY", "kept")
    source = (
        "import json, os, sys; json.dump([sys.stdin.read(), "
        "{k: v for k, v in os.environ.items() if k.startswith('MINDFUL_REM')}, os.environ['MINDFUL_LIBRARY']], "
        "open(sys.argv[1], 'w'))"
    )
    receipt = run(addresses, message, source, str(tmp_path / "seen"))
    assert (receipt.channel, receipt.state) == ("command:lamp", "delivered")
    assert json.loads((tmp_path / "seen").read_text()) == [
        f"{message.title}\n{message.body}\n",
        {
            "MINDFUL_REMINDER_TITLE": message.title,
            "MINDFUL_REMINDER_BODY": message.body,
            "MINDFUL_REMINDER_ID": "01JA",
            "MINDFUL_REMINDER_OCCURRENCE": "2027-03-28T07:30",
        },
        "kept",
    ]


def test_no_shell_reads_the_message(addresses: AddressBook, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    nasty = Message(title=f"$(touch {mark}); `touch {mark}`\0", reminder_id="1", occurrence_key="k")
    addresses.keep_command("lamp", [sys.executable, "-c", "", f"; touch {mark}"])
    assert CommandChannel("lamp", addresses).send(nasty).state == "delivered"
    assert not mark.exists()


def test_a_failure_is_told_with_its_code_and_its_first_words(addresses: AddressBook, message: Message) -> None:
    receipt = run(addresses, message, "import sys; print('The lamp is off.\\nReally.', file=sys.stderr); sys.exit(3)")
    assert (receipt.state, receipt.lasting) == ("failed", False)
    assert receipt.detail == "It ended with exit code 3: The lamp is off."


def test_a_silent_failure_is_told_with_its_code(addresses: AddressBook, message: Message) -> None:
    assert run(addresses, message, "raise SystemExit(1)").detail == "It ended with exit code 1."


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_signal_is_told(addresses: AddressBook, message: Message) -> None:
    assert run(addresses, message, "import os; os.kill(os.getpid(), 9)").detail == "It was ended by signal 9."


def test_a_command_that_hangs_is_stopped_with_all_it_has_started(
    addresses: AddressBook, message: Message, tmp_path: Path
) -> None:
    child = f"import time; time.sleep(2); open({str(tmp_path / 'late')!r}, 'w')"
    source = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    began = time.monotonic()
    receipt = run(addresses, message, source, send_s=1.0)
    assert time.monotonic() - began < 5
    assert receipt.state == "unknown"
    assert receipt.detail == "It did not end within 1 seconds, and was stopped."
    time.sleep(2.0)
    assert not (tmp_path / "late").exists()


def test_what_runs_on_in_the_background_is_not_waited_for(addresses: AddressBook, message: Message) -> None:
    source = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)'])"
    began = time.monotonic()
    assert run(addresses, message, source).state == "delivered"
    assert time.monotonic() - began < 10


def test_secrets_that_it_prints_are_masked(addresses: AddressBook, message: Message) -> None:
    addresses.keep_url("phone", "ntfys://mia:tulips-1848@ntfy.example/quiet-garden")
    source = (
        "import sys; print(sys.argv[1], 'tulips-1848', 'password=hunter22', 'https://u:p@x.org', 'Bearer abcdef99', "
        "file=sys.stderr); sys.exit(1)"
    )
    receipt = run(addresses, message, source, f"--key={KEY}")
    assert receipt.detail == "It ended with exit code 1: *** *** password=*** *** Bearer ***"


def test_a_program_that_is_not_there_is_told_and_not_tried_again(addresses: AddressBook, message: Message) -> None:
    addresses.keep_command("lamp", ["no-such-lamp", "on"])
    made = CommandChannel("lamp", addresses)
    receipt = made.send(message)
    assert (receipt.state, receipt.lasting) == ("failed", True)
    assert receipt.detail == '"no-such-lamp" cannot be run: No such file or directory.'
    assert made.available().reason == 'There is no program "no-such-lamp".'


def test_availability_looks_for_the_program_and_the_name(addresses: AddressBook) -> None:
    made = CommandChannel("lamp", addresses)
    assert made.available().reason == 'There is no address or command called "lamp".'
    addresses.keep_command("lamp", [sys.executable])
    assert made.available().ok
    assert not made.withdraw("anything")
    made.close()


def test_the_entry_point_wants_a_name(surroundings: Surroundings) -> None:
    assert channel("lamp", surroundings).name == "command:lamp"
    with pytest.raises(DeliveryError, match="Which command"):
        channel("", surroundings)
