"""Each safety rule finds what it is about, leaves alone what only looks like it, and can be ignored with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from mindful.script.checks.check import Known, check
from mindful.script.checks.codes import CODES
from mindful.script.checks.ignores import apply_ignores
from mindful.script.reader import read
from mindful.script.takes.expand import Expansion

SPEECH_S = 2.0
KNOWN = Known(
    has_voice=lambda _: True,
    voice_language=lambda _: "en",
    bells=("bowl", "chime"),
    soundscapes=("rain", "brown"),
    has_file=lambda _: True,
)


def found(text: str) -> list[str]:
    """Return the codes of the safety findings of a script's text, ignore comments obeyed."""
    script = read(text)
    expansion = Expansion(script)
    findings = check(script, expansion.take(expansion.everything_once()), KNOWN)
    findings = apply_ignores(findings, script.ignores, complete=False)
    return sorted(finding.code for finding in findings if finding.code.startswith("S"))


def about(**front: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + "---\n"


GOOD = [
    # -- eyes
    "Close your eyes, or rest them on one spot.",
    "Let your eyes close. Sit. Lower your gaze if you prefer.",
    "Eyes open or closed, as you wish.",
    "You might close your eyes. You might leave them half open.",
    "If your eyes were closed, open them now.",
    "There is no need to close your eyes.",
    "Close your eyes if that feels comfortable.",
    "Either is fine. Close your eyes.",
    "Close your eyes, or look out of a window.\n\nSit. Sit. Sit. Sit.\n\nClose your eyes again.",
    "Close the door behind you. Notice your eyes.",
    # -- breath
    "Breathe in for four, hold for four, breathe out for six.",
    "Breathe in for four, hold for seven. You can skip the hold.",
    "Make two fists. Hold for eight. Keep breathing.",
    "Hold one hand in the other. Breathe.",
    "Notice whether your breath is fast or slow.",
    "Breathing out, count the seconds, without hurrying. Do not breathe quickly.",
    "[breathe 4-4-6 x3]\n\nGood.",
    "Breathe as you like. If you get dizzy, breathe normally.\n\n[breathe 4-7-8 x3]",
    # -- claims and treatment
    "This does not heal or cure anything.",
    "It was never proven.",
    "Notice your heels, and the health of the plants.",
    "Secure your seat. Be curious.",
    "A dose of kindness, and some sunshine.",
    "Do not stop your medication because of a practice.",
    "You have a treatment or therapy session ahead of you.",
    # -- tone
    "You may feel calm, or you may not.",
    "If you feel relaxed, notice that.",
    "Whatever you feel is fine.",
    "Let the thoughts go by. Let go of the fence.",
    "Feel your feet on the floor.",
    "There is nothing you have to do.",
    "You do not have to sit still. There is nowhere you should be.",
    "They should be ordinary.",
    "Notice thoughts that drift away like leaves on a river.",
    "Let the tension in your body melt away.",
    "Float one arm up to the side.",
    "You float on it, like a gull.",
    "Cause and effect. Use the house by the bus stop, and a pleasant hour.",
]


@pytest.mark.parametrize("text", GOOD)
def test_good_and_edge_sentences_are_left_alone(text: str) -> None:
    assert found(text + "\n") == []


BAD = [
    ("Sit down. Close your eyes. Breathe.", "S101"),
    ("Gently let your eyelids close now.", "S101"),
    ("Allow your eyes to close softly.", "S101"),
    ("Close your eyes.\n\nSit. Sit. Sit. Or rest them on one spot.", "S101"),
    ("Breathe in for four, hold for seven, breathe out for eight.", "S103"),
    ("Breathe in. Hold your breath for a count of five.", "S103"),
    ("[breathe 4-7-8 x3]\n\nGood.", "S103"),
    ("Breathe in. Hold for fifteen seconds.", "S104"),
    ("Inhale and hold it for 20 seconds. You can skip the hold.", "S104"),
    ("[breathe 4-11-8 x3]\n\nGood.", "S104"),
    ("Breathe rapidly through the nose.", "S105"),
    ("Now comes the breath of fire.", "S105"),
    ("Take thirty quick, deep breaths.", "S105"),
    ("[breathe 0.8-0-0.8 x30]\n\nGood.", "S105"),
    ("This practice heals you.", "S106"),
    ("A light of healing fills the room.", "S106"),
    ("It is clinically proven.", "S106"),
    ("This will make you calm.", "S106"),
    ("It eliminates stress.", "S106"),
    ("Take your dose and lie back.", "S107"),
    ("You could stop your medication.", "S107"),
    ("Do this instead of therapy.", "S107"),
    ("The ketamine is on its way.", "S107"),
    ("You feel calm now.", "S108"),
    ("With each breath, you feel more relaxed.", "S108"),
    ("Let go of all thoughts.", "S108"),
    ("Just be calm.", "S108"),
    ("Clear your mind.", "S108"),
    ("You must sit still.", "S109"),
    ("You should not move.", "S109"),
    ("Don't fail.", "S109"),
    ("You have to try.", "S109"),
    ("Your body dissolves into light.", "S110"),
    ("You are floating away from the ground.", "S110"),
    ("Leave your body behind, above your body.", "S110"),
    ("Go back in time, to a past life.", "S110"),
    ("[bell bowl +9dB]\n\nSit.", "S114"),
    ("[audio binaural-4hz.wav]\n\nSit.", "S115"),
    ("[sound isochronic.wav]\n\nSit.", "S115"),
    ("Now we sit.", "S117"),
    ("Let's begin.", "S117"),
    ("[voice whisper:jo]\n\nSit.", "S118"),
]


@pytest.mark.parametrize(("text", "code"), BAD)
def test_bad_sentences_and_cues_are_found(text: str, code: str) -> None:
    assert found(text + "\n") == [code]


@pytest.mark.parametrize(
    ("front", "text", "codes"),
    [
        ({"description": "Heals burnout."}, "Sit.", ["S106"]),
        ({"evidence": "Clinically proven."}, "Sit.", ["S106"]),
        ({"soundscape": "binaural.wav"}, "Sit.", ["S115"]),
        ({"soundscape": "binaural.wav", "cautions": "Binaural beats; not with epilepsy."}, "Sit.", []),
        ({"kind": "integration"}, "Sit. Write.", ["S119"]),
        ({"kind": "integration", "eyes": "open or closed"}, "Keep your eyes open.", ["S119"]),
        ({"kind": "integration"}, "Keep your eyes open.", []),
        ({"kind": "intention", "eyes": "open"}, "Sit.", []),
        ({"kind": "intention", "eyes": "open", "soundscape": "brown"}, "Sit.", ["S120"]),
        ({"kind": "sit", "soundscape": "brown"}, "Sit.", []),
        ({"kind": "intention", "eyes": "open"}, "As the medicine begins, lie back.", ["S121"]),
        ({"kind": "intention", "eyes": "open"}, "During the infusion, listen.", ["S107", "S121"]),
        ({"kind": "intention", "eyes": "open"}, "After the session there is a way home.", []),
        ({"language": "de"}, "Close your eyes. You must heal.", []),
        ({"voice": "whisper:jo"}, "Sit.", ["S118"]),
    ],
)
def test_the_front_matter_counts(front: dict[str, str], text: str, codes: list[str]) -> None:
    assert found(about(**front) + text + "\n") == codes


def test_parts_that_only_some_lengths_play_are_read_too() -> None:
    assert found("Sit.\n\n[optional]\nYou must sit.\n[end]\n\nGood.\n") == ["S109"]


def test_a_finding_stands_at_its_sentence_and_once_for_a_repeated_one() -> None:
    script = read("Sit.\n\n[repeat 3]\nSit. You must sit.\n[end]\n")
    take = Expansion(script).take()
    [finding] = [f for f in check(script, take, KNOWN) if f.code == "S109"]
    assert (finding.place.line, finding.place.column) == (4, 6)


def test_safety_findings_can_be_ignored_with_a_reason_errors_too() -> None:
    assert found("<!-- check: ignore S107 a talk about it, with a doctor -->\nThe dose is not my matter.\n") == []
    assert found("<!-- check: ignore S109 -->\nYou must.\n") == ["S109"]


def test_no_safety_finding_stops_a_render() -> None:
    script = read("This heals. [bell bowl +9dB]\n")
    findings = [f for f in check(script, Expansion(script).take(), KNOWN) if f.severity == "error"]
    assert {finding.code for finding in findings} == {"S106", "S114"}
    assert not any(finding.stops_render for finding in findings)


CORPUS = Path(__file__).parents[2] / "corpus" / "scripts"
JUDGED = {
    "S101": {
        "creative-professional-01", "digital-nomad-01", "mindfulness-blogger-01", "music-producer-01",
        "software-developer-01", "startup-founder-01", "yoga-instructor-01",
    },
    "S106": {"mental-health-advocate-01"},
    "S108": {"music-producer-01"},
    "S110": {"tech-enthusiast-01"},
    "S117": {
        "corporate-wellness-01", "mental-health-advocate-01", "music-producer-01", "psychology-researcher-01",
        "yoga-instructor-01",
    },
}  # fmt: skip
"""What the rules of words find in twenty real scripts: each was read, and is what its rule is about."""


def test_in_real_scripts_the_rules_of_words_find_what_was_judged_right_and_no_more() -> None:
    seen: dict[str, set[str]] = {}
    for path in sorted(CORPUS.glob("*.md")):
        for code in found(path.read_text(encoding="utf-8")):
            seen.setdefault(code, set()).add(path.stem)
    assert seen == JUDGED


def test_every_code_of_safety_has_sentences_here_or_in_the_tests_of_tracks() -> None:
    in_tracks = (Path(__file__).parents[2] / "timeline" / "test_safety_of_tracks.py").read_text(encoding="utf-8")
    told = {code for _, code in BAD} | {"S119", "S120", "S121"} | {code for code in CODES if code in in_tracks}
    assert {code for code in CODES if code.startswith("S")} == told
