"""Reading and laying out take time in proportion to the text, whatever the text."""

import time
from collections.abc import Callable

import pytest

from mindful.script.expand import expand
from mindful.script.reader import read

REPEATED = (
    "[pause ", "[a](b", "(a)", "{a}", "10:00 - ", "**a**\n", "1.", "a. ", "1", "(10 s) ", "*a*", "| a | ", "<a ",
    "10. ", "Dr. ", "a/", "🙏", "…", '"a" ', "[x](", "(pause for ", "Notes:\n", "- a\n", "&amp;", "[0:30] a\n", "a\n\n",
)  # fmt: skip
SHAPED: tuple[Callable[[int], str], ...] = (
    lambda n: "a" + " " * n + "b",
    lambda n: "|" + " " * n + "x\n" + "-|" * n,
    lambda n: "a|b\n" + "--|" * (n // 3) + "x",
    lambda n: "# " + " " * n + "(",
    lambda n: "[" + " " * n + "pause" + "-" * n + "5s]",
    lambda n: "(" * (n // 2) + "a" + ")" * (n // 2),
    lambda n: "**" + "a " * n + "**",
    lambda n: "<h1>" + "<b>" * (n // 3),
    lambda n: "[pause " + "1" * n + "¾]",
    lambda n: "Guide " + "(" * n + ":",
)


def seconds(text: str) -> float:
    def once() -> float:
        start = time.process_time()
        expand(read(text))
        return time.process_time() - start

    return min(once() for _ in range(2))


@pytest.mark.parametrize("piece", REPEATED)
def test_repetition_takes_linear_time(piece: str) -> None:
    assert seconds(piece * (16_000 // len(piece))) < 30 * max(seconds(piece * (2_000 // len(piece))), 0.002)


@pytest.mark.parametrize("shape", SHAPED)
def test_long_runs_take_linear_time(shape: Callable[[int], str]) -> None:
    assert seconds(shape(16_000)) < 30 * max(seconds(shape(2_000)), 0.002)
