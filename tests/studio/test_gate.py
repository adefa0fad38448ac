from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from mindful.cli import main
from mindful.library import read_manifest
from mindful.loudness import LoudnessReport, Step
from mindful.studio.desk import Desk
from mindful.studio.gate import level_warnings
from mindful.timeline import Timeline

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CALM = "[bell bowl]\n\nRest here for a while. [pause 6s] And now come back. [pause 6s]\n\n[bell chime soft]\n"


def rendered(folder: Path, text: str, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, list[str]]:
    script, out = folder / "gate.md", folder / "gate.wav"
    script.write_text(text)
    capsys.readouterr()
    code = main(["render", str(script), "-o", str(out), "--json", *options])
    warnings = json.loads(capsys.readouterr().out)[0]["warnings"]
    manifest = read_manifest(out)
    assert manifest is not None
    assert manifest["warnings"] == warnings
    return code, warnings


def test_a_calm_track_passes_and_a_startling_one_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rendered(tmp_path, CALM, capsys, "--strict", "--soundscape", "ocean") == (0, [])
    loud = CALM.replace("[bell bowl]", "[bell bowl +10dB]")
    code, [bell, *steps] = rendered(tmp_path, loud, capsys)
    assert code == 0
    assert bell.startswith('The bell "bowl" at 0:0')
    assert rendered(tmp_path, loud, capsys, "--strict") == (3, [bell, *steps])


def test_a_preview_is_the_beginning_of_the_track_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "gate.md"
    sentences = "\n\n".join(f"Here is sentence number {number}. [pause 5s]" for number in range(1, 30))
    script.write_text(f"## One\n[bell bowl]\n\n{CALM}\n\n{sentences}\n")
    out = tmp_path / "gate.wav"
    assert main(["render", str(script), "-o", str(out), "--preview", "12s", "--soundscape", "rain", "--json"]) == 0
    assert not out.exists()
    made = tmp_path / "gate-preview.wav"
    told = json.loads(capsys.readouterr().out)
    assert told == [{"script": str(script), "path": str(made), "duration_s": 12.0}]
    assert main(["render", str(script), "--preview", "12s", "--captions", "vtt"]) == 2
    assert "--preview makes sound alone" in capsys.readouterr().err
    assert read_manifest(made) is None
    samples, rate = soundfile.read(made)
    assert len(samples) == 12 * rate
    assert np.abs(samples[-rate // 100 :]).max() < 0.01
    whole = tmp_path / "whole.wav"
    assert main(["render", str(script), "-o", str(whole), "--soundscape", "rain"]) == 0
    # The same track, but for the end, where both fade.
    assert np.array_equal(samples[: 7 * rate], soundfile.read(whole, frames=7 * rate)[0])


def test_a_step_is_told_with_its_place_and_direction(tmp_path: Path) -> None:
    nothing = Timeline(title="t", frames=1, range_frames=(1, 1), events=())

    def told(rise_lu: float) -> tuple[str, ...]:
        step = Step(at_s=75.0, rise_lu=rise_lu)
        report = LoudnessReport(speech_lufs=-18.0, track_lufs=-18.0, true_peak_dbtp=-3.0, largest_step=step)
        return level_warnings(nothing, report, Desk(cache=tmp_path))

    assert told(9.9) == ()
    assert told(12.0)[0].startswith("At 1:15 the level rises by 12 LU")
    assert told(-12.0)[0].startswith("At 1:15 the level falls by 12 LU")
