"""The one table of settings: it feeds validation, defaults, the sample file and docs/settings.md. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mindful.config import practice
from mindful.errors import SettingsError
from mindful.units import duration_or_none

if TYPE_CHECKING:
    from collections.abc import Callable

FORMATS = ("mp3", "m4b", "m4a", "opus", "flac", "ogg", "wav")
"""Kinds of file a track can be, in the order we recommend them."""
CHAINS = ("warm", "plain", "intimate")
"""Ways to treat a voice; they are the presets of the voice chain."""
LOUDNESS = ("quiet", "default", "podcast", "acx")
"""Levels of the voice; they are the presets of loudness."""
PAUSE_WORDS = ("brief", "short", "pause", "moments", "long", "longer")
"""The words of a pause's length that can be set; they are those of the script language."""
_BYTES = {"": 1, "b": 1, "kb": 1000, "mb": 1000**2, "gb": 1000**3, "kib": 1024, "mib": 1024**2, "gib": 1024**3}
_RATE_WPM = re.compile(r"(\d+(?:\.\d+)?)\s*(?:wpm)?", re.IGNORECASE)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """One thing a person may set once for all."""

    name: str
    parse: Callable[[str], Any]
    """Reads what the person wrote; raises ValueError for what it cannot read."""
    default: str
    """As a person would write it."""
    meaning: str
    """One sentence."""
    example: str
    """Another good value."""
    shown: Callable[[str], str] = str
    """Makes of what a person wrote what may be shown of it."""

    @property
    def variable(self) -> str:
        """The environment variable that overrides the file."""
        return f"MINDFUL_{self.name.upper()}"

    def read(self, text: str, *, where: str) -> Any:
        """Return the value that the text stands for.

        Args:
            text: What the person wrote.
            where: Who said so, to begin the sentence of an error with.

        Raises:
            SettingsError: The text is no such value.
        """
        try:
            return self.parse(text.strip())
        except ValueError as error:
            raise SettingsError(
                f'{where}: "{self.shown(text)}" is not usable as {self.name}: {error}.',
                hint=f"A good value is {self.example}, and the default is {self.default}.",
            ) from error


def _voice(text: str) -> str:
    if not re.fullmatch(r"[\w-]+:\S.*", text):
        raise ValueError("a voice is written engine:name")
    return text


def _rate_wpm(text: str) -> float:
    match = _RATE_WPM.fullmatch(text)
    # Below 60 words fall apart, above 300 nobody follows; both are slips of the finger.
    if not match or not 60 <= float(match[1]) <= 300:
        raise ValueError("a speaking rate is between 60wpm and 300wpm")
    return float(match[1])


def _choice(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"it is one of {', '.join(words)}")
        return text.lower()

    return parse


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ValueError("it is a whole number, zero or more")
    return int(text)


def _size_bytes(text: str) -> int:
    match = _SIZE.fullmatch(text)
    if not match or match[2].lower() not in _BYTES:
        raise ValueError("a size is a number and a unit, kB, MB or GB")
    return round(float(match[1]) * _BYTES[match[2].lower()])


def _channels(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise ValueError("it names at least one channel")
    return names


def _text(text: str) -> str | None:
    return None if text.lower() in {"", "none"} else text


def _pause_words(text: str) -> dict[str, float]:
    if not _text(text):
        return {}
    pairs = dict(pair.strip().rpartition(" ")[::2] for pair in text.split(","))
    lengths_s = {word.strip(" :="): duration_or_none(length) for word, length in pairs.items()}
    if any(word not in PAUSE_WORDS or seconds is None for word, seconds in lengths_s.items()):
        raise ValueError(f"it is a list of {', '.join(PAUSE_WORDS)}, each with a duration")
    return {word: seconds for word, seconds in lengths_s.items() if seconds is not None}


def _folder(text: str) -> Path | None:
    return Path(text).expanduser() if _text(text) else None


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="voice",
        parse=_voice,
        default="piper:joe",
        meaning="The voice that speaks where a script names none; `mindful voices` lists them.",
        example="system:en-us",
    ),
    Setting(
        name="rate",
        parse=_rate_wpm,
        default="138wpm",
        meaning="Speaking rate in words a minute, from 60 to 300; higher is faster.",
        example="125wpm",
    ),
    Setting(
        name="format",
        parse=_choice(*FORMATS),
        default="mp3",
        meaning=f"Kind of file of a track: {', '.join(FORMATS)}.",
        example="m4b",
    ),
    Setting(
        name="soundscape",
        parse=_text,
        default="none",
        meaning="Sound under scripts that name none; `mindful sounds` lists them.",
        example="rain -22dB",
    ),
    Setting(
        name="loudness",
        parse=_choice(*LOUDNESS),
        default="default",
        meaning="Level of the voice: quiet is -23 LUFS, default -18, podcast -16; acx is for audio books, voice alone.",
        example="quiet",
    ),
    Setting(
        name="chain",
        parse=_choice(*CHAINS),
        default="warm",
        meaning="How the voice is treated: warm, in a small room; plain, as it came; intimate, close by and soft.",
        example="intimate",
    ),
    Setting(
        name="room_tone",
        parse=lambda text: practice.switch(text) if _text(text) else None,
        default="none",
        meaning="The air of a quiet room where no soundscape plays: on or off; none leaves it to chain and loudness.",
        example="on",
    ),
    Setting(
        name="chapter_tail",
        parse=practice.switch,
        default="off",
        meaning="Whether the last words of each chapter ring on for longer, under what follows: on or off.",
        example="on",
    ),
    Setting(
        name="pause_words",
        parse=_pause_words,
        default="none",
        meaning="How long pauses are that scripts measure by a word: brief, short, pause, moments, long, longer.",
        example="short 4s, long 20s",
    ),
    Setting(
        name="unknown",
        parse=_choice("stop", "speak", "skip"),
        default="stop",
        meaning="What a render does with bracketed text that is no cue: stop, speak or skip.",
        example="skip",
    ),
    Setting(
        name="jobs",
        parse=_count,
        default="0",
        meaning="Sentences spoken at the same time; 0 is one for each core.",
        example="2",
    ),
    Setting(
        name="cache_limit",
        parse=_size_bytes,
        default="2GB",
        meaning="How much spoken sentences and soundscapes may take on the disk.",
        example="500MB",
    ),
    Setting(
        name="output",
        parse=_folder,
        default="none",
        meaning="Folder for tracks; none is the library's own `audio/`.",
        example="~/Music/practice",
    ),
    Setting(
        name="author",
        parse=_text,
        default="none",
        meaning="Author in the tags of tracks whose script names none.",
        example="Jo Teacher",
    ),
    Setting(
        name="licence",
        parse=_text,
        default="none",
        meaning="Licence in the tags of tracks whose script names none.",
        example="CC-BY-4.0",
    ),
    Setting(
        name="day_start",
        parse=practice.day_start,
        default="04:00",
        meaning="When a new practice day begins; a sitting before that time of the night counts for the day before.",
        example="03:30",
    ),
    Setting(
        name="channels",
        parse=_channels,
        default="desktop,terminal",
        meaning="How a new reminder comes: channels in the order in which they are tried, until one works.",
        example="desktop,apprise:phone,sound",
    ),
    Setting(
        name="days_a_week",
        parse=practice.days_a_week,
        default="5",
        meaning="On how many days a week you would like to practise, from 1 to 7; steadiness is measured by it.",
        example="3",
    ),
    Setting(
        name="rest_days",
        parse=practice.weekdays,
        default="none",
        meaning="Weekdays without practice that break no streak, beside the two free days of every week.",
        example="sat, sun",
    ),
    Setting(
        name="stats_streak",
        parse=practice.switch,
        default="off",
        meaning="Whether `mindful stats` shows streaks: on or off.",
        example="on",
    ),
    Setting(
        name="database",
        parse=practice.database,
        default="none",
        meaning="PostgreSQL database to keep the log in; none is a file in your data folder.",
        example="postgresql://me@localhost/mindful",
        shown=practice.without_password,
    ),
)


def setting(name: str) -> Setting:
    """Return the setting of that name.

    Raises:
        SettingsError: There is none; the hint has the nearest.
    """
    for known in SETTINGS:
        if known.name == name:
            return known
    raise SettingsError(f'There is no setting called "{name}".', hint=nearest_hint(name))


def nearest_hint(name: str) -> str:
    """Say which setting was probably meant, or list them all."""
    import difflib

    names = [known.name for known in SETTINGS]
    near = difflib.get_close_matches(name.lower(), names, n=1)
    return f'Did you mean "{near[0]}"?' if near else f"The settings are {', '.join(names)}."


def toml_text(text: str) -> str:
    """Write a value as TOML: a number stays a number, anything else is a text in quotes."""
    import json

    # A JSON string of printable text is a TOML basic string too.
    return text if text.isdecimal() else json.dumps(text, ensure_ascii=False)


def sample_file() -> str:
    """Return a settings file with every setting explained and none of them set."""
    head = "# Settings of mindful. Take the # from a line to set it, or use: mindful config set KEY VALUE\n"
    parts = [f"# {known.meaning}\n# {known.name} = {toml_text(known.default)}\n" for known in SETTINGS]
    return "\n".join([head, *parts])


def settings_page() -> str:
    """Return docs/settings.md."""
    rows = [
        f"| `{known.name}` | {known.meaning} | `{known.default}` | `{known.example}` | `{known.variable}` |"
        for known in SETTINGS
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "<!-- Written by docs/generate.py from mindful/config/spec.py; change it there. -->",
            "",
            "A flag of a command wins over its variable, that over the settings file, that over the default.",
            "`mindful config show --origin` says where each value comes from, `mindful config path` where the file is.",
            "",
            "| setting | meaning | default | another value | variable |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "The settings file:",
            "",
            "```toml",
            sample_file().rstrip(),
            "```",
            "",
        ]
    )
