"""A script with everything the language has, rendered with the real voice and measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

import mindful
from mindful.cli import main
from mindful.sounds import bells, breath

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 44_100
SCRIPT = """---
title: All of it
vars: {name: friend, mood: calm}
lexicon: lexicons/words.yaml
pause_words: {long: 2s}
seed: 5
---
# All of it

Welcome, {name|you}. // is spoken
<!-- is not -->

## Breath (12 s)

[mark breath]
[breathe 3-1-2 x1]
[breathe 1-1 x2 cues tone]

## Body

[audio sounds/closing.wav -3dB]
[repeat 1..3]
Feel sati. [long pause]
[end]
[if mood = calm] It is calm. [else] Never said. [end]
[one of] Red. [or] Blue. [end]
[optional 2] Too much. [pause exactly 1h] [end]
[include parts/rest.md]
"""
PART = "# A part\n\nRest now. [pause exactly 14s bell chime every 5s]\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    for folder in ("lexicons", "parts", "sounds"):
        (tmp_path / folder).mkdir()
    (tmp_path / "lexicons" / "words.yaml").write_text("sati: sah tee\n")
    (tmp_path / "parts" / "rest.md").write_text(PART)
    wave = 0.2 * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE)
    soundfile.write(tmp_path / "sounds" / "closing.wav", wave, RATE)
    file = tmp_path / "all.md"
    file.write_text(SCRIPT)
    return file


def rendered(script: Path, *options: str) -> tuple[NDArray[np.float64], dict[str, Any]]:
    out, timeline = script.with_suffix(".wav"), script.with_suffix(".json")
    assert main(["render", str(script), "-o", str(out), "--timeline", str(timeline), *options]) == 0
    return soundfile.read(out, dtype="float64", always_2d=True)[0], json.loads(timeline.read_text())


def place_of(
    pattern: NDArray[np.float32], samples: NDArray[np.float64], around_s: float, within_s: float = 0.5
) -> float:
    """Return where, near a time in seconds, a pattern fits best: the lag of the largest correlation."""
    start = round((around_s - within_s) * RATE)
    part = samples[start : start + len(pattern) + round(2 * within_s * RATE), 0]
    size = 1 << (len(part) + len(pattern)).bit_length()
    product = np.fft.irfft(np.fft.rfft(part, size) * np.conj(np.fft.rfft(pattern[:, 0], size)))
    return (start + int(np.argmax(product[: round(2 * within_s * RATE)]))) / RATE


def test_everything_is_heard_where_the_timeline_says(script: Path) -> None:
    samples, timeline = rendered(script, "--length", "60s")
    assert len(samples) == 60 * RATE
    events = timeline["events"]
    said = [event["text"] for event in events if event["kind"] == "speech"]
    assert said[0] == "Welcome, friend."
    assert said.count("Feel sati.") == 3
    assert {"It is calm.", "Rest now."} < set(said)
    assert not {"Never said.", "Too much."} & set(said)
    assert len({"Red.", "Blue."} & set(said)) == 1
    assert {event["words"] for event in events if event.get("text") == "Feel sati."} == {"Feel sah tee."}
    strikes = [event["start_s"] for event in events if event["kind"] == "bell"]
    assert strikes == pytest.approx([strikes[0], strikes[0] + 5], abs=1e-9)
    chime = bells.strike("chime").samples[:RATE]
    assert [place_of(chime, samples, at) for at in strikes] == pytest.approx(strikes, abs=0.001)
    phases = [event for event in events if event["kind"] == "breathe"]
    assert [(event["name"], event["duration_s"]) for event in phases] == [
        ("in", 3), ("hold", 1), ("out", 2), *[("in", 1), ("out", 1)] * 2,
    ]  # fmt: skip
    tones = [event["start_s"] for event in phases if "tone_s" in event]
    tone = breath.tone((1.0, 0.0, 1.0, 0.0)).samples
    assert [place_of(tone, samples, at, 0.2) for at in tones] == pytest.approx(tones, abs=0.001)
    (audio,) = (event for event in events if event["kind"] == "audio")
    (mark,) = (event for event in events if event["kind"] == "mark")
    assert (audio["duration_s"], mark["name"]) == (1.0, "breath")


def test_natural_length_has_the_least_of_everything(script: Path) -> None:
    plan = mindful.lay_out(mindful.read(script.read_text(), file=str(script)))
    said = [event.text for event in plan.events if event.kind == "speech"]
    assert said.count("Feel sati.") == 1
    assert "Too much." not in said
    pauses = [event.frames / RATE for event in plan.events if event.name == "pause"]
    assert pauses[0] == 2.0
    assert plan.range_frames[1] is not None
    assert plan.range_frames[1] > 3600 * RATE


def test_check_names_included_files_and_what_cannot_be_included(
    script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script.write_text("One. [include parts/rest.md] [include ../out.md] [include parts/none.md]\n")
    (script.parent / "parts" / "rest.md").write_text("Two. [puase 5s]\n")
    assert main(["check", str(script), "--format", "json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert [(Path(row["file"]).name, row["line"], row["column"], row["code"]) for row in found] == [
        ("all.md", 1, 30, "E114"), ("all.md", 1, 50, "E114"), ("rest.md", 1, 6, "E101"),
    ]  # fmt: skip


def test_what_an_included_file_names_is_found_beside_it_first_then_beside_the_script(script: Path) -> None:
    folder = script.parent
    for name, length_s in (("parts/own.wav", 1), ("own.wav", 2), ("shared.wav", 3), ("parts/rain.wav", 9)):
        soundfile.write(folder / name, np.zeros(length_s * RATE), RATE)
    (folder / "parts" / "rest.md").write_text("[sound rain.wav]\nRest.\n[audio own.wav]\n[audio shared.wav]\n")
    script.write_text("One.\n[include parts/rest.md]\n[audio own.wav]\n")
    plan = mindful.lay_out(mindful.read(script.read_text(), file=str(script)))
    assert [(event.name, event.frames // RATE) for event in plan.events if event.kind in {"audio", "sound"}] == [
        ("parts/rain.wav", 0), ("parts/own.wav", 1), ("shared.wav", 3), ("own.wav", 2),
    ]  # fmt: skip


def test_lexicon_that_cannot_be_read_is_told(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script.write_text("---\nlexicon: [none.yaml, lexicons/words.yaml, {Vedana: way dah nah}]\n---\nSati, Vedana.\n")
    (script.parent / "lexicons" / "words.yaml").write_text("- a\n- b\n")
    assert main(["check", str(script), "--format", "json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert [(Path(row["file"]).name, row["code"]) for row in found] == [("all.md", "E106"), ("words.yaml", "E111")]


def test_setting_says_how_long_worded_pauses_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINDFUL_PAUSE_WORDS", "long 3s, brief 1s")
    plan = mindful.lay_out(mindful.read("One. [long pause] Two. (brief pause) Three. [pause]"))
    assert [event.frames / RATE for event in plan.events if event.kind == "pause"] == [3.0, 1.0, 5.0]
