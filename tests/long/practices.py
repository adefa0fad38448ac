"""Every practice that ships, rendered at all of its lengths: `python -m tests.long.practices [NAME...]`.

For each: the length of the track by its samples, how much of it is speech, its longest silence, the loudness of its
speech and its true peak, and whether no step of its level and no bell would startle.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import soundfile

from mindful.library import shipped_scripts
from mindful.studio.shelf import Practice, practices
from mindful.units import SAMPLE_RATE_HZ

LOUDNESS_LUFS, WITHIN_LU, PEAK_DBTP = -18.0, 0.5, -1.5
"""Where the speech of every track stands, how near, and what no peak goes beyond."""


def mindful(*arguments: object) -> str:
    """Run the command and return what it prints."""
    command = [sys.executable, "-m", "mindful", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def row_of(practice: Practice, length_s: float, folder: Path) -> tuple[str, bool]:
    """Render one practice at one length; return its row of the table, and whether all is as promised."""
    out, timeline_file = folder / f"{practice.name}.wav", folder / f"{practice.name}.json"
    order = ("--length", f"{length_s:g}s", "-o", out, "--timeline", timeline_file, "--json", "--quiet")
    [track] = json.loads(mindful("render", practice.path, *order))
    events = json.loads(timeline_file.read_text(encoding="utf-8"))["events"]
    frames = soundfile.info(out).frames
    out.unlink()
    spoken_s = sum(event["duration_s"] for event in events if event["kind"] == "speech")
    silent_s = max(event["duration_s"] for event in events if event["kind"] in {"pause", "gap"})
    lufs, peak = track["speech_lufs"], track["true_peak_dbtp"]
    gate = not track["warnings"]
    good = frames == length_s * SAMPLE_RATE_HZ and abs(lufs - LOUDNESS_LUFS) <= WITHIN_LU and peak <= PEAK_DBTP and gate
    row = (
        f"{practice.name:30} {length_s:6g} s  {frames / SAMPLE_RATE_HZ:9.3f} s  speech {spoken_s / length_s:4.0%} "
        f"{lufs:7.2f} LUFS  peak {peak:6.2f} dBTP  longest silence {silent_s:5.1f} s  gate {'passed' if gate else track['warnings']}"
    )
    return row, good


def main() -> int:
    """Print the table; 1 where a row is not as promised."""
    wanted = [each for each in practices(shipped_scripts().parent) if each.ships]
    rows = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for practice in wanted:
            for length_s in practice.lengths_s if not sys.argv[1:] or practice.name in sys.argv[1:] else ():
                row, good = row_of(practice, length_s, Path(folder))
                rows, failed = rows + 1, failed + (not good)
                print(row, "" if good else "  <-- not as promised", flush=True)  # noqa: T201 -- a table for people
    print(f"{rows - failed} of {rows} as promised")  # noqa: T201
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
