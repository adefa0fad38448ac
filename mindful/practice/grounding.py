"""The grounding practice, within reach at all times: heard, or read from a timeline that was made beforehand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mindful.library import shipped_scripts
from mindful.practice.lines import read_lines

if TYPE_CHECKING:
    from mindful.practice.lines import Line
    from mindful.practice.piece import Piece
    from mindful.studio.desk import Desk
    from mindful.studio.order import Order

SCRIPT = "grounding-5-4-3-2-1"
"""The practice that ships for coming back to the room; a library cannot put another one in its place."""
LENGTH_S = 120.0
LINES = Path(__file__).with_name("grounding.vtt")
"""What is said when, as the default voice says it in that length; a test holds it to the script."""


def open_grounding(order: Order, desk: Desk) -> Piece:
    """Return the practice in two minutes, the voice alone.

    Args:
        order: Whose voice and settings count.
        desk: Voices and sounds.

    Raises:
        MindfulError: As for a plan.
    """
    from mindful.practice.opening import open_script

    plain = replace(order, length_s=LENGTH_S, fill=True, soundscape="off")
    return open_script(shipped_scripts() / f"{SCRIPT}.md", plain, desk)


def grounding_lines() -> tuple[Line, ...]:
    """Return what is said when, without any voice."""
    return read_lines(LINES.read_text(encoding="utf-8"), "vtt")
