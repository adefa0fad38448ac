"""The wordings of silence: what is a pause, how long it is, and what only looks like one."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mindful.script.cues.amounts import read_amount
from mindful.script.model import Bell, Pause, Say, Unknown
from mindful.script.reader import read

NOTATIONS = Path(__file__).parents[2] / "corpus" / "notations.tsv"

PAUSES = """
[Pause – 10 seconds] 10|[ 5 second pause ] 5|(pause, 10s) 10|<pause 5s> 5|[silence - 30 seconds] 30
(Pause for 3–5 breaths) 32|[Long pause – about 30 seconds] 30|(Pause, then continue) 5|(pause for effect) 5
(Silence for one minute) 60|(pause … 10 seconds) 10|(pause for a count of five) 5|(a long, gentle pause) 12
[Guide pauses for 10 seconds] 10|[Wait 10 seconds] 10|[Hold for 30 seconds of silence] 30|[Take a 20-second pause] 20
(Let 10 seconds pass.) 10|(Silent for 1 minute) 60|(beat) 2|{{pause}} 5|{{ pause 10s }} 10|((pause)) 5|[(pause)] 5
[**Pause 10s**] 10|<<pause 3s>> 3|(Kurze Pause) 2|(lange Pause) 12|[Pause: 5 Sek.] 5|[Pausa de 10 segundos] 10
(pausa larga) 12|[Stille – 30 Sekunden] 30|[10 segundos de silencio] 10|[ein Moment Stille] 5|(3 Atemzüge Pause) 24
[Pause for 10 seconds, allowing the listener to settle] 10|(Pause for 30 seconds to allow everyone to settle in) 30
[Pause 1 minute 30 seconds] 90|(Pause one and a half minutes) 90|[pause ½ minute] 30|(pause for a minute and a half) 90
[pause: ten (10) seconds] 10|[10-15 second pause] 12.5|[PAUSE 10s-15s] 12.5|[PAUSE 5] 5|(Pause a moment.) 5
(pause for one full breath) 8|(pause and breathe) 5|[2 minutes of guided silence] 120|[PAUSE_10_SECONDS] 10
(Pause for reflection – 30 seconds) 30|[Pause: let this settle] 5|[very short pause] 3|<silence msec="500"/> 0.5
<break strength="x-strong"/> 20|[— pause —] 5|[Sit in silence for 5 minutes] 300|[Stay silent for 30 seconds] 30
[Pause ... wait 10-15 seconds] 12.5|{pause 5} 5|{pause 90} 90|{pause 500} 0.5|~ 10 second pause ~ 10
--- pause --- 5|- 10s pause - 10|<#2.5#> 2.5|— long pause — 12|-- silence for 10 seconds -- 10
[half-minute pause] 30|(she pauses) 5|[PAUSE: 0:30] 30|[Pause briefly – 3 seconds] 3
[3 min silence; soft music continues] 180
(Pause – 3 Atemzüge) 24|[10 breaths] 80|[forty-five seconds of silence] 45|[a few moments of silence] 8
"""

SPEECH = """
(the pause between breaths)|(silent)|(a pause)|(silence is welcome here)|(pause as long as you like)|(break the habit)
(you may pause for ten seconds if you like)|(a few breaths)|(or pause for a moment)|(like a long silence)
– with a pause between the two –|~ a pause of your own ~
(take your time)|(Pause for 10 seconds if you like, or keep going)|(wait for a moment)|(hold for a moment)
(a minute or two)|(the bell)
"""

UNKNOWN = """
[one minute of silent practice]|[Breathe for 30 seconds]|[Breakfast]|[Music: 10 seconds]|[Break 2 of 3]|[Silent Night]
"""


def spoken_and_cues(text: str, gap: str = " ") -> tuple[str, list[object]]:
    script = read(f"One sentence here.{gap}{text}{gap}Another one there.\n")
    said = " ".join(node.text for node in script.body if isinstance(node, Say))
    return said, [node for node in script.body if isinstance(node, Pause | Bell | Unknown)]


def listed(table: str) -> list[str]:
    return [entry for line in table.strip().splitlines() for entry in line.split("|")]


@pytest.mark.parametrize("entry", listed(PAUSES))
def test_wording_is_a_pause_of_its_length(entry: str) -> None:
    text, _, seconds = entry.rpartition(" ")
    said, cues = spoken_and_cues(text)
    assert said == "One sentence here. Another one there."
    (pause,) = cues
    assert isinstance(pause, Pause)
    assert pause.natural_s == pytest.approx(float(seconds))


@pytest.mark.parametrize("text", listed(SPEECH))
def test_wording_in_parentheses_is_speech(text: str) -> None:
    said, cues = spoken_and_cues(text)
    assert said == f"One sentence here. {text} Another one there."
    assert cues == []


@pytest.mark.parametrize("text", listed(UNKNOWN))
def test_wording_in_square_brackets_is_unknown(text: str) -> None:
    said, (cue,) = spoken_and_cues(text)
    assert said == "One sentence here. Another one there."
    assert isinstance(cue, Unknown)


@pytest.mark.parametrize("text", ["(ten seconds) x", "(5 min)", "(about 10 minutes)", "*5 minutes*", "⏱ 10 minutes"])
def test_bare_duration_is_no_pause(text: str) -> None:
    assert not [cue for cue in spoken_and_cues(text, "\n\n")[1] if isinstance(cue, Pause)]


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Pause.", 5),
        ("— Pause —", 5),
        ("~ pause 20 seconds ~", 20),
        ("**PAUSE**", 5),
        ("**Pause (20 seconds)**", 20),
        ("***Pause for 10 seconds***", 10),
        ("<b>Pause 10 seconds</b>", 10),
        ("30 seconds of silence", 30),
        ("Long pause.", 12),
        ("⏸️ 10 seconds", 10),
        ("*Pause here for 10 seconds*", 10),
    ],
)
def test_line_without_brackets_that_says_only_pause_is_one(line: str, seconds: float) -> None:
    said, (pause,) = spoken_and_cues(line, "\n\n")
    assert said == "One sentence here. Another one there."
    assert isinstance(pause, Pause)
    assert pause.natural_s == seconds


@pytest.mark.parametrize("line", ["Pause for a moment.", "Silence.", "Pause, and feel your feet.", "A pause."])
def test_line_that_says_more_than_pause_is_speech(line: str) -> None:
    assert spoken_and_cues(line, "\n\n") == (f"One sentence here. {line} Another one there.", [])


def test_word_that_ends_a_wrapped_paragraph_is_speech() -> None:
    said, cues = spoken_and_cues("Let there be a long\npause.", "\n\n")
    assert said == "One sentence here. Let there be a long pause. Another one there."
    assert cues == []


def test_words_in_italics_between_sentences_are_a_cue_and_within_one_are_not() -> None:
    said, cues = spoken_and_cues("Breathe. *Pause.* Rest. _long pause_ Take a *pause* when you like.")
    assert said == "One sentence here. Breathe. Rest. Take a pause when you like. Another one there."
    assert [cue.natural_s for cue in cues if isinstance(cue, Pause)] == [5, 12]


@pytest.mark.parametrize("line", ["[pause 1000]", "pause 1000", "(pause exactly soon)", "**[pause 1000]**"])
def test_line_with_an_unreadable_pause_is_an_error_never_a_traceback(line: str) -> None:
    assert [finding.severity for finding in read(f"One.\n\n{line}\n\nTwo.").findings] == ["error"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10 seconds", 10),
        ("1-2 min", 90),
        ("30 sec – 1 min", 45),
        ("1m30s", 90),
        ("1:30", 90),
        ("twenty five seconds", 25),
        ("a minute or two", 90),
        ("1,000 ms", 1),
        ("2,5 Sek", 2.5),
        ("3 deep breaths", 24),
        ("10", None),
        ("ten", None),
        ("10 apples", None),
    ],
)
def test_amount_is_read_in_words_and_figures(text: str, seconds: float | None) -> None:
    assert read_amount(text) == (None if seconds is None else pytest.approx(seconds))


def variants(text: str) -> Iterator[str]:
    """Yield the same notation in other letters, spacing, brackets, dashes, units and number words."""
    yield from (text, text.upper(), text.lower())
    if text[0] not in "[(" or re.fullmatch(r".\d+s.", text):
        return
    inner = text[1:-1].strip("[]")
    yield from (f"[ {inner} ]", f"({inner}.)", f"*[{inner}]*", f"_({inner})_", f"[[{inner}]]", f"[{inner}]".title())
    yield from (f"[{inner}]".replace(" ", "  "), f"[{inner}]".replace(" ", "\u00a0"))
    for old, new in (
        (" seconds", " secs"),
        (" seconds", " sec."),
        (" seconds", "-second"),
        (" seconds", "s"),
        ("-", "–"),
        ("-", " to "),
        (": ", " – "),
        (": ", "—"),
        (" for ", " – "),
        (" for ", ", "),
        ("10", "ten"),
        ("20", "twenty"),
        ("minutes", "min"),
    ):
        if old in inner:
            yield f"[{inner.replace(old, new)}]"


def rows() -> list[tuple[str, str, str]]:
    with NOTATIONS.open(encoding="utf-8", newline="") as table:
        found = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"], row["reading"], row["value"]) for row in found if row["reading"] in {"pause", "bell"}]


@pytest.mark.parametrize(("text", "reading", "value"), rows(), ids=lambda value: value)
def test_notation_is_read_in_all_its_variants(text: str, reading: str, value: str) -> None:
    for variant in dict.fromkeys(variants(text)):
        said, (cue,) = spoken_and_cues(variant, "\n\n")
        assert said == "One sentence here. Another one there.", variant
        if reading == "pause":
            assert isinstance(cue, Pause), variant
            assert cue.natural_s == pytest.approx(float(value)), variant
        else:
            assert isinstance(cue, Bell), variant
            assert cue.count == int(value), variant


@pytest.mark.parametrize(
    ("text", "limits_s"),
    [
        ("[PAUSE 15 s .. 90 s]", (15.0, 90.0)),
        ("[pause 15 .. 90 s]", (15.0, 90.0)),
        ("[pause: 30 sec.. 2 min]", (30.0, 120.0)),
        ("[pause .. 5 s]", (2.5, 30.0)),
    ],
)
def test_a_range_may_have_spaces_around_its_dots(text: str, limits_s: tuple[float, float]) -> None:
    (pause,) = read(text).body
    assert isinstance(pause, Pause)
    assert (pause.min_s, pause.max_s) == limits_s
