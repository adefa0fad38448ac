"""The reader: canonical text, what people really write, and the place of everything."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindful.errors import Place
from mindful.script.gathering import MOST_LINES, MOST_NODES
from mindful.script.model import Bell, Breathe, Heading, Node, ParagraphBreak, Pause, Rest, Say, Script, Sound, Unknown
from mindful.script.reader import read
from mindful.script.takes.expand import expand
from mindful.script.takes.take import TOO_MANY
from mindful.timeline import lay_out

CORPUS = Path(__file__).parents[1] / "corpus"


def notations() -> list[dict[str, str]]:
    with (CORPUS / "notations.tsv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def spoken(script: Script) -> str:
    return " ".join(node.text for node in script.body if isinstance(node, Say))


def only(script: Script, kind: type[Node]) -> Node:
    (found,) = [node for node in script.body if isinstance(node, kind)]
    return found


def between(row: dict[str, str]) -> Script:
    """Read a notation where it stands: on a line of its own, or between two sentences."""
    text = row["text"].replace("\\n", "\n")
    alone = row["reading"] == "structure" or text.startswith(("*", "_(", "#", "1.", "- ", ">", "[0:50"))
    gap = "\n\n" if alone else " "
    return read(f"One sentence here.{gap}{text}{gap}Another sentence there.\n")


@pytest.mark.parametrize("row", notations(), ids=lambda row: row["text"])
def test_notation_is_read_as_people_mean_it(row: dict[str, str]) -> None:
    script = between(row)
    said = spoken(script)
    assert said.startswith(("One sentence here.", "Welcome."))
    assert said.endswith("Another sentence there.")
    match row["reading"]:
        case "pause":
            pause = only(script, Pause)
            assert isinstance(pause, Pause)
            assert pause.natural_s == pytest.approx(float(row["value"]))
            assert said == "One sentence here. Another sentence there."
        case "bell":
            bell = only(script, Bell)
            assert isinstance(bell, Bell)
            assert bell.count == int(row["value"])
            assert said == "One sentence here. Another sentence there."
        case "breathe":
            breathe = only(script, Breathe)
            assert isinstance(breathe, Breathe)
            pattern = "-".join(f"{seconds:g}" for seconds in breathe.phases_s if seconds)
            assert f"{pattern}x{breathe.cycles}" == row["value"]
            assert said == "One sentence here. Another sentence there."
        case "unknown":
            only(script, Unknown)
            assert said == "One sentence here. Another sentence there."
        case "structure":
            assert said == "One sentence here. Another sentence there."
            assert not [node for node in script.body if isinstance(node, Pause | Unknown)]
        case "error":
            assert [finding.severity for finding in script.findings] == ["error"]
        case "spoken" | "soft":
            assert len(said) > len("One sentence here. Another sentence there.")
            assert not [node for node in script.body if isinstance(node, Pause | Unknown)]


def test_stated_share_of_a_heading_is_read() -> None:
    script = read(
        "## A (3 min)\nx.\n\n## B (1-2 minutes)\ny.\n\n## 05:00 - 15:00 : The Heart\nz.\n\n**[D – 2 min]**\nw.\n"
    )
    shares = [(node.title, node.share_s) for node in script.body if isinstance(node, Heading)]
    assert shares == [("A", 180), ("B", 90), ("The Heart", 600), ("D", 120)]


@pytest.mark.parametrize(
    ("cue", "natural_s", "min_s", "max_s"),
    [
        ("[pause 8s]", 8, 4, 48),
        ("[pause exactly 8s]", 8, 8, 8),
        ("[pause 15s..90s]", 15, 15, 90),
        ("[pause 15..90s]", 15, 15, 90),
        ("[pause 1:30]", 90, 45, 540),
        ("[pause 1m30s]", 90, 45, 540),
        ("(a 30 second pause)", 30, 15, 180),
        ("[pause, ten seconds]", 10, 5, 60),
        ("[Pause 30 Sekunden]", 30, 15, 180),
        ("[pausa 10 segundos]", 10, 5, 60),
        ("[a moment of silence]", 5, 2.5, 30),
        ("[break:medium]", 5, 2.5, 30),
        ("[very long pause]", 20, 10, 120),
        ("[pause for half a minute]", 30, 15, 180),
        ("*pause*", 5, 2.5, 30),
    ],
)
def test_pause_has_its_limits(cue: str, natural_s: float, min_s: float, max_s: float) -> None:
    pause = only(read(cue), Pause)
    assert pause == Pause(natural_s=natural_s, min_s=min_s, max_s=max_s)


@pytest.mark.parametrize(
    ("cue", "node"),
    [
        ("[pause rest]", Rest()),
        ("[bell chime x2 every 3s -6dB]", Bell(name="chime", count=2, every_s=3, gain_db=-6)),
        ("[bell bowl x 3]", Bell(count=3)),
        ("[three bells]", Bell(count=3)),
        ("(ring the bell twice)", Bell(count=2)),
        ("[sound rain -24dB fade 8s]", Sound(name="rain", gain_db=-24, fade_s=8)),
        ("[sound off fade 20s]", Sound(name=None, fade_s=20)),
        ('[sound "my rain.ogg" -20 dB]', Sound(name="my rain.ogg", gain_db=-20)),
        ("[sound sea waves.mp3]", Sound(name="sea waves.mp3")),
    ],
)
def test_canonical_cue_becomes_its_value(cue: str, node: Node) -> None:
    assert read(cue).body == (node,)


@pytest.mark.parametrize(
    ("cue", "code"),
    [
        ("[pause 8x]", "E107"),
        ("[pause exactly soon]", "E107"),
        ("[pause 90s..15s]", "E107"),
        ("[pause 5..soon]", "E107"),
        ("[bell x3 every day]", "E107"),
        ("[bell bowl wobbly]", "E107"),
        ("[rate fast]", "E107"),
        ("[rate 900wpm]", "E107"),
        ("[volume loud]", "E107"),
        ("[volume +40dB]", "E107"),
        ("[sound rain -24dB fade soon]", "E107"),
        ("[sound rain -24dB loudly]", "E107"),
        ("[pause 2000]", "E108"),
    ],
)
def test_unreadable_argument_is_an_error_at_its_place_and_never_spoken(cue: str, code: str) -> None:
    script = read(f"One.\n\nTwo {cue} three.\n", file="x.md")
    (finding,) = script.findings
    assert (finding.code, str(finding.place)) == (code, "x.md:3:5")
    assert finding.hint
    assert spoken(script) == "One. Two three."


@pytest.mark.parametrize(
    "text",
    [
        "(Pause here if you need to, or keep going.)",
        "(breaks are fine)",
        "We pause, then go on.",
        "Take 5 (five) breaths (or more).",
        "Sound the names in your head.",
    ],
)
def test_ordinary_speech_is_no_cue(text: str) -> None:
    script = read(text)
    assert spoken(script) == text
    assert not script.findings


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("**Find Stillness (10 seconds):** Sit down.", "Find Stillness: Sit down."),
        ("3. **Hold (2 sec):** Let the air settle.", "Hold (2 sec): Let the air settle."),
        ("**Guide (softly):** Rest now.", "Rest now."),
        ("> - [x] Notice your [feet](https://example.org).", "Notice your feet."),
        ("![a picture](./lake.png) Look at the lake.", "Look at the lake."),
        ("<p>Rest <b>now</b>.</p>", "Rest now."),
        ("Tilt `your` ~~head~~ snake_case.", "Tilt your head snake_case."),
        ("| Rest | your hands. |", "Rest your hands."),
        ("Walk slowly (5 minutes).", "Walk slowly ."),
        ("[inhale] slowly", "inhale slowly"),
        ("#### *Find a place where you can sit. Close your eyes.*", "Find a place where you can sit. Close your eyes."),
        ("1. **Repeat for them:**", "Repeat for them:"),
        ("**Begin by finding a comfortable seat.**", "Begin by finding a comfortable seat."),
    ],
)
def test_markup_is_read_but_never_spoken(line: str, said: str) -> None:
    assert spoken(read(line)) == said


@pytest.mark.parametrize(
    "text",
    [
        "*(Layer in the sound of wind)*",
        "(_This steadies your nervous system._)",
        "(Soft music fades in)",
        "(Let the listener settle.)",
        "[Bell rings softly in the distance of the hall]",
        "[Pause for a moment, allowing the listener to settle into the space you have made.]",
        "[sound of waves]",
        "**(You can read this to yourself before starting work, or record it in your own voice.)**",
        "[a group that is\nwrapped over two lines]",
        "[never closed",
    ],
)
def test_stage_direction_is_reported_and_not_spoken(text: str) -> None:
    script = read(f"One.\n\n{text}\n\nTwo.")
    assert isinstance(only(script, Unknown), Unknown)
    assert spoken(script) == "One. Two."


def test_nearest_cue_is_suggested() -> None:
    assert [n.nearest for n in read("[puase 5s] [ringing of the bell tower] [xyz]").body if isinstance(n, Unknown)] == [
        "pause",
        "bell",
        None,
    ]


def test_notes_about_the_script_are_not_spoken_and_said_so() -> None:
    script = read(
        "# Calm\n\nSure, here it is:\n\n## Script\n\nWelcome.\n\n**Duration:** 10 minutes\n\n"
        "## Notes\n\nDo not read this.\n\n### Deeper\n\nNor this.\n\n## Return\n\nOpen your eyes.\n"
    )
    assert script.title == "Calm"
    assert spoken(script) == "Welcome. Open your eyes."
    assert [finding.code for finding in script.findings] == ["N301", "N303", "N302"]


@pytest.mark.parametrize(
    ("text", "title", "chapters"),
    [
        ("# T\n\nx.\n\n## A\n\ny.", "T", ["A"]),
        ("## A\n\nx.\n\n## B\n\ny.", None, ["A", "B"]),
        ("### T\n\n#### A\n\nx.\n\n#### B\n\ny.", "T", ["A", "B"]),
        ("**Evening practice**\n\nx.\n\n**Rest**\n\ny.", "Evening practice", ["Rest"]),
        ("Title\n=====\n\nx.\n", "Title", []),
        ("x.\n\n# A\n\ny.", None, ["A"]),
        ("---\ntitle: Mine\n---\n# A\n\nx.", "Mine", ["A"]),
    ],
)
def test_first_heading_over_everything_is_the_title(text: str, title: str | None, chapters: list[str]) -> None:
    script = read(text)
    assert script.title == title
    assert [node.title for node in script.body if isinstance(node, Heading)] == chapters


def test_comments_are_silent_even_over_several_lines() -> None:
    script = read("One. <!-- not\nspoken --> Two. <!-- nor this -->\n// nor this\nThree.")
    assert spoken(script) == "One. Two. Three."


def test_blank_lines_part_paragraphs_and_hard_breaks_part_sentences() -> None:
    script = read("One  \nTwo\n\n\nThree")
    assert [type(node) for node in script.body] == [Say, Say, ParagraphBreak, Say]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_places_are_exact_with_any_line_end_a_mark_tabs_and_wide_letters(newline: str) -> None:
    text = newline.join(["\ufeff# T", "", "\tCafe\u0301 🙏 **is** [puase 5s]", "", "a [x y]"])
    places = [(node.place.line, node.place.column) for node in read(text).body if isinstance(node, Unknown)]
    assert places == [(3, 17), (5, 3)]


@pytest.mark.parametrize("path", sorted((CORPUS / "scripts").glob("*.md")), ids=lambda path: path.stem)
def test_no_markup_of_a_real_script_is_spoken(path: Path) -> None:
    script = read(path.read_text(encoding="utf-8"))
    said = spoken(script)
    assert len(said) > 300
    assert not set("[]{}<>*_#|\0\1") & set(said)
    assert "seconds of silence" not in said


@given(
    st.text(
        alphabet=st.sampled_from(list("[](){}<>*_#|-:/.\\\n \t\"'0123456789pausebellsnd\u2026\u00e9")), max_size=300
    )
)
def test_any_text_is_read_without_an_error(text: str) -> None:
    script = read(text)
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= node.place.line <= lines for node in script.body)


PIECES = st.sampled_from(
    "[repeat 2] [repeat 2..9] [optional] [optional 2] [if a] [if length>=5m] [else] [one of] [or] [end] [pause "
    "[pause 5s] [pause rest] [breathe 4-7-8 x2] [breathe box] [bell every [audio a.wav] [include a.md] [mark a] "
    "[0:50] {a|b} {a ... <!-- --> // \\[ ## --- ** * _ (pause) ( ) ] Rest. \n \n\n \r\n \t \ufeff e\u0301".split(" ")
)


@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_any_row_of_cues_gives_findings_at_places_of_the_text_and_a_track(text: str) -> None:
    script = read(text)
    lines = text.replace("\r\n", "\n").split("\n")
    for at in [node.place for node in script.body] + [finding.place for finding in script.findings]:
        assert 1 <= at.line <= len(lines)
        assert 1 <= at.column <= len(lines[at.line - 1]) + 1
    for node in script.body:
        assert node.end is None or (node.place.line, node.place.column) <= (node.end.line, node.end.column)
    take = expand(script)
    timeline = lay_out(
        take.cues, title="t", speech_frames=[9_000] * len(take.sentences), audio_frames=defaultdict(lambda: 9_000)
    )
    assert timeline.frames == max((event.end for event in timeline.events), default=0)


@pytest.mark.parametrize("piece", ["[a] ", "[a\n", "[end]\n"])
def test_more_cues_than_a_day_has_are_an_error_and_reading_stops(piece: str) -> None:
    script = read(piece * (MOST_NODES + 10_000))
    assert TOO_MANY in {finding.code for finding in script.findings}
    assert len(script.body) <= MOST_NODES + 2_001


@pytest.mark.parametrize("piece", ["*a* ", "{a} ", "<b>a</b> "])
def test_more_groups_than_a_day_has_are_an_error_and_what_follows_is_not_read(piece: str) -> None:
    script = read(piece * (MOST_NODES + 1))
    assert [finding.code for finding in script.findings] == [TOO_MANY]
    assert sum(len(node.text) for node in script.body if isinstance(node, Say)) < (MOST_NODES + 1) * len(piece)


def test_more_lines_than_a_day_has_are_an_error_and_what_follows_is_not_read() -> None:
    script = read("Ah.\n" * (MOST_LINES + 1))
    assert [finding.code for finding in script.findings] == [TOO_MANY]
    assert script.body[-1].end == Place(line=MOST_LINES, column=4)


def test_parentheses_that_are_spoken_are_no_groups_to_count() -> None:
    assert not read("(a) " * (MOST_NODES + 1)).findings


@given(st.text(max_size=300))
def test_any_unicode_is_read_without_an_error(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    "piece", ["[", "(", "]", "{", "<", "*", "_", "[pause ", "(a", "**(", "<!--", "\\[", "# ", "---\n", "[a](b"]
)
def test_hostile_repetition_is_read_in_linear_time(piece: str) -> None:
    """The work grows with the text: eight times the text takes at most some thirty times the steps."""
    import sys

    def steps(count: int) -> int:
        seen = 0

        def count_lines(frame: object, event: str, arg: object) -> object:
            nonlocal seen
            del frame, arg
            seen += event == "line"
            return count_lines

        before = sys.gettrace()  # the coverage measurement's own, where there is one
        sys.settrace(count_lines)  # type: ignore[arg-type]
        try:
            read(piece * count)
        finally:
            sys.settrace(before)
        return seen

    assert steps(1600) <= 30 * steps(200)


@pytest.mark.parametrize(
    ("text", "bell"),
    [
        (
            "[bell bowl low x3 every 6s -6dB soft]",
            Bell(name="bowl", count=3, every_s=6.0, gain_db=-6.0, pitch="low", soft=True),
        ),
        ("[bell temple high]", Bell(name="temple", pitch="high")),
        ("[bell soft rin every 4s x2]", Bell(name="rin", count=2, every_s=4.0, soft=True)),
        ("[temple bell x2]", Bell(name="temple", count=2)),
        ("[bell wood block]", Bell(name="woodblock")),
        ("[soft deep chime]", Bell(name="chime", pitch="low", soft=True)),
    ],
)
def test_a_bell_has_a_kind_a_size_and_a_softness(text: str, bell: Bell) -> None:
    assert read(text).body == (bell,)


def test_keys_of_note_takers_and_site_builders_are_no_misspelt_ones() -> None:
    script = read("---\ndate: 2024-03-11\ntags: [calm]\nauthors: Jo\ntitel: Noon\n---\nSit.\n")
    assert [finding.place.line for finding in script.findings if finding.code == "E102"] == [5]
