"""What can go wrong while a track is made, with real processes, disks and signals: a sentence, a code, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

PLUGIN = Path(__file__).parent / "silent_voice"
SENTENCES, FEW = 10, 6
LONG = "\n\n".join(
    f"Now turn to breath number {number}, and to the silence that follows it." for number in range(SENTENCES)
)
FAILING = "One calm line.\n\nAnother.\n\n- This one will fail here.\n"

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk of its own")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "long.md"
    file.write_text(LONG)
    return file


@pytest.fixture
def short_script(tmp_path: Path) -> Path:
    file = tmp_path / "short.md"
    file.write_text("\n\n".join(LONG.split("\n\n")[:FEW]))
    return file


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A cache that holds the voice's model, and no sentence yet."""
    models = Path(os.environ["MINDFUL_CACHE"]) / "models"
    cache = tmp_path / "cache"
    if models.is_dir():
        shutil.copytree(models, cache / "models")
    return {**os.environ, "MINDFUL_CACHE": str(cache), "PYTHONPATH": str(PLUGIN)}


def started(environment: dict[str, str], *arguments: object, inside: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "mindful", *map(str, arguments)]
    if inside:
        command = ["unshare", "--mount", "bash", "-ec", f'{inside}; exec "$@"', "mindful", *command]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(environment: dict[str, str], *arguments: object, inside: str = "") -> tuple[int, str, str]:
    running = started(environment, *arguments, inside=inside)
    out, err = running.communicate(timeout=300)
    return running.returncode, out, err


def spoken(environment: dict[str, str]) -> list[Path]:
    return list(Path(environment["MINDFUL_CACHE"]).glob("speech/*/*.speech"))


def interrupted(environment: dict[str, str], script: Path, out: Path, number: signal.Signals) -> tuple[int, str]:
    """Send a signal to a render when it has spoken some of its sentences."""
    running = started(environment, "render", script, "-o", out, "--jobs", "1")
    until = time.monotonic() + 120
    while len(spoken(environment)) < 3 and running.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    running.send_signal(number)
    _, err = running.communicate(timeout=120)
    return running.returncode, err


@pytest.mark.parametrize("suffix", ["mp3", "wav"])
def test_a_killed_render_leaves_no_track_and_the_next_goes_on(
    suffix: str, script: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out" / f"track.{suffix}"
    code, _ = interrupted(environment, script, out, signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert not out.exists()
    before = len(spoken(environment))
    assert 3 <= before < SENTENCES
    code, told, _ = ended(environment, "render", script, "-o", out, "--json")
    assert code == 0
    assert json.loads(told)[0]["sentences_cached"] == before
    assert sorted(path.name for path in out.parent.iterdir()) == [out.name, f"{out.name}.track.json"]


@pytest.mark.parametrize("suffix", ["mp3", "wav"])
def test_ctrl_c_ends_a_render_clean(suffix: str, script: Path, environment: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out" / f"track.{suffix}"
    code, err = interrupted(environment, script, out, signal.SIGINT)
    assert code == 130
    assert err.splitlines()[-1] == "Stopped."
    assert "Traceback" not in err
    assert list(out.parent.iterdir()) == []


@linux_only
@pytest.mark.parametrize("suffix", ["mp3", "m4b", "opus", "ogg", "flac", "wav"])
def test_a_full_disk_is_told_and_leaves_nothing(
    suffix: str, short_script: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    left = tmp_path / "left"
    # Noise fills a disk in every format, and the voice matters to none of this. What is on the disk is looked at from
    # inside, since it is gone with the process.
    inside = f"mount -t tmpfs -o size=512k tmpfs {disk}; trap 'ls -A {disk} >{left}' EXIT; run() {{ \"$@\"; }}; "
    command = [
        sys.executable, "-m", "mindful", "render", str(short_script), "-o", str(disk / f"t.{suffix}"),
        "--length", "2m", "--fill", "--voice", "silent:nobody", "--soundscape", "white",
    ]  # fmt: skip
    run = subprocess.run(
        ["unshare", "--mount", "bash", "-c", f'{inside} run "$@"', "mindful", *command],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert run.returncode == 1, run.stderr
    assert f"error: The disk is full: there is no room left for {disk / f't.{suffix}'}." in run.stderr
    assert "Traceback" not in run.stderr
    assert left.read_text() == ""


@linux_only
def test_a_full_cache_does_not_stand_in_the_way(
    short_script: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    cache = tmp_path / "tiny"
    cache.mkdir()
    environment["MINDFUL_CACHE"] = str(cache)
    inside = f"mount -t tmpfs -o size=256k tmpfs {cache}"
    code, told, err = ended(environment, "render", short_script, "-o", tmp_path / "t.wav", "--json", inside=inside)
    assert (code, err.count("Traceback")) == (0, 0)
    assert json.loads(told)[0]["sentences"] == FEW


@linux_only
def test_a_folder_that_cannot_be_written_is_told(
    short_script: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    code, _, err = ended(
        environment, "render", short_script, "-o", disk / "t.mp3", inside=f"mount -t tmpfs -o ro tmpfs {disk}"
    )
    assert code == 1
    assert f"{disk / 't.mp3'} cannot be written: Read-only file system." in err
    assert "-o" in err


def test_a_voice_that_fails_on_a_line_names_it(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "failing.md"
    file.write_text(FAILING)
    code, _, err = ended(environment, "render", file, "--voice", "silent:nobody", "-o", tmp_path / "t.wav")
    assert code == 1
    assert f"error: {file}:5:3: The voice lost its thread. The line was: 'This one will fail here.'." in err
    assert "Say it in other words." in err
    assert not (tmp_path / "t.wav").exists()


def test_a_voice_that_speaks_longer_than_it_told_is_found_out(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "liar.md"
    file.write_text("I am no liar at all.\n")
    code, _, err = ended(environment, "render", file, "--voice", "silent:nobody", "-o", tmp_path / "t.wav")
    assert code == 1
    assert f"{file}:1:1: The voice spoke" in err


def test_an_engine_of_somebody_else_speaks_and_a_broken_one_is_listed(environment: dict[str, str]) -> None:
    code, told, err = ended(environment, "voices")
    assert code == 0
    assert "silent:nobody" in told
    assert "worn cannot speak: ImportError: libvoice.so" in err
    code, _, err = ended(environment, "voices", "say", "Hello.", "--voice", "worn:out", "-o", "x.wav")
    assert code == 4
    assert "libvoice.so" in err


def test_damaged_sentences_are_spoken_again(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "short.md"
    file.write_text("Breathe in.\n\nBreathe out.\n\nRest.\n")
    render = ("render", file, "-o", tmp_path / "t.wav", "--force", "--json")
    assert ended(environment, *render)[0] == 0
    sound = (tmp_path / "t.wav").read_bytes()
    first, second, third = spoken(environment)
    first.write_bytes(first.read_bytes()[:1_000])
    second.write_bytes(b"")
    data = bytearray(third.read_bytes())
    data[len(data) // 2] ^= 0x55
    third.write_bytes(data)
    (Path(environment["MINDFUL_CACHE"]) / "speech" / "lengths.txt").write_bytes(b"\xff\x00 nonsense\n\n1 2 3\n")
    for model in Path(environment["MINDFUL_CACHE"]).glob("models/*"):
        model.write_bytes(model.read_bytes()[:-1])
    code, _, err = ended(environment, *render)
    assert (code, "Traceback" in err) == (0, False)
    assert (tmp_path / "t.wav").read_bytes() == sound


def test_two_renders_at_once_do_not_harm_each_other(
    short_script: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "t.wav"
    both = [started(environment, "render", short_script, "-o", out, "--force", "--json") for _ in range(2)]
    told: list[Any] = [running.communicate(timeout=300) for running in both]
    assert [running.returncode for running in both] == [0, 0], told
    whole = out.read_bytes()
    assert ended(environment, "render", short_script, "-o", out, "--force")[0] == 0
    assert out.read_bytes() == whole
    assert not [path for path in tmp_path.iterdir() if ".part" in path.name]
