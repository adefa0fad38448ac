"""Texts to measure with: practices of any length whose sentences are all different, and what an enemy would write."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENINGS = (
    "Bring your attention gently to {part}",
    "Notice whatever is there in {part}",
    "Let the breath travel down to {part}",
    "Without changing anything, feel {part}",
    "Perhaps you can soften a little around {part}",
    "Rest for a while with {part}",
    "If it feels right, greet {part} with kindness",
    "See whether there is warmth or coolness in {part}",
    "Allow {part} to be exactly as it is today",
    "Listen, in your own time, to {part}",
    "Now widen the attention to hold {part}",
    "When the mind has wandered, come back to {part}",
)
_PARTS = (
    "the soles of your feet", "the toes of the left foot", "both ankles", "the long muscles of the calves",
    "your knees", "the weight of the thighs", "the hips and the pelvis", "the lower back", "the belly",
    "the ribs as they open and close", "the middle of the back", "the chest", "the beating of the heart",
    "the shoulders", "the upper arms", "your elbows", "the wrists", "the palms of your hands", "each of the fingers",
    "the back of the neck", "the throat", "the jaw", "the lips and the tongue", "your cheeks", "the tip of the nose",
    "the eyes behind their lids", "the small muscles of the forehead", "the top of the head",
)  # fmt: skip
_ENDINGS = (
    ".",
    ", and stay there for the length of one slow breath.",
    ", as if you were meeting it for the first time.",
    ", with 3 or 4 easy breaths.",
    "; it may be clear, or faint, or not there at all.",
    ", and let the next breath come by itself.",
    ", just as you would look at a friend's face.",
)
_LEADS = ("", "Slowly: ", "Once more: ", "And then, if you like: ")
_PAUSES = ("[pause 3s..40m]", "[pause 5s..40m]", "(Pause 5 seconds)", "[pause 7s..40m]", "*(Pause for a few breaths)*")
CHANGED = "Here somebody has put quite other words."
"""What stands in the place of a changed sentence."""
GROWING = (
    "# Any length\n\n[bell bowl]\nWelcome. [pause 4s] Let this breath be as it is.\n[pause rest]\n"
    "And come back, in your own time.\n[bell bowl]\n"
)
"""A practice from half a minute up to a day."""
_CHAPTER, _PARAGRAPH = 12, 3
"""Sentences in each."""

HOSTILE = (
    "[", "]", "[pause ", "[pause 5s ", "[bell x", "(", "(a", "(Pause ", "*(", "**a**\n", "*a", "_a_ ", "{", "{a|",
    "{a}", "<", "<!--", "<!-- -->", "<break ", "/5s ", "a. ", "a.", "a\n", "a\n\n", "...", "\u2026 ", "1", "1.1.",
    "1 000 ", "10:00 - ", "[a](b", "![", "`a`", "\\[", "# a\n", "#", "- a\n", "- ", "> ", "a: ", "A: a\n", "|a|\n",
    "---\n", "---\na: b\n", "=\n", '"a ', "'a", "e.g. ", "Dr. ", "$1", "1st ", "inhale ", "a" * 99 + " ",
)  # fmt: skip
"""Pieces that, repeated, make a reader look far ahead at every step when it is not written with care."""

MANY = ("[a] ", "[end] ", "*a* ", "{a} ", "(a) ", "a. ", "[a]\n", "[end]\n", "*a*\n", "a\n\n")
"""Pieces that, repeated to a megabyte, are more groups, cues, lines or sentences than a script may have."""

_SHORT_LINES = (
    "Breathe in.", "And breathe out.", "[pause 5s]", "", "Let the shoulders soften.",
    "Notice the feet on the floor, warm or cool.", "", "Rest here.", "(Pause 10 seconds)",
    "Feel the weight of the hands.", "Nothing has to happen.", "", "Let go of the breath.",
)  # fmt: skip
_MOODS = (
    "soft", "warm", "cool", "light", "slow", "wide", "open", "calm", "still", "deep", "easy", "kind", "quiet", "near",
)  # fmt: skip


def practice(sentences: int, *, changed: int | None = None) -> str:
    """Return a practice of so many sentences, none twice, in chapters of twelve, with bells and pauses.

    Args:
        sentences: How many; each lasts four to seven seconds when it is spoken.
        changed: The number of one sentence that is worded otherwise.
    """
    lines = ["---", "title: A long sitting", "language: en", "---", "", "# A long sitting", "", "[bell bowl]"]
    for number, sentence in zip(range(sentences), _sentences(), strict=False):
        if number % _CHAPTER == 0:
            part = number // _CHAPTER + 1
            lines += ["", f"## Part {part}", "", f"And now... part {part}."]
        if number % _PARAGRAPH == 0:
            lines.append("")
        words = CHANGED if number == changed else sentence
        lines.append(f"{words} {_PAUSES[number % len(_PAUSES)]}")
    return "\n".join([*lines, "", "[bell bowl x3 every 6s]", ""])


def long_script(size: int) -> str:
    """Return the beginning of a very long practice, at most so many characters of whole lines."""
    text = practice(size // 60)
    return text[: text.rindex("\n", 0, size) + 1]


def short_lines(lines: int) -> str:
    """Return so many lines of a few words each, every third of them with words of its own."""
    return "\n".join(_short_line(number) for number in range(lines)) + "\n"


def _short_line(number: int) -> str:
    line = _SHORT_LINES[number % len(_SHORT_LINES)]
    if number % 3 or not line.endswith("."):
        return line
    more, most = divmod(number, len(_MOODS))
    return f"{line[:-1]}, {_MOODS[most]} and {_MOODS[more % len(_MOODS)]}."


def nested_repeats(depth: int) -> str:
    """Return a sentence within so many repeats, each of which is played twice."""
    return "[repeat 2]\n" * depth + "A.\n" + "[end]\n" * depth


def open_parts(optional: int, repeats: int, nested: int) -> str:
    """Return a script that leaves open so many optional parts, and so many repeats in a row and within each other."""
    return (
        "[optional]\nAh.\n[end]\n" * optional
        + "[repeat 1..9]\nAh.\n[end]\n" * repeats
        + "[repeat 1..3]\n" * nested + "Ah.\n" + "[end]\n" * nested
    )  # fmt: skip


def spelled_pauses(count: int) -> str:
    """Return so many lines with a pause that is not written in the canonical form."""
    return "Ah (Pause 5 s)\n" * count


def repeated(piece: str, size: int) -> str:
    """Return a piece repeated to so many characters."""
    return (piece * (size // len(piece) + 1))[:size]


def _sentences() -> Iterator[str]:
    """Yield 9,408 sentences, each another."""
    for lead, shift, ending, (at, part) in product(_LEADS, range(len(_OPENINGS)), _ENDINGS, enumerate(_PARTS)):
        yield lead + _OPENINGS[(at + shift) % len(_OPENINGS)].format(part=part) + ending
