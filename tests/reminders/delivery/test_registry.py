"""Channels through entry points: the built-in ones, those of others, and broken ones."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Any

import pytest

from mindful.reminders.delivery import DeliveryError, Registry, Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

    Offer = Callable[[dict[str, str]], Registry]

ROOM = "mindful.reminders.delivery"
BUILT_IN = {
    "apprise": f"{ROOM}.apprise_urls:channel",
    "command": f"{ROOM}.command:channel",
    "desktop": f"{ROOM}.desktop:channel",
    "sound": f"{ROOM}.sound:channel",
    "terminal": f"{ROOM}.terminal:channel",
}


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch, surroundings: Surroundings) -> Offer:
    """Return what makes a registry of some entry points."""

    def make(values: dict[str, str]) -> Registry:
        def points(*, group: str) -> list[EntryPoint]:
            return [EntryPoint(name=name, value=value, group=group) for name, value in values.items()]

        monkeypatch.setattr(f"{ROOM}.registry.entry_points", points)
        return Registry(surroundings)

    return make


def test_the_built_in_channels_come_through_the_same_door(offer: Offer) -> None:
    registry = offer(BUILT_IN)
    assert registry.kinds() == ("apprise", "command", "desktop", "sound", "terminal")
    assert registry.problems() == ()
    for name in ("apprise:phone", "command:lamp", "desktop", "sound", "terminal"):
        assert registry.channel(name).name == name
        assert registry.channel(name) is registry.channel(name)
    registry.close()


def test_a_broken_channel_is_listed_and_stops_no_other(offer: Offer) -> None:
    registry = offer({**BUILT_IN, "pigeon": "no_such_package:channel", "smoke": f"{ROOM}.port:nothing"})
    assert [problem.channel for problem in registry.problems()] == ["pigeon", "smoke"]
    assert registry.problems()[0].reason == "ModuleNotFoundError: No module named 'no_such_package'."
    assert registry.channel("terminal").name == "terminal"
    with pytest.raises(DeliveryError, match='The channel "pigeon" is broken: ModuleNotFoundError'):
        registry.channel("pigeon:coop")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("desktpo", 'Did you mean "desktop"?'),
        ("xyz", "There are: apprise, command, desktop, sound, terminal."),
        ("", "There are: apprise, command, desktop, sound, terminal."),
    ],
)
def test_an_unknown_channel_is_told_with_what_is_near(offer: Offer, name: str, hint: str) -> None:
    with pytest.raises(DeliveryError, match="There is no channel") as told:
        offer(BUILT_IN).channel(name)
    assert told.value.hint == hint


def test_an_installation_without_channels_says_so(offer: Offer) -> None:
    with pytest.raises(DeliveryError) as told:
        offer({}).channel("desktop")
    assert told.value.hint == "There are: none."


def test_a_broken_channel_names_the_package_it_comes_from(
    monkeypatch: pytest.MonkeyPatch, surroundings: Surroundings
) -> None:
    class Package:
        name = "mindful-pigeon"

    class Point:
        name, dist = "pigeon", Package()

        def load(self) -> Any:
            """Fail."""
            raise RuntimeError("no coop")

    monkeypatch.setattr(f"{ROOM}.registry.entry_points", lambda **_: [Point()])
    assert Registry(surroundings).problems()[0].hint == "It comes from mindful-pigeon; install that again."


def test_one_that_fails_to_close_leaves_no_other_open(offer: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = offer(BUILT_IN)
    closed = []
    monkeypatch.setattr(registry.channel("sound"), "close", lambda: 1 / 0)
    monkeypatch.setattr(registry.channel("terminal"), "close", lambda: closed.append("terminal"))
    registry.close()
    assert closed == ["terminal"]
