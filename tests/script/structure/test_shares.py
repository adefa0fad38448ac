"""The part of the length that a heading states."""

import pytest

from mindful.script.structure.shares import split_share


@pytest.mark.parametrize(
    ("title", "parted"),
    [
        ("Introduction (0:00–1:30)", ("Introduction", 90)),
        ("[0:00–1:00] Introduction", ("Introduction", 60)),
        ("05:00 - 15:00 : The Heart", ("The Heart", 600)),
        ("Minutes 0–2: Arriving", ("Arriving", 120)),
        ("Settling (0–2 min)", ("Settling", 120)),
        ("Settling (2–3 min)", ("Settling", 150)),
        ("Opening – 1 min", ("Opening", 60)),
        ("Close (1 minute, soft music)", ("Close", 60)),
        ("0:30 Intro", ("Intro", None)),
        ("Step 3 – Let Go", ("Step 3 – Let Go", None)),
        ("Part 2: Body *(2:00 – 8:00)*".replace("*", ""), ("Part 2: Body", 360)),
        ("The 5 Senses", ("The 5 Senses", None)),
    ],
)
def test_stated_time_is_taken_out_of_a_title(title: str, parted: tuple[str, float | None]) -> None:
    assert split_share(title) == parted
