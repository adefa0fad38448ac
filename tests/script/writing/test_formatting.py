"""Formatting: the meaning stays, prose and comments stay, and a second time changes nothing."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mindful.script.model import Audio, Script, Unknown
from mindful.script.reader import read
from mindful.script.takes.expand import expand
from mindful.script.writing.formatting import format_script
from mindful.timeline import Timeline, lay_out

CORPUS = Path(__file__).parents[2] / "corpus"
SCRIPTS = sorted((CORPUS / "scripts").glob("*.md"))
CHECKOUT = CORPUS.parents[1]
SHIPPED = [file for name in ("scripts", "mindful/studio/templates") for file in sorted((CHECKOUT / name).glob("*.md"))]
NOTATIONS = [
    row["text"]
    for row in csv.DictReader(
        (CORPUS / "notations.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
]


def track(script: Script) -> Timeline:
    """Lay a script out with a second of speech for every ten characters."""
    take = expand(script)
    lengths = [len(sentence.text) * 4_410 for sentence in take.sentences]
    files = {cue.path: 44_100 for cue in take.cues if isinstance(cue, Audio)}
    return lay_out(take.cues, title=take.title, speech_frames=lengths, audio_frames=files)


def assert_same_track(text: str, formatted: str) -> None:
    assert track(read(formatted)) == track(read(text))


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ("(Pause for ten seconds)\n", "[pause 10s]\n"),
        ("*(Pause for a few moments)*\n", "[pause 8s]\n"),
        ("Rest. **[PAUSE: 8s]** Go.\n", "Rest. [pause 8s] Go.\n"),
        ("Rest. *Long pause.* Go.\n", "Rest. [pause 12s] Go.\n"),
        ('Rest. <break time="1500ms"/> Go.\n', "Rest. [pause 1.5s] Go.\n"),
        ("Rest.\n\n- Pause for 90 seconds -\n\nGo.\n", "Rest.\n\n[pause 90s]\n\nGo.\n"),
        ("[Ring the bell three times]\nGo.\n", "[bell bowl x3 every 6s]\nGo.\n"),
        ("[PAUSE 15sec..90sec]\nGo.\n", "[pause 15s..90s]\nGo.\n"),
        ("[Pause exactly 2 minutes]\nGo.\n", "[pause exactly 2m]\nGo.\n"),
        ("[sound: rain -24 dB  fade 8 seconds]\nGo.\n", "[sound: rain -24 dB  fade 8 seconds]\nGo.\n"),
        ("[Sound rain -24dB fade 1m]\nGo.\n", "[sound rain -24dB fade 60s]\nGo.\n"),
        ("[Repeat 3 times]\nGo.\n[end repeat]\n", "[repeat 3]\nGo.\n[end]\n"),
        ("[Breathing: 4-7-8, four rounds]\nGo.\n", "[breathe 4-7-8 x4]\nGo.\n"),
        ("Sit.\r\n(pause)\r\n", "Sit.\n[pause 5s]\n"),
        ("\ufeffSit.\n", "Sit.\n"),
        ("Sit.\n\n**Body (3 min)**\n\nFeel.\n", "Sit.\n\n## Body (3 min)\n\nFeel.\n"),
        ("Sit.\n\n2. **Body Scan:**\n\nFeel.\n", "Sit.\n\n## Body Scan\n\nFeel.\n"),
        ("Sit.\n\n**[Body Scan]**\n\nFeel.\n", "Sit.\n\n## Body Scan\n\nFeel.\n"),
    ],
)
def test_what_people_write_becomes_canonical(text: str, formatted: str) -> None:
    assert format_script(text) == formatted
    assert_same_track(text, formatted)


@pytest.mark.parametrize(
    "text",
    [
        "[bell]\n\nSit. [bell bowl] [pause 90s] [pause 1m30s] [pause 120s] [pause 2m] [pause 0.5s] [pause 500ms]\n",
        "---\ntitle: 'A'   # mine\nlength:   10 minutes\n---\nSit.\n",
        "Sit.   <!-- (pause for 10 seconds) -->\n// [PAUSE]\n\n\n\nGo.  \n",
        "(Pause here if you need to, or keep going.) [frobnicate] \\[pause 5s\\] {name|friend}\n",
        "# T\n\n## Body (3 min)\n\n* one\n* two\n\n> said\n\n**Teacher:** Hello.\n",
        "[pause 1000]\n[pause soon]\n",
        "",
        "\n",
    ],
)
def test_what_is_canonical_or_no_cue_stays_byte_for_byte(text: str) -> None:
    assert format_script(text) == text


def test_words_of_pauses_keep_the_length_that_script_and_person_give_them() -> None:
    assert format_script("Sit. (long pause)\n", pause_words_s={"long": 30.0}) == "Sit. [pause 30s]\n"
    text = "---\npause_words: {long: 15s}\n---\nSit. (long pause)\n"
    assert format_script(text, pause_words_s={"long": 30.0}).endswith("Sit. [pause 15s]\n")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_real_script_keeps_its_meaning_and_its_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    formatted = format_script(text)
    assert_same_track(text, formatted)
    assert read(formatted) == read(text)
    assert format_script(formatted) == formatted
    # What a check flags is left to the author, and is all that stands between the script and a render.
    unknown = [node for node in read(formatted).body if isinstance(node, Unknown)]
    assert unknown == [node for node in read(text).body if isinstance(node, Unknown)]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_real_script_has_no_unknown_cue_once_the_flagged_ones_are_taken_out(path: Path) -> None:
    lines = format_script(path.read_text(encoding="utf-8")).split("\n")
    for node in reversed([node for node in read("\n".join(lines)).body if isinstance(node, Unknown)]):
        assert node.end
        first, last = node.place.line - 1, node.end.line - 1
        left = lines[first][: node.place.column - 1] + lines[last][node.end.column - 1 :]
        lines[first : last + 1] = [left]
    resolved = "\n".join(lines)
    script = read(resolved)
    assert [node for node in script.body if isinstance(node, Unknown)] == []
    assert [finding.code for finding in script.findings if finding.severity == "error"] == []
    assert format_script(resolved) == resolved


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_practices_and_templates_that_ship_are_canonical(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_script(text) == text


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_notation_keeps_its_meaning_wherever_it_stands(notation: str) -> None:
    for text in (notation, f"Breathe in. {notation} Breathe out.", f"Breathe in.\n\n{notation}\n\nBreathe out.\n"):
        formatted = format_script(text)
        assert read(formatted) == read(text)
        assert format_script(formatted) == formatted


LINES = sorted({line for path in SCRIPTS for line in path.read_text(encoding="utf-8").splitlines()})
PIECES = st.one_of(
    st.sampled_from(NOTATIONS),
    st.sampled_from(LINES),
    st.sampled_from(
        ["[repeat 2]", "[end]", "[one of]", "[or]", "[if length >= 15m]", "[else]", "[optional]", "", "---"]
    ),
    st.text(alphabet="ab .[](){}<>*_#-:/\\|~\n\t\u23f85s\u2026", max_size=20),
    st.text(max_size=20),
)


@given(st.lists(PIECES, max_size=12), st.sampled_from(["\n", " ", "\n\n", "\r\n"]))
@settings(deadline=None)
@example(["*", "[pause]*"], "\n")
@example(["**Body**", "---", "(pause)"], "\n")
@example(["_(pause", "for 5 seconds)_"], "\n")
def test_any_text_keeps_its_meaning_and_a_second_time_changes_nothing(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    formatted = format_script(text)
    assert read(formatted) == read(text)
    assert format_script(formatted) == formatted


def test_a_text_that_resists_stays_as_it_is_and_ends() -> None:
    pieces = ["(pause)", "*", "_", "`", "[", "]", "\n", "**a**", "| "]
    words = random.Random(5).choices(pieces, k=4_000)  # noqa: S311 -- a text like any other
    formatted = format_script("".join(words))
    assert format_script(formatted) == formatted
