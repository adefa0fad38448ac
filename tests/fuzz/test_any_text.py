"""Any text at all becomes findings and a timeline, never a traceback; the fuzz run of `.ci/run` looks further."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent
examine = runpy.run_path(str(HERE / "target.py"))["examine"]
PIECES = [
    ast.literal_eval(f"b{line}").decode() for line in (HERE / "pieces.dict").read_text(encoding="utf-8").splitlines()
]
WILD = st.one_of(
    st.lists(st.one_of(st.sampled_from([*PIECES, " "]), st.text(max_size=8)), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.binary(max_size=200).map(lambda data: data.decode("utf-8", errors="replace")),
)


@given(WILD)
@settings(deadline=None)
def test_any_text_goes_all_the_way(text: str) -> None:
    examine(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "](" * 10_000,
        "[repeat 2]\n" * 2_000 + "Go.\n" + "[end]\n" * 2_000,
        "[one of] [or] " * 2_000,
        "[include parts.md]\n" * 200,
        "*" * 20_000 + "(pause)",
        "(pause) *" * 2_000,
        "---\n" * 5_000,
        "<!-- check: ignore " * 2_000,
        "[pause " + "9" * 20_000 + "s]",
        "Sit. \u23f8 " * 2_000,
        "**a**\n---\n" * 1_000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_a_bomb_goes_all_the_way(text: str) -> None:
    examine(text)
