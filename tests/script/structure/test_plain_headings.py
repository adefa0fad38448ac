"""Which lines without marks are headings."""

import pytest

from mindful.script.structure.plain_headings import is_plain_heading


@pytest.mark.parametrize(
    ("line", "is_it"),
    [
        ("Introduction", True),
        ("Step 2: Breathe", True),
        ("BODY SCAN", True),
        ("Body Scan (3 minutes)", True),
        ("Feet and Legs", True),
        ("0:00 Intro", True),
        ("1. Opening (1 min)", True),
        ("Notes:", True),
        ("I. Arriving", True),
        ("B. Breathing Space", True),
        ("References", True),
        ("Arrival (0:00-2:00)", True),
        ("FADE IN:", False),
        ("Sit down. (10 seconds)", False),
        ("Welcome", False),
        ("Inhale (4 seconds)", False),
        ("Breathe in", False),
        ("May I be happy", False),
        ("Om Mani Padme Hum", False),
        ("Take a slow breath.", False),
        ("NARRATOR (V.O.)", False),
        ("Walk slowly (5 minutes)", False),
    ],
)
def test_plain_line_after_a_blank_one_is_a_heading_by_its_words(line: str, is_it: bool) -> None:
    assert is_plain_heading(line, "", first=False, shouted=False, unmarked=True) is is_it
