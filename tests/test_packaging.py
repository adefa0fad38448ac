"""What the package promises to those who install it."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import mindful

CHECKOUT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN = [Requirement(text) for text in PROJECT["dependencies"]]
TEST = [Requirement(text) for text in PROJECT["optional-dependencies"]["test"]]


def pins(name: str) -> dict[str, str]:
    text = (CHECKOUT / "requirements" / name).read_text(encoding="utf-8")
    found = re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", text, re.MULTILINE | re.IGNORECASE)
    return {canonicalize_name(package): version for package, version in found}


def tracked_files() -> list[Path]:
    run = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return [CHECKOUT / name for name in run.stdout.split("\0") if name and (CHECKOUT / name).is_file()]


def test_the_version_comes_from_one_place() -> None:
    assert importlib.metadata.version("mindful-audio") == mindful.__version__
    assert PROJECT["dynamic"] == ["version"]


def test_the_changelog_has_the_version_of_the_package() -> None:
    assert f"## [{mindful.__version__}]" in (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_command_and_the_built_in_voices_come_through_entry_points() -> None:
    scripts = importlib.metadata.entry_points(group="console_scripts", name="mindful")
    assert [point.value for point in scripts] == ["mindful.cli:main"]
    voices = importlib.metadata.entry_points(group="mindful.voices")
    assert {"piper", "system"} <= {point.name for point in voices}


@pytest.mark.parametrize(("name", "wanted"), [("run.txt", RUN), ("test.txt", RUN + TEST)])
def test_the_pins_meet_the_ranges_and_miss_nothing(name: str, wanted: list[Requirement]) -> None:
    pinned = pins(name)
    for requirement in wanted:
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not pinned in {name}; run: make pins"
        assert requirement.specifier.contains(version), f"{requirement} against {version}; run: make pins"


@pytest.mark.parametrize("name", ["run.txt", "test.txt"])
def test_every_pin_has_a_hash_and_no_address(name: str) -> None:
    text = (CHECKOUT / "requirements" / name).read_text(encoding="utf-8")
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]:
        assert "--hash=sha256:" in entry, entry.split()[0]
    assert "://" not in text
    assert not re.search(r"^\s*-(?:-(?:extra-)?index|-find-links|i|f)\b", text, re.MULTILINE)


def test_no_lock_file_with_index_addresses_is_tracked() -> None:
    assert {path.name for path in tracked_files()}.isdisjoint({"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock"})


def test_the_layers_of_the_contract_are_the_rooms_of_the_house() -> None:
    pyproject = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(c for c in pyproject["tool"]["importlinter"]["contracts"] if c["type"] == "layers")["layers"]
    named = {name.strip() for layer in layers for name in layer.split("|")}
    rooms = {path.stem for path in (CHECKOUT / "mindful").iterdir() if path.suffix == ".py" or path.is_dir()}
    # The two dunder modules are doors; the shipped scripts are data.
    assert rooms - {"__init__", "__main__", "__pycache__", "scripts_shipped"} == named
