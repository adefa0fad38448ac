from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from mindful.cli import main
from mindful.library import read_manifest

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


def test_a_preview_is_the_beginning_of_the_track_alone(tmp_path: Path) -> None:
    script = tmp_path / "gate.md"
    sentences = "\n\n".join(f"Here is sentence number {number}. [pause 5s]" for number in range(1, 30))
    script.write_text(f"## One\n[bell bowl]\n\n{CALM}\n\n{sentences}\n")
    out = tmp_path / "gate.wav"
    assert main(["render", str(script), "-o", str(out), "--preview", "12s", "--soundscape", "rain"]) == 0
    assert not out.exists()
    made = tmp_path / "gate-preview.wav"
    assert read_manifest(made) is None
    samples, rate = soundfile.read(made)
    assert len(samples) == 12 * rate
    assert np.abs(samples[-rate // 100 :]).max() < 0.01
    whole = tmp_path / "whole.wav"
    assert main(["render", str(script), "-o", str(whole), "--soundscape", "rain"]) == 0
    # The same track, but for the end, where both fade.
    assert np.array_equal(samples[: 7 * rate], soundfile.read(whole, frames=7 * rate)[0])
