"""Safety findings that depend on when things are heard: a way out early on, announced silence, nights left in peace. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.errors import Place
from mindful.script.checks.safety.hearing import is_english, safety
from mindful.script.model import NOWHERE
from mindful.units import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mindful.script.model import Finding, Script
    from mindful.timeline.model import Event, Timeline

NEEDS_WAY_OUT_S = 180.0
"""Longer tracks say early on that one may stop."""
ANNOUNCED_ABOVE_S, BROKEN_ABOVE_S = 60.0, 300.0
"""Silence that needs announcing, and silence that needs a bell or a voice in it."""
ONE_ANCHOR_S = 600.0
"""Longer tracks offer more than the breath."""
LOUDER_DB = 3.0
"""A rise of loudness that a sleeper may notice."""
_LEVELLED, _NOTHING_DB = frozenset(["speech", "sound"]), -90.0
_WHEN = (
    r"(?:any ?time|any (?:time|point|moment|stage|reason)|whenever|at once|early|before the end|as soon as|right away"
    r"|if (?:you|it|this|that|anything|things)|when you (?:want|like|wish|need|have))"
)
_STOP = (
    r"(?:stop(?:ping)?(?! (?:think|try|worry|do)ing\b| (?:the|your|at the|at a)\b)|end(?:ing)? (?:it|this|early|here|the (?:practice|session|track))|break(?:ing)? off"
    r"|quit|(?:switch|turn) (?:it|this|me|the (?:sound|track)) off|take a break|get up|step (?:out|away)|come out of (?:it|this))"
)
_LEAVE = rf"(?:{_STOP}|leave(?! (?:your|the|them|half|any)\b)|leaving(?! (?:your|the|them)\b)|end|finish|paus(?:e|ing)|step back|open your eyes)"
_GRANTED = r"(?:you (?:can|may|could|might|are free to|are welcome to)(?: always| also)?|feel free to|free to|(?:fine|ok|okay|all right|good) to)"
_WAY_OUT = re.compile(
    rf"\b{_LEAVE}\b[^.?!]{{0,70}}\b{_WHEN}\b|\b{_WHEN}\b[^.?!]{{0,70}}\b{_LEAVE}\b|\b{_GRANTED} (?:\w+ or )?{_STOP}\b"
    r"|\bno need to (?:finish|stay to the end|go on to the end)\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:silen\w+|quiet\w*|stillness|minutes?|(?:some|few|several|many) (?:more )?(?:moments|breaths|rounds)|for a (?:while|time|bit)|a little longer|as long as|on your own"
    r"|without (?:words|guidance|instructions)|fewer words|no (?:more )?(?:words|instructions)|I(?:'ll| will) (?:be|come|let|tell|say|ring|return)|bell"
    r"|take (?:all )?(?:the|your) time|time (?:now )?(?:to|for)|the next (?:while|stretch|few)|(?:stay|remain|rest|continue|keep|sit|linger) (?:here|there|with|like this|in this|going|doing|breathing|noticing|following))\b",
    re.IGNORECASE,
)
_FOR_GOOD = re.compile(r"\b(?:from (?:here|now) on|for the rest|until the (?:end|bell))\b", re.IGNORECASE)
_BREATH = re.compile(r"\b(?:breath\w*|inhal\w+|exhal\w+)\b", re.IGNORECASE)
_OTHER_ANCHOR = re.compile(
    r"\b(?:sounds?|listen\w*|hear\w*|hands?|palms?|fingers?|feet|foot|soles?|floor|ground|chair|seat|cushion|body|image|picture|word|mantra|steps?)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\b(?:or|if|instead|rather|another|other|choose|also|as well|prefer|whichever|either)\b", re.IGNORECASE
)
_BREATHY = 0.25
"""From so large a part of the sentences on that mention it, the breath is what a practice is about."""


def _no_way_out(timeline: Timeline, script: Script) -> Iterator[Finding]:
    """Warn where nothing says in the first quarter that one may stop."""
    if timeline.duration_s <= NEEDS_WAY_OUT_S or not is_english(script):
        return
    early = [event for event in _speech(timeline) if event.start <= timeline.frames / 4]
    if early and not any(_WAY_OUT.search(event.text or "") for event in early):
        message = "Nothing says in the first quarter that one may stop."
        yield safety("S102", message, "Say it early, such as: You can stop at any time.", _place(early[0], script))


def _silences(timeline: Timeline, script: Script) -> Iterator[Finding]:
    """Warn of long silence that comes unannounced, or that lasts without a bell or a voice."""
    said: list[Event] = []
    since, before = 0, None
    for event in (*timeline.events, None):
        if event is not None and not _is_heard(event):
            continue
        seconds = ((timeline.frames if event is None else event.start) - since) / timeline.sample_rate_hz
        if before is not None and seconds > ANNOUNCED_ABOVE_S and is_english(script) and not _is_announced(said, event):
            message = f"From {clock(since / timeline.sample_rate_hz)} on there are {clock(seconds)} of silence that nothing announces."
            yield safety("S111", message, "Say before it that there will be quiet.", _place(before, script))
        if before is not None and seconds > BROKEN_ABOVE_S:
            message = f"From {clock(since / timeline.sample_rate_hz)} on nothing is heard for {clock(seconds)}."
            yield safety("S112", message, "Have a bell or a few words in it.", _place(before, script))
        if event is not None:
            since, before = event.end, event
            said += [event] if event.kind == "speech" else []


def _is_announced(said: Sequence[Event], following: Event | None) -> bool:
    """Tell whether the last two sentences announce a silence, or an earlier one did for all that follow.

    The end of a track is no silence to be announced, once all is said.
    """
    return (
        not said
        or following is None
        or any(_ANNOUNCED.search(event.text or "") for event in said[-2:])
        or any(_FOR_GOOD.search(event.text or "") and _ANNOUNCED.search(event.text or "") for event in said)
    )


def _is_heard(event: Event) -> bool:
    return event.kind in {"speech", "bell", "breathe", "audio"} or (event.kind == "pause" and event.every_s is not None)


def _wakes_sleepers(timeline: Timeline, script: Script) -> Iterator[Finding]:
    """Warn of bells, and of what gets louder, in the last third of a track for sleep."""
    if script.front.about.get("kind", "").strip().lower() != "sleep":
        return
    gain_db: dict[str, float] = {}
    for event in timeline.events:
        rings = event.kind == "bell" or (event.kind == "pause" and event.every_s is not None)
        level_db = _NOTHING_DB if event.kind == "sound" and event.name is None else event.gain_db
        louder = event.kind in _LEVELLED and level_db - gain_db.get(event.kind, level_db) >= LOUDER_DB
        if (rings or louder) and event.end >= timeline.frames * 2 / 3:
            what = "A bell rings" if rings else "It becomes louder"
            message = f"{what} at {clock(event.start / timeline.sample_rate_hz)}, when people may be asleep."
            yield safety("S113", message, "Leave the last third of a night's track in peace.", _place(event, script))
        if event.kind in _LEVELLED:
            gain_db[event.kind] = level_db


def _breath_alone(timeline: Timeline, script: Script) -> Iterator[Finding]:
    """Warn of more than ten minutes with the breath, and no other anchor on offer."""
    speech = list(_speech(timeline)) if is_english(script) else []
    breathy = [event for event in speech if _BREATH.search(event.text or "")]
    if timeline.duration_s <= ONE_ANCHOR_S or not speech or len(breathy) < _BREATHY * len(speech):
        return
    if not any(_OTHER_ANCHOR.search(event.text or "") and _CHOICE.search(event.text or "") for event in speech):
        message = f"For {clock(timeline.duration_s)} the breath is the only anchor on offer."
        yield safety(
            "S116", message, "Offer another: sounds, hands, or the feet on the floor.", _place(breathy[0], script)
        )


SAFETY_TRACK_RULES = (_no_way_out, _silences, _wakes_sleepers, _breath_alone)
"""Each is a function of a laid-out track and its script, as in `rules.py`."""


def _speech(timeline: Timeline) -> Iterator[Event]:
    return (event for event in timeline.events if event.kind == "speech")


def _place(event: Event, script: Script) -> Place:
    line, column, file = event.place or NOWHERE
    return Place(line, column, file or script.file)
