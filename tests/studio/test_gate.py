from __future__ import annotations

import json
from typing import TYPE_CHECKING

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
