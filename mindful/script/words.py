"""Tables of the words people use for pauses, bells and speakers. Data only; `cues.py` and `reader.py` read with them."""

from __future__ import annotations

BREATH_S = 8.0
"""One easy breath, in and out; also a breath cycle of no stated pattern."""

PAUSE_WORDS_S = {
    "": 5.0, "brief": 2.0, "briefly": 2.0, "quick": 2.0, "tiny": 2.0, "beat": 2.0, "weak": 2.0,
    "short": 3.0, "shortly": 3.0, "small": 3.0,
    "medium": 5.0, "gentle": 5.0, "soft": 5.0, "silent": 5.0, "moment": 5.0,
    "few moments": 8.0, "couple of moments": 8.0, "several moments": 8.0,
    "long": 12.0, "strong": 12.0, "extended": 12.0,
    "longer": 20.0, "very long": 20.0,
}  # fmt: skip
"""How long a pause is when a word says it instead of a number."""

PAUSE_NOUNS = ("pause", "pauses", "pausing", "break", "silence", "silent", "stille", "schweigen", "pausa", "silencio")
"""Words that ask for silence."""

NUMBER_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0,
    "thirty": 30.0, "forty": 40.0, "forty-five": 45.0, "fifty": 50.0, "sixty": 60.0, "ninety": 90.0, "half a": 0.5,
    "a few": 3.0, "few": 3.0, "a couple of": 2.0, "a couple": 2.0, "couple of": 2.0, "several": 4.0, "some": 3.0,
    "eine": 1.0, "einen": 1.0, "zwei": 2.0, "drei": 3.0, "vier": 4.0, "fünf": 5.0, "zehn": 10.0, "zwanzig": 20.0,
    "dreißig": 30.0, "una": 1.0, "un": 1.0, "dos": 2.0, "tres": 3.0, "cuatro": 4.0, "cinco": 5.0, "diez": 10.0,
    "veinte": 20.0, "treinta": 30.0,
}  # fmt: skip

UNITS_S = {
    "ms": 0.001, "msec": 0.001, "msecs": 0.001, "millisecond": 0.001, "milliseconds": 0.001,
    "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0, "count": 1.0, "counts": 1.0, "beats": 1.0,
    "m": 60.0, "min": 60.0, "mins": 60.0, "minute": 60.0, "minutes": 60.0,
    "h": 3600.0, "hr": 3600.0, "hrs": 3600.0, "hour": 3600.0, "hours": 3600.0,
    "breath": BREATH_S, "breaths": BREATH_S, "cycle": BREATH_S, "cycles": BREATH_S,
    "sekunde": 1.0, "sekunden": 1.0, "minuten": 60.0, "atemzug": BREATH_S, "atemzüge": BREATH_S,
    "segundo": 1.0, "segundos": 1.0, "minuto": 60.0, "minutos": 60.0, "respiración": BREATH_S,
    "respiraciones": BREATH_S,
}  # fmt: skip
"""Units of a pause; breaths and cycles count as units of time."""

BELL_NOUNS = {
    "bell": "bowl", "bells": "bowl", "gong": "bowl", "gongs": "bowl", "bowl": "bowl", "bowls": "bowl",
    "chime": "chime", "chimes": "chime", "campana": "bowl", "glocke": "bowl",
}  # fmt: skip
"""Words that ask for a bell, and the bell that is struck."""

BELL_FILLER = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "sound",
        "sounds",
        "sounding",
        "ring",
        "rings",
        "ringing",
        "strike",
        "strikes",
        "struck",
        "tone",
        "tones",
        "once",
        "soft",
        "softly",
        "gentle",
        "gently",
        "opening",
        "closing",
        "final",
        "ending",
        "starting",
        "beginning",
        "end",
        "start",
        "deep",
        "single",
        "small",
        "tibetan",
        "singing",
        "meditation",
        "times",
        "time",
        "here",
    ]
)

SPEAKERS = (
    "instructor|guide|narrator|narration|teacher|speaker|voice|voice[- ]?over|vo|host|facilitator|therapist|leader|coach|"
    "practitioner|meditation (?:guide|teacher|leader)|guided voice|female voice|male voice"
)
"""Labels before speech that name who speaks; dropped."""

NOTE_LABELS = (
    "duration|length|total (?:time|duration|length)|estimated (?:time|duration|length)|time|tone|pace|pacing|music|"
    "background(?: (?:music|sounds?|audio))?|sound effects?|sfx|word count|audience|target audience|level|theme|"
    "objective|purpose|goal|notes?|title|format|materials?(?: needed)?|equipment|keywords|tags|style|author|"
    "voice (?:tone|style)|delivery"
)
"""Labels of lines that describe the script and are not speech, such as ``Duration: 10 minutes``."""

NOTE_HEADINGS = (
    "purpose|overview|notes?(?: .*)?|production notes?|instructor notes?|materials?(?: needed)?|equipment|"
    "background|references?|sources?|credits?|tips(?: .*)?|how to use(?: .*)?|instructions for .*|about this .*|"
    "music(?: suggestions?)?|audio (?:notes?|suggestions?)|disclaimer|table of contents|contents|variations?|"
    "preparation notes?|script notes?|objectives?|benefits(?: .*)?|why (?:it|this) works"
)
"""Headings of sections that are about the script."""

SCRIPT_HEADINGS = "(?:full |the |guided |meditation )*(?:script|transcript|meditation)"
"""Headings that say: here begins what is spoken."""

STAGE_WORDS = (
    r"(?:soft|gentle|calm|calming|soothing|quiet|ambient|background|relaxing|peaceful)\w*[, ]+(?:\w+ )?(?:music|sounds?|tone|voice)"
    r"|(?:music|sounds?|sfx|audio|soundscape|drums?|waves|rain|birds\w*|nature sounds?|ocean sounds?) "
    r"(?:begins?|fades?|plays?|starts?|stops?|swells?|continues?|rises?|ends?|of)\b"
    r"|(?:fade|fades|fading) (?:in|out)\b|sound effects?\b|cue (?:music|sound)|end of (?:script|meditation|session|recording)"
    r"|(?:speak|say|read|said|spoken|whisper\w*|voice)\b.{0,24}\b(?:slow\w*|soft\w*|gent\w*|calm\w*|quiet\w*|tone|voice)"
    r"|.{0,40}\b(?:the listeners?|listeners|participants?|the students?|students|the audience)\b"
)
"""First words of parentheses that direct a performer; such a whole line is not speech."""
