"""The words people use for pauses, amounts of time and bells. Data only; `cues/cue.py` and what it calls read with them."""

from __future__ import annotations

from typing import Literal

BREATH_S = 8.0
"""One easy breath, in and out; also a breath cycle of no stated pattern."""

PAUSE_WORDS_S = {
    "none": 0.0, "x-weak": 1.0,
    "": 5.0, "brief": 2.0, "briefly": 2.0, "quick": 2.0, "quickly": 2.0, "tiny": 2.0, "beat": 2.0, "weak": 2.0, "slight": 2.0,
    "short": 3.0, "shortly": 3.0, "small": 3.0, "few seconds": 3.0, "couple of seconds": 3.0, "several seconds": 4.0,
    "medium": 5.0, "moment": 5.0, "second or two": 2.0,
    "few moments": 8.0, "couple of moments": 8.0, "several moments": 8.0, "some moments": 8.0, "moment or two": 8.0,
    "moments": 8.0, "while": 12.0,
    "long": 12.0, "strong": 12.0, "extended": 12.0,
    "longer": 20.0, "very long": 20.0, "x-strong": 20.0,
    "kurz": 2.0, "kurze": 2.0, "kleine": 3.0, "lang": 12.0, "lange": 12.0, "längere": 20.0,
    "breve": 2.0, "corta": 3.0, "corto": 3.0, "larga": 12.0, "largo": 12.0, "longue": 12.0, "courte": 3.0, "lunga": 12.0,
    "longa": 12.0, "curta": 3.0, "korte": 3.0, "kort": 3.0, "lungo": 12.0, "court": 3.0,
    "unos segundos": 3.0, "ein paar sekunden": 3.0, "quelques secondes": 3.0, "pochi secondi": 3.0, "alguns segundos": 3.0,
    "momento": 5.0, "unos momentos": 8.0, "einen moment": 5.0, "einige momente": 8.0, "instant": 5.0,
}  # fmt: skip
"""How long a pause is when a word says it instead of a number."""

PAUSE_LENGTHS_S = {"brief": 2.0, "short": 3.0, "pause": 5.0, "moments": 8.0, "long": 12.0, "longer": 20.0}
"""The six lengths that words of pauses stand for, each by its plainest word; people may set them otherwise."""

PAUSE_ADJECTIVES = (
    "gentle|soft|silent|quiet|mindful|natural|full|deep|complete|total|pure|dramatic|meaningful|peaceful|reflective|"
    "contemplative|comfortable|nice|good|single|intentional|sacred|final|guided|"
    "very|really|slightly|somewhat"
)
"""Words before "pause" that say nothing of its length."""

PAUSE_NOUNS = (
    "pause", "pauses", "paused", "pausing", "break", "silence", "silent", "stille", "schweigen", "pausa", "silencio",
    "pausieren", "stillness", "silenzio", "silêncio", "pauze", "stilte", "delay", "pauza", "cisza", "paus", "tystnad", "пауза", "тишина",
)  # fmt: skip
"""Words that ask for silence."""

NUMBER_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "thirteen": 13.0, "fourteen": 14.0,
    "fifteen": 15.0, "sixteen": 16.0, "seventeen": 17.0, "eighteen": 18.0, "nineteen": 19.0, "twenty": 20.0,
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "ninety": 90.0, "half a": 0.5, "half": 0.5,
    "another": 1.0, "each": 1.0,
    "a few": 3.0, "few": 3.0, "a couple of": 2.0, "a couple": 2.0, "couple of": 2.0, "several": 4.0, "some": 3.0,
    "ein": 1.0, "eine": 1.0, "einen": 1.0, "zwei": 2.0, "drei": 3.0, "vier": 4.0, "fünf": 5.0, "sechs": 6.0,
    "zehn": 10.0, "fünfzehn": 15.0, "zwanzig": 20.0, "dreißig": 30.0, "sechzig": 60.0, "einige": 3.0,
    "ein paar": 3.0, "una": 1.0, "un": 1.0, "uno": 1.0, "dos": 2.0, "tres": 3.0, "cuatro": 4.0, "cinco": 5.0,
    "deux": 2.0, "trois": 3.0, "quatre": 4.0, "cinq": 5.0, "dix": 10.0, "vingt": 20.0, "trente": 30.0, "quelques": 3.0,
    "due": 2.0, "tre": 3.0, "quattro": 4.0, "cinque": 5.0, "dieci": 10.0, "venti": 20.0, "trenta": 30.0, "alcuni": 3.0,
    "um": 1.0, "uma": 1.0, "dois": 2.0, "duas": 2.0, "três": 3.0, "dez": 10.0, "vinte": 20.0, "trinta": 30.0,
    "een": 1.0, "twee": 2.0, "drie": 3.0, "vijf": 5.0, "tien": 10.0, "twintig": 20.0, "dertig": 30.0, "enkele": 3.0,
    "diez": 10.0, "quince": 15.0, "veinte": 20.0, "treinta": 30.0, "unos": 3.0, "unas": 3.0, "varias": 4.0,
}  # fmt: skip

TENS = {"twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0}
"""Number words that another may follow, as in "forty-five"."""

APPROXIMATELY = (
    "for|about|approximately|approx\\.?|around|roughly|at least|up to|maybe|perhaps|nearly|just|only|the length of|"
    "the space of|a count of|ca\\.?|circa|environ|ongeveer|quasi|cerca de|etwa|ungefähr|aproximadamente|alrededor de|unos|casi"
)
"""Words before an amount that leave it as it is."""

UNIT_ADJECTIVES = (
    "full|deep|slow|long|whole|complete|more|natural|normal|easy|gentle|conscious|mindful|quiet|silent|steady|calm|"
    "relaxed|breath|breathing|tiefe|volle|ganze|profundas|lentas"
)
"""Words between a number and its unit."""

UNITS_S = {
    "ms": 0.001, "msec": 0.001, "msecs": 0.001, "millisecond": 0.001, "milliseconds": 0.001,
    "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0, "count": 1.0, "counts": 1.0, "beat": 1.0, "beats": 1.0,
    "m": 60.0, "min": 60.0, "mins": 60.0, "minute": 60.0, "minutes": 60.0,
    "h": 3600.0, "hr": 3600.0, "hrs": 3600.0, "hour": 3600.0, "hours": 3600.0,
    "breath": BREATH_S, "breaths": BREATH_S, "cycle": BREATH_S, "cycles": BREATH_S,
    "sek": 1.0, "sekunde": 1.0, "sekunden": 1.0, "minuten": 60.0, "stunde": 3600.0, "atemzug": BREATH_S,
    "atemzüge": BREATH_S, "atemzügen": BREATH_S,
    "seg": 1.0, "segs": 1.0, "segundo": 1.0, "segundos": 1.0, "minuto": 60.0, "minutos": 60.0,
    "respiración": BREATH_S, "respiraciones": BREATH_S, "seconde": 1.0, "secondes": 1.0, "secondi": 1.0, "minuti": 60.0,
    "respirations": BREATH_S, "minuut": 60.0, "seconden": 1.0, "respiri": BREATH_S, "respirações": BREATH_S,
    "ademhalingen": BREATH_S, "sekund": 1.0, "sekundy": 1.0, "sekunder": 1.0, "секунд": 1.0, "секунды": 1.0, "minut": 60.0,
    "minuty": 60.0, "minuter": 60.0, "минут": 60.0, "минуты": 60.0,
}  # fmt: skip
"""Units of a pause; breaths and cycles count as units of time."""

BREATHING_WORDS = (
    "breathe", "breathing", "breathwork", "breaths?", "atme", "atmen", "atmung", "respira", "respiración", "respirar",
)  # fmt: skip
"""Words that ask for paced breathing where a pattern stands beside them."""

BELL_NOUNS = {
    "bell": "bowl", "bells": "bowl", "gong": "bowl", "gongs": "bowl", "bowl": "bowl", "bowls": "bowl",
    "chime": "chime", "chimes": "chime", "tingsha": "chime", "tingshas": "chime",
    "woodblock": "woodblock", "woodblocks": "woodblock",
    "campana": "bowl", "campanas": "bowl", "cuenco": "bowl", "glocke": "bowl", "glocken": "bowl", "klangschale": "bowl",
    "cloche": "bowl", "cloches": "bowl", "sino": "bowl", "sinos": "bowl", "klankschaal": "bowl", "gongslag": "bowl",
    "gongschlag": "bowl", "🔔": "bowl", "bol": "bowl", "bols": "bowl", "schale": "bowl", "ding": "chime", "dings": "chime",
}  # fmt: skip
"""Words that ask for a bell, and the bell that is struck."""

BELL_KINDS = {"temple": "temple", "rin": "rin"}
"""Words that tell which bell, beside one that asks for a bell."""

BELL_PITCHES: dict[str, Literal["low", "high"]] = {"low": "low", "deep": "low", "high": "high"}
"""Words for a bell's size."""

BELL_SOFT = frozenset("soft softly gentle gently light lightly sanft sanfte sanfter leise suave".split())
"""Words for a soft strike."""

BELL_FILLER = frozenset(
    "a an the of sound sounds sounded sounding ring rings rung ringing strike strikes struck tone tones once "
    "opening closing final ending starting beginning end ends start starts begin begins close with by "
    "single small tibetan singing meditation times time here again to is resonant quiet quietly slow slowly clear "
    "long and brief rang chiming chimed sfx effect effects cue audio play plays tolls toll invite invites inviting intro outro or allow allowing let letting out resonate fade fading away fully wait until has stops resonates echoes fades ertönt erklingt schlägt suena sonido de di toca la el son du petite tibétain tibetana tibetano suono suona della som do der die das ein eine tibetische".split()
)
