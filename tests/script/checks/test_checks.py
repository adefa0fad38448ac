"""The rules of a check: each is found where it holds, and nowhere else, and can be ignored with a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mindful.script.checks.check import Known, check
from mindful.script.checks.codes import CODES, checks_page
from mindful.script.checks.ignores import apply_ignores
from mindful.script.reader import read
from mindful.script.takes.expand import expand
from mindful.timeline import lay_out
from mindful.timeline.rules import check_track

PACKAGE = Path(__file__).parents[3] / "mindful"
KNOWN = Known(
    has_voice=lambda name: name in {"piper:joe", "piper:olga"},
    voice_language=lambda name: {"piper:joe": "en-US", "piper:olga": "ru-RU"}.get(name, ""),
    bells=("bowl", "chime"),
    soundscapes=("rain",),
    has_file=lambda name: name == "here.wav",
)


def found(text: str, *, speech_s: float = 2.0) -> list[tuple[int, int, str]]:
    """Return (line, column, code) of all that is found of the language, ignore comments obeyed.

    Every sentence lasts `speech_s`. Findings of safety have tests of their own.
    """
    script = read(text)
    take = expand(script)
    findings = check(script, take, KNOWN)
    timeline = lay_out(take.cues, title="T", speech_frames=[int(speech_s * 44_100)] * len(take.sentences))
    of_language = [f for f in (*findings, *check_track(timeline, script)) if not f.code.startswith("S")]
    findings = apply_ignores(of_language, script.ignores, complete=True)
    return sorted((finding.place.line, finding.place.column, finding.code) for finding in findings)


def test_the_table_of_codes_and_the_codes_in_the_source_are_the_same() -> None:
    in_source = {
        code
        for file in PACKAGE.rglob("*.py")
        if file.name != "codes.py"
        for code in re.findall(r"\"([EWNS]\d{3})\"", file.read_text(encoding="utf-8"))
    }
    assert in_source == set(CODES)


def test_the_page_of_checks_is_current() -> None:
    page = (PACKAGE.parent / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == checks_page(), "run: python docs/generate.py"


LONG = "Notice how the air comes in " + "and goes out again and comes in once more " * 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Breathe in. Breathe out.\n", [], id="nothing"),
        pytest.param(f"Sit.\n{LONG.strip()}.\n", [(2, 1, "W206")], id="long sentence"),
        pytest.param(f"Sit. {LONG[:200].strip()}. {LONG[:200].strip()}.\n", [], id="two shorter ones"),
        pytest.param(f"Sit. {LONG[:200].strip()} ... {LONG[:200].strip()}.\n", [], id="an ellipsis parts"),
        pytest.param("The word RAIN stands for four steps.\n", [(1, 10, "W207")], id="capitals"),
        pytest.param("RAIN has four steps.\nAgain: RAIN.\n", [(1, 1, "W207")], id="capitals once"),
        pytest.param("Listen to the rain. Let it RAIN.\n", [], id="capitals of a word said elsewhere"),
        pytest.param("You are NOT late. MBSR and ADHD are fine.\n", [], id="capitals read rightly"),
        pytest.param("LET YOUR EYES REST.\n", [], id="shouted"),
        pytest.param("---\nlexicon: {RAIN: rain}\n---\nThe word RAIN.\n", [], id="capitals in the lexicon"),
        pytest.param("---\nlanguage: de\n---\nDas Wort RAIN.\n", [], id="another language"),
        pytest.param("Look at 978-3-16-148410-0 now.\n", [(1, 9, "W207")], id="digits with dashes"),
        pytest.param("Breathe 4-7-8, for 2-3 rounds, since 2024-01-05, 555-0123.\n", [], id="digits read rightly"),
        pytest.param("---\nauthor: Jo\n---\nSit.\n", [(2, 1, "W208")], id="no licence"),
        pytest.param("---\nreviewed_by: Jo\n---\nSit.\n", [(2, 1, "W208")], id="reviewed, no licence"),
        pytest.param("---\nauthor: Jo\nlicence: CC0-1.0\n---\nSit.\n", [], id="licence"),
        pytest.param("[pause exactly 0.5s]\nSit.\n", [(2, 1, "W209")], id="hasty"),
        pytest.param("Sit.\n\n[pause 20s]\n\n[0:10] Notice.\n\n[0:50] Rest.\n", [(5, 1, "W211")], id="passed time"),
        pytest.param("[pause exactly 1s]\nSit.\n", [], id="not hasty"),
        pytest.param("Sit. Дыши спокойно.\n", [(1, 6, "W205")], id="letters the voice lacks"),
        pytest.param("---\nlanguage: ru\n---\nДыши спокойно.\n", [(4, 1, "W205")], id="a language, not its voice"),
        pytest.param("---\nlanguage: ru\nvoice: piper:olga\n---\nДыши.\n", [], id="its voice"),
        pytest.param("---\nlanguage: es\n---\nCálmate, señor.\n", [], id="Latin letters"),
        pytest.param("Sit. [pause 91s] Go.\n", [(1, 1, "W204")], id="long silence"),
        pytest.param("Sit. [pause 90s] Go.\n", [], id="silence"),
    ],
)
def test_a_rule_finds_what_it_is_about(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert found(text) == expected


def test_a_sentence_that_takes_half_a_minute_is_found() -> None:
    assert found("Sit.\n", speech_s=30.0) == []
    assert found("Sit.\n", speech_s=30.1) == [(1, 1, "W206")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<!-- check: ignore W204 the practice -->\nSit. [pause 91s]\n", [], id="line above"),
        pytest.param("Sit. [pause 91s] <!-- check: ignore W204 the practice -->\n", [], id="same line"),
        pytest.param("<!-- Check:  ignore w204: the practice -->\n\nSit. [pause 91s]\n", [], id="over a blank line"),
        pytest.param("<!-- check: ignore W207, W204 both -->\nThe RAIN. [pause 91s]\n", [], id="several codes"),
        pytest.param(
            "<!-- check: ignore W207 one -->\n<!-- check: ignore W204 other -->\nThe RAIN. [pause 91s]\n",
            [],
            id="stacked",
        ),
        pytest.param(
            "---\nauthor: Jo # <!-- check: ignore W208 for myself -->\n---\nSit.\n", [], id="in the front matter"
        ),
        pytest.param(
            "<!-- check: ignore W204 -->\nSit. [pause 91s]\n", [(1, 1, "W210"), (2, 1, "W204")], id="no reason"
        ),
        pytest.param("Sit.\n\n<!-- check: ignore W204 why -->\nSit.\n", [(3, 1, "N305")], id="silences nothing"),
        pytest.param("<!-- check: ignore why -->\nSit.\n", [(1, 1, "W210")], id="no code"),
        pytest.param("<!-- check: ignore W999 why -->\nSit.\n", [(1, 1, "W210")], id="no such code"),
        pytest.param("Sit.\n<!-- check: ignore W204 why -->\n", [(2, 1, "N305")], id="nothing follows"),
        pytest.param(
            "<!-- check: ignore E101 why -->\nSit. [frobnicate]\n", [(1, 1, "W210"), (2, 6, "E101")], id="an error"
        ),
    ],
)
def test_a_comment_ignores_with_a_reason_what_is_there_and_no_error(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert found(text) == expected


def test_an_unfinished_check_does_not_say_that_a_comment_silences_nothing() -> None:
    script = read("<!-- check: ignore W204 why -->\nSit.\n")
    assert apply_ignores([], script.ignores, complete=False) == ()
