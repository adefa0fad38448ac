from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_row_has_its_figure_its_floor_and_its_target(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    command = [sys.executable, "-m", "tests.benchmarks", "--only", "reading", "--json", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "read + expand + lay out" in done.stdout
    whole, *steps, short, memory = json.loads(file.read_text())["rows"]
    assert memory["what"].startswith("memory for 30,000 short lines")
    assert memory["met"]
    assert short["what"].startswith("read + expand + lay out 11,000 short lines")
    assert short["measured"] > short["floor"] > 0
    assert whole["name"] == "reading"
    assert whole["measured"] > whole["floor"] > 0
    assert whole["met"] is (whole["measured"] <= whole["limit"])
    assert [step["what"].strip() for step in steps] == ["read", "expand", "lay out", "fit", "first script"]
    assert all(step["measured"] > 0 and step["met"] is None for step in steps)
