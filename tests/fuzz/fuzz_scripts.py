"""Fuzzes the way of a script from bytes to a timeline: `python tests/fuzz/fuzz_scripts.py -max_total_time=60`.

Any text at all must give findings and never a traceback; formatting must keep the meaning; and each input must be done
within a second of CPU time for every 100 kB. atheris has wheels for Linux only, so `.ci/run` installs it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))
with atheris.instrument_imports(include=["mindful"]):
    from tests.fuzz.target import examine

_MOST_CPU_S = 1.0
_PIECES = Path(__file__).with_name("pieces.dict")
_CORPUS = Path(__file__).parents[1] / "corpus"


def _one(data: bytes) -> None:
    began = time.process_time()
    examine(data.decode("utf-8", errors="replace"))
    took = time.process_time() - began
    if took > _MOST_CPU_S:
        raise TimeoutError(f"{len(data)} bytes took {took:.1f} s of CPU time")


def main() -> None:
    """Fuzz from the scripts and the notations of tests/corpus."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder)
        for script in sorted((_CORPUS / "scripts").glob("*.md")):
            (seeds / script.name).write_bytes(script.read_bytes())
        notations = (_CORPUS / "notations.tsv").read_text(encoding="utf-8").splitlines()[1:]
        for number, line in enumerate(notations):
            (seeds / f"notation-{number}").write_text("Sit. " + line.split("\t")[0] + " Go.\n", encoding="utf-8")
        atheris.Setup([*sys.argv, f"-dict={_PIECES}", "-max_len=4096", "-timeout=10", folder], _one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
