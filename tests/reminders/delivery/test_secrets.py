"""Addresses are kept private, used by name, and shown to nobody."""

from __future__ import annotations

import copy
import json
import os
import pickle
import sys
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindful.reminders.delivery import AddressBook, DeliveryError, Secret
from mindful.reminders.delivery.masking import hide, on_one_line, parts_of, parts_of_argument, pattern_of

if TYPE_CHECKING:
    from pathlib import Path

URL = "ntfys://mia:tulips%40noon@ntfy.example:8443/quiet-garden?token=tk_9f8e7d6c&priority=low"


def test_an_address_is_kept_in_a_private_file(addresses: AddressBook, tmp_path: Path) -> None:
    addresses.keep_url("phone", f" {URL}\n")
    file = tmp_path / "data" / "delivery.json"
    assert json.loads(file.read_text()) == {"phone": URL}
    assert [one.name for one in file.parent.iterdir()] == ["delivery.json"]
    assert addresses.url("phone").reveal() == URL
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700


def test_what_another_process_has_written_is_seen(addresses: AddressBook, tmp_path: Path) -> None:
    other = AddressBook(tmp_path / "data")
    assert other.listed() == ()
    addresses.keep_url("phone", URL)
    assert other.url("phone").reveal() == URL
    other.keep_url("phone", "ntfy://localhost/another")
    assert addresses.url("phone").reveal() == "ntfy://localhost/another"
    assert addresses.mask("another") == "***"
    (tmp_path / "data" / "delivery.json").unlink()
    assert addresses.listed() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are POSIX's")
def test_a_file_that_others_could_read_is_made_private_again(addresses: AddressBook, tmp_path: Path) -> None:
    addresses.keep_url("phone", URL)
    file = tmp_path / "data" / "delivery.json"
    file.chmod(0o644)
    assert addresses.url("phone").reveal() == URL
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_file_that_is_a_link_stays_one(addresses: AddressBook, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "dotfiles.json").write_text("{}")
    (tmp_path / "data" / "delivery.json").symlink_to(tmp_path / "dotfiles.json")
    addresses.keep_url("phone", URL)
    assert (tmp_path / "data" / "delivery.json").is_symlink()
    assert json.loads((tmp_path / "dotfiles.json").read_text()) == {"phone": URL}


def test_the_list_shows_no_more_than_the_kind(addresses: AddressBook) -> None:
    addresses.keep_url("phone", URL)
    addresses.keep_command("lamp", ["lamp", "--key=4f9a2b7c1d", "on"])
    addresses.keep_command("bell", ["bell"])
    assert [(one.channel, one.shown) for one in addresses.listed()] == [
        ("command:bell", "bell"),
        ("command:lamp", "lamp ***"),
        ("apprise:phone", "ntfys://***"),
    ]


def test_an_address_can_be_forgotten(addresses: AddressBook) -> None:
    addresses.keep_url("phone", URL)
    assert addresses.forget("phone")
    assert not addresses.forget("phone")
    with pytest.raises(DeliveryError, match='There is no address or command called "phone"') as told:
        addresses.url("phone")
    assert told.value.hint == "None is kept yet."


def test_names_are_told_apart(addresses: AddressBook) -> None:
    addresses.keep_url("phone", URL)
    addresses.keep_command("lamp", ["lamp"])
    for ask, name, hint in (
        (addresses.url, "lamp", "Its channel is command:lamp."),
        (addresses.command, "phone", "Its channel is apprise:phone."),
        (addresses.url, "fone", "There are: lamp, phone."),
    ):
        with pytest.raises(DeliveryError) as told:
            ask(name)
        assert told.value.hint == hint


@pytest.mark.parametrize("name", ["", "My phone", "a:b", "-x", "../x", "x" * 65])
def test_a_name_is_simple(addresses: AddressBook, name: str) -> None:
    with pytest.raises(DeliveryError, match="cannot be the name"):
        addresses.keep_url(name, URL)


def test_an_address_has_a_scheme_and_is_not_repeated(addresses: AddressBook) -> None:
    with pytest.raises(DeliveryError, match="begins with the name of its service") as told:
        addresses.keep_url("phone", "tulips@noon")
    assert "tulips" not in str(told.value)


@pytest.mark.parametrize("arguments", [[], [""], ["lamp", "a\0b"]])
def test_a_command_has_a_program(addresses: AddressBook, arguments: list[str]) -> None:
    with pytest.raises(DeliveryError, match="needs a program"):
        addresses.keep_command("lamp", arguments)


@pytest.mark.parametrize("text", ["{", "[]", '{"phone": 3}', '{"lamp": []}', '{"lamp": [3]}', '{"lamp": {}}', "\udcff"])
def test_a_broken_file_is_told_without_what_is_in_it(addresses: AddressBook, tmp_path: Path, text: str) -> None:
    addresses.keep_url("phone", URL)
    (tmp_path / "data" / "delivery.json").write_bytes(f"{text} ".encode(errors="surrogateescape"))
    with pytest.raises(DeliveryError, match="cannot be read: it is not as we wrote it") as told:
        addresses.url("phone")
    assert told.value.__cause__ is None
    # What was known before stays masked.
    assert addresses.mask("quiet-garden") == "***"


def test_a_file_that_cannot_be_read_or_written_is_told(addresses: AddressBook, tmp_path: Path) -> None:
    (tmp_path / "data" / "delivery.json").mkdir(parents=True)
    with pytest.raises(DeliveryError, match="cannot be read: Is a directory"):
        addresses.url("phone")


def test_a_folder_that_cannot_be_written_is_told(
    addresses: AddressBook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DeliveryError, match=r"cannot be written to .*: No space left on device"):
        addresses.keep_url("phone", URL)
    assert not (tmp_path / "data" / "delivery.json").exists()


def test_a_secret_shows_itself_nowhere() -> None:
    secret = Secret(URL)
    assert (str(secret), repr(secret), f"{secret}") == ("ntfys://***", "Secret('ntfys://***')", "ntfys://***")
    assert str(Secret("tulips")) == "***"
    for leak in (json.dumps, pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            leak(secret)


@pytest.mark.parametrize(
    "text",
    [
        URL,
        "tulips%40noon",
        "tulips@noon",
        quote("tulips@noon", safe=""),
        b64encode(b"mia:tulips@noon").decode(),
        "tk_9f8e7d6c",
        "quiet-garden",
        "ntfy.example",
    ],
)
def test_an_address_is_masked_in_every_form(text: str) -> None:
    seen = Secret(URL).mask(f"It says {text}, and token.")
    assert seen.startswith("It says ")
    assert text not in seen
    # The names of fields are no secret.
    assert seen.endswith("and token.")


def test_short_parts_are_hidden_as_words_only() -> None:
    assert Secret("mailto://mia:pad@example.org").mask("mia, padding, pad") == "***, padding, ***"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("postgresql://mia:hunter2@db/x", "postgresql://***@db/x"),
        ("password=hunter2 next", "password=*** next"),
        ('{"api_key": "abc", "n": 1}', '{"api_key": "***", "n": 1}'),
        ("Authorization: Bearer abc.def", "Authorization: ***"),
        ("sent Basic bWlhOnR1bGlwcw==", "sent Basic ***"),
        ("X-Auth-Token: 99", "X-Auth-Token: ***"),
        ("no secret: the token ring", "no secret: *** token ring"),
        ("The basic idea", "The basic idea"),
    ],
)
def test_what_looks_like_a_password_is_masked_wherever_it_comes_from(text: str, seen: str) -> None:
    assert hide(text, None) == seen


def test_of_a_commands_arguments_words_stay_readable_and_keys_do_not() -> None:
    found = parts_of_argument("curl --header 'X-Key: 4f9a2b7c1d' https://mia:tulips@noon.example/hook no such lamp")
    seen = hide("no such lamp: 4f9a2b7c1d at noon.example for tulips", pattern_of(found))
    assert seen == "no such lamp: *** at *** for ***"
    assert hide("on hunter2", pattern_of(parts_of_argument("--pass=hunter2"))) == "on ***"


def test_nothing_to_hide_is_no_pattern() -> None:
    assert pattern_of(["", "a"]) is None


@given(
    user=st.text("abcdefgh", min_size=3, max_size=12),
    password=st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=3, max_size=20),
)
def test_no_password_survives_a_mask(user: str, password: str) -> None:
    """A password of any letters is hidden as it is and encoded, unless it is a part of the sentence itself."""
    address = f"mailto://{user}:{quote(password, safe='')}@example.org/inbox"
    pattern = pattern_of(parts_of(address))
    for form in (password, quote(password, safe="")):
        assert form not in hide(f"[{form}]", pattern).removeprefix("[").removesuffix("]").replace("***", "")


@given(st.text())
def test_a_detail_is_one_short_line(text: str) -> None:
    line = on_one_line(text)
    assert line.isprintable()
    assert len(line) <= 300
