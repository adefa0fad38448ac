"""Every code a finding may carry, in one table: docs/checks.md is written from it, and a test holds the code against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mindful.script.model import Severity

SEVERITIES: dict[str, Severity] = {"E": "error", "W": "warning", "N": "note"}
"""The severity by a code's first letter; codes of safety, S, state their own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """What findings of one code are about."""

    severity: Severity
    what: str
    """What is the matter, for a table."""
    remedy: str
    """What to do about it."""


def _codes(table: dict[str, tuple[str, str]]) -> dict[str, Code]:
    return {
        name: Code(severity=SEVERITIES[name[0]], what=what, remedy=remedy) for name, (what, remedy) in table.items()
    }


def _safety_codes(table: dict[str, tuple[Severity, str, str]]) -> dict[str, Code]:
    return {name: Code(severity=severity, what=what, remedy=remedy) for name, (severity, what, remedy) in table.items()}


CODES: dict[str, Code] = _codes({
    "E100": ("file that cannot be read", "Look at its name, its rights, and that it is UTF-8 text."),
    "E101": ("unknown cue", r"Write a cue of the language; `\[` speaks a bracket; or render with `--unknown`."),
    "E102": ("unknown key of the front matter, or gap", "Write the key that the hint names."),
    "E103": ("variable without a value", "Give it with `--set`, under `vars:`, or as `{name|friend}`."),
    "E104": ("unknown voice", "`mindful voices` lists those that are here."),
    "E105": ("unknown bell or soundscape", "`mindful sounds` lists those that are here."),
    "E106": ("missing file", "Put the file beside the script or into its library."),
    "E107": ("value that cannot be read", "Write it in one of the forms that the hint shows."),
    "E108": ("pause without a unit", "Write `s`, `m` or `ms` after the figure."),
    "E109": ("nothing to speak", "Write at least one sentence outside of brackets."),
    "E110": ("length that cannot be met", "Ask for a length within the range, put `[pause rest]`, or use `--fill`."),
    "E111": ("front matter that cannot be read", "Write one `key: value` a line."),
    "E112": ("bracket without its end", "Close it."),
    "E113": ("part that is not closed, or an end, an else or an or that belongs to none", "Write the `[end]`, or take it out."),
    "E114": ("file that cannot be included", "Name a file of the library that does not include itself."),
    "E115": ("more cues than can be laid out", "Repeat and include less."),
    "E116": ("soundscape where the wanted loudness is for a voice alone", "Take it out, or choose another `--loudness`."),
    "W203": ("pause without a unit that may be milliseconds", "Write `s` or `ms` after the figure."),
    "W204": ("silence above 90 s without a bell", "Strike a bell half-way, or say that silence comes."),
    "W205": ("letters that the voice's language does not have", "Name a voice of that language, or spell the word in the lexicon."),
    "W206": ("sentence above 250 characters or 30 s", "Make two of it; voices lose their breath."),
    "W207": ("word that a voice probably misreads", "Say in the lexicon how it is spoken."),
    "W208": ("author or reviewer, but no licence", "Add `licence:`, such as `licence: CC-BY-4.0`."),
    "W209": ("first word sooner than 1 s", "Leave a breath of silence before it."),
    "W210": ("ignore comment that cannot be followed", "Name codes that can be ignored, then a reason."),
    "W211": ("stated time that is over when its words begin", "State a later time, or take something out before it."),
    "N301": ("text before the script's own heading", "Take the heading out if the text is to be spoken."),
    "N302": ("section about the script", "Nothing; it is not spoken."),
    "N303": ("line about the script", "Nothing; it is not spoken."),
    "N304": ("bare duration in parentheses or on a line of its own", "Write `[pause ...]` where silence is meant."),
    "N305": ("ignore comment that silences nothing", "Take it out."),
}) | _safety_codes({
    "S101": ("warning", "closed eyes without an alternative", "Offer one within two sentences: rest them, lower the gaze, keep them open."),
    "S102": ("warning", "no word in the first quarter that one may stop, above 3 min", "Say early: you can stop at any time."),
    "S103": ("warning", "breath held above 4 s without an opt-out", "Say that the hold may be shorter or left out."),
    "S104": ("error", "breath held above 10 s", "Shorten it, or leave the hold out."),
    "S105": ("error", "fast breathing, a breath below 2 s", "Leave it to teachers who are in the room."),
    "S106": ("error", "promise of an effect", "Say what is done, not what it will do."),
    "S107": ("error", "words of treatment", "Leave treatment to clinicians."),
    "S108": ("warning", "order to feel", "Say what may be noticed, and leave open what comes."),
    "S109": ("warning", "pressure or shame", "Offer it: you may, you can, if you like."),
    "S110": ("warning", "image of dissolving, leaving the body, going back in life", "Stay with the body, the chair, the room."),
    "S111": ("warning", "silence above 60 s that nothing announces", "Say before it that there will be quiet."),
    "S112": ("warning", "silence above 5 min without a bell or a voice", "Have a bell or a few words in it."),
    "S113": ("warning", "bell or louder sound in the last third of a practice for sleep", "Leave it in peace."),
    "S114": ("error", "bell more than 6 dB above speech", "Turn it down; it comes out of silence."),
    "S115": ("error", "binaural or otherwise pulsed sound without a caution", "Tell of it under `cautions:`."),
    "S116": ("warning", "more than 10 min with no anchor but the breath", "Offer sounds, hands, or the feet on the floor."),
    "S117": ("note", "we, us, our", "Speak to one person: you."),
    "S118": ("note", "whisper", "Use a plain voice."),
    "S119": ("warning", "intention or integration without open eyes", "Write `eyes: open`."),
    "S120": ("warning", "intention or integration with a sound for sleep", "Choose a lighter sound, or off."),
    "S121": ("warning", "guidance in the middle of a treatment", "Speak of before or after."),
})  # fmt: skip


def checks_page() -> str:
    """Return docs/checks.md."""
    rows = [f"| {name} | {code.severity} | {code.what} | {code.remedy} |" for name, code in CODES.items()]
    return "\n".join([_PAGE, "| code | severity | what | what to do |", "|---|---|---|---|", *rows]) + "\n"


_PAGE = """\
# Checks

<!-- Written by docs/generate.py from mindful/script/checks/codes.py; change it there. -->

`mindful check` lists what it notices in scripts, each as `FILE:LINE:COLUMN: CODE message (what to do)`. Errors stop a render
and make the exit code 3; warnings and notes do not. Codes that begin with S are about the safety of listeners: their errors
make the exit code 3 too, so that a library's workflow fails, but stop no render, as a track for yourself is your own affair; `render` tells of them.
Their rules of words know English only, and are patterns: they miss things, and they see things that are fine. `--format json` gives a list of objects with `file`, `line`, `column`,
`code`, `severity`, `message` and `hint`; `--format github` gives annotations for a workflow.

A warning, a note or a safety finding that is there on purpose is silenced by a comment with its code and a reason, at the end of the line it
stands in or on a line of its own above it:

```markdown
<!-- check: ignore W204 the silence is the practice -->
Now sit in silence. [pause exactly 4m]
```

Several codes are parted by commas. A comment without a reason, or one that silences nothing, is itself mentioned. Errors
that stop a render cannot be ignored.
"""
