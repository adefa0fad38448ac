"""The words of a reminder. Pure, and calm: they ask nothing, count nothing and blame nobody.

A lock screen is read by whoever stands near it. Unless the person opts in, what stands there tells of no title, no
mood and no illness; the anchor she wrote for this very sentence is repeated, as long as it speaks of none either.
"""

from __future__ import annotations

import re

from mindful.reminders.decisions import ASK_WHETHER_TO_STOP
from mindful.reminders.delivery.port import Message

DISCREET_TITLE = "Time for your pause"
FOLLOW_UP = "This is the only follow-up. Leaving it is fine, too."
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_OPENINGS = ("after", "when", "whenever", "before", "once", "as soon as", "while", "at", "on", "in", "every", "if")
_PRIVATE = re.compile(
    r"\b(?:medic\w*|meds?|dos(?:e|es|ing)|pills?|tablets|ketamine|esketamine|lithium|insulin|inject\w*|infusion\w*|"
    r"treat\w*|therap\w*|psych\w*|clinic\w*|hospital\w*|doctor\w*|nurse\w*|symptom\w*|diagnos\w*|ill(?:ness)?|sick\w*|"
    r"depress\w*|anxi\w*|panic\w*|trauma\w*|ptsd|ocd|adhd|bipolar|mania|manic|mood\w*|suicid\w*|crisis|relaps\w*|"
    r"crav\w*|urges?|sober\w*|pain(?:s|ful|killers?)?|cry(?:ing)?|sad(?:ness)?|hopeless\w*|lonely|grie\w*|insomnia|ssris?|"
    r"anti\w+|ect|tms|self-harm\w*)\b",
    re.IGNORECASE,
)
"""Words that tell strangers of an illness, a treatment or a mood."""


def message_of(
    *,
    reminder_id: str,
    occurrence_key: str,
    title: str = "",
    text: str = "",
    anchor: str = "",
    length_s: float | None = None,
    show_title: bool = False,
    follow_up: bool = False,
    ask_whether_to_stop: bool = False,
) -> Message:
    """Return what one occurrence of a reminder says.

    Args:
        reminder_id: Whose.
        occurrence_key: Which one.
        title: The reminder's; shown only with `show_title`.
        text: The person's own words; shown only with `show_title`.
        anchor: What the practice follows, ``after I pour my coffee``; it is made a sentence.
        length_s: Of the practice, for that sentence.
        show_title: Whether the person wants title and words on the screen.
        follow_up: Whether this is the one follow-up.
        ask_whether_to_stop: Whether it asks if the reminders shall stop.
    """
    lines = []
    if anchor.strip() and (show_title or not is_private(anchor)):
        lines.append(sentence_of(anchor, length_s))
    if show_title and text.strip():
        lines.append(text.strip())
    if follow_up:
        lines.append(FOLLOW_UP)
    if ask_whether_to_stop:
        lines.append(ASK_WHETHER_TO_STOP)
    return Message(
        title=(show_title and title.strip()) or DISCREET_TITLE,
        body="\n".join(lines),
        reminder_id=reminder_id,
        occurrence_key=occurrence_key,
    )


def is_private(text: str) -> bool:
    """Tell whether a text speaks of illness, treatment or mood, and so does not belong on a lock screen unasked."""
    return bool(_PRIVATE.search(text))


def sentence_of(anchor: str, length_s: float | None = None) -> str:
    """Return the plan an anchor stands for, such as ``After I pour my coffee, I sit for three minutes.``.

    Args:
        anchor: As the person wrote it; a whole sentence of hers stays as it is.
        length_s: Of the practice in seconds; None says "a while".
    """
    said = " ".join(anchor.split()).rstrip(" .,;:!")
    if not said.casefold().startswith(tuple(f"{word} " for word in _OPENINGS)):
        said = f"after {said}"
    if ", i " not in said.casefold():
        said = f"{said}, I sit for {_length(length_s)}"
    return f"{said[0].upper()}{said[1:]}."


def _length(length_s: float | None) -> str:
    if length_s is None:
        return "a while"
    minutes = max(1, round(length_s / 60))
    number = _NUMBERS[minutes - 1] if minutes <= len(_NUMBERS) else str(minutes)
    return f"{number} minute{'s' * (minutes != 1)}"
