"""Real scripts, rendered to exactly ten minutes each: `python -m tests.long.corpus [FOLDER]`.

For every script: the length of the track by its samples, whether `plan` says what `render` writes, whether any markup
is spoken, and the loudness of its speech.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import soundfile

CORPUS = Path(__file__).parents[1] / "corpus" / "scripts"
MARKUP = re.compile(r"[\[\]{}<>*#_|`~]|\b(?:pause|silence) (?:for )?\d|\bseconds of silence\b", re.IGNORECASE)
ORDER = ("--length", "10m", "--fill", "--unknown", "skip")
FRAMES = 600 * 44_100


def mindful(*arguments: object) -> str:
    """Run the command and return what it prints."""
    command = [sys.executable, "-m", "mindful", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def row_of(script: Path, folder: Path) -> tuple[str, bool]:
    """Render one script; return its row of the table, and whether all is as promised."""
    out, timeline_file = folder / f"{script.stem}.wav", folder / f"{script.stem}.json"
    [track] = json.loads(mindful("render", script, "-o", out, "--timeline", timeline_file, "--json", "--quiet", *ORDER))
    timeline = json.loads(timeline_file.read_text(encoding="utf-8"))
    same = json.loads(mindful("plan", script, "--json", *ORDER)) == timeline
    frames = soundfile.info(out).frames
    out.unlink()
    said = [event["text"] for event in timeline["events"] if event["kind"] == "speech"]
    marked = [text for text in said if MARKUP.search(text)]
    good = frames == FRAMES and same and not marked and track["true_peak_dbtp"] <= -1.5
    row = (
        f"{script.stem:32} {frames / 44_100:9.3f} s  plan {'equal' if same else 'DIFFERS'}  {len(said):3} sentences  "
        f"speech {track['speech_lufs']:6.2f} LUFS  peak {track['true_peak_dbtp']:6.2f} dBTP  {marked or ''}"
    )
    return row, good


def main() -> int:
    """Print the table; 1 where a row is not as promised."""
    scripts = sorted((Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS).glob("*.md"))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for script in scripts:
            row, good = row_of(script, Path(folder))
            failed += not good
            print(row, "" if good else "  <-- not as promised", flush=True)  # noqa: T201 -- a table for people
    print(f"{len(scripts) - failed} of {len(scripts)} as promised")  # noqa: T201
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
