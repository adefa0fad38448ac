"""What stands around a script and is not speech, and the speech that only looks like it."""

import pytest

from mindful.script.model import Bell, Pause, Say, Script, Unknown
from mindful.script.reader import read


def spoken(script: Script) -> str:
    return " ".join(node.text for node in script.body if isinstance(node, Say))


def unknown(script: Script) -> list[tuple[str, int, int]]:
    return [(node.text, node.place.line, node.place.column) for node in script.body if isinstance(node, Unknown)]


@pytest.mark.parametrize(
    "line",
    [
        "Here's a 10-minute guided meditation script for stress relief:",
        "Sure! Below is a guided meditation you can use or record.",
        "Certainly! Here is a short script.",
        "Hi! I'd be happy to help with that. Here's a script you can record.",
        "Absolutely — here's a gentle grounding meditation you can read aloud to a group:",
        "Hier ist eine kurze Meditation zum Vorlesen:",
        "**Tone:** calm, warm",
        "Voice: calm female voice",
        "*Duration: 5–7 minutes*",
        "**(Duration: ~10 minutes)**",
        "Estimated reading time: 8 minutes",
        "*Instructions: Read slowly, pausing at each ellipsis.*",
        "Instructions for facilitator: Speak slowly.",
        "*A 5-minute practice to sharpen attention*",
        "*This script is designed to be read slowly.*",
        "Approx. 5 min",
    ],
)
def test_line_before_the_first_speech_that_is_about_the_script_is_a_note(line: str) -> None:
    script = read(f"{line}\n\nClose your eyes.\n")
    assert spoken(script) == "Close your eyes."
    assert [finding.severity for finding in script.findings] == ["note"]


@pytest.mark.parametrize(
    "line",
    [
        "Would you like me to adjust the length (e.g., for sleep)?",
        "Let me know if you'd like a longer version!",
        "I hope this helps! Feel free to customize it to your needs.",
        "I can also create a shorter version.",
        "Want me to turn this into a shorter version?",
        "Möchtest du, dass ich die Meditation anpasse?",
        "¿Te gustaría que lo adapte a otra duración?",
        "*End of recording.*",
        "**End of script**",
        "*Word count: 800*",
        "© 2024 Someone. All rights reserved.",
        "**Note:** Not a substitute for therapy.",
        "### Customization Options\n- Change the imagery.",
        "**🎙️ Recording Tips**\n- Keep a steady pace.",
        "Teacher Notes:\n- Dim the lights.",
    ],
)
def test_line_after_the_last_speech_that_is_about_the_script_is_a_note(line: str) -> None:
    script = read(f"Close your eyes.\n\n{line}\n")
    assert spoken(script) == "Close your eyes."
    assert script.findings


@pytest.mark.parametrize(
    "line",
    [
        "Here is where you begin: right here, in this breath.",
        "This is a meditation about kindness.",
        "I'll guide you through a simple practice.",
        "Remember: you are enough.",
        "Feel free to adjust your posture at any time.",
        "If you'd like, rest a hand on your heart.",
        "I hope this practice brings you ease.",
        "Would you like to stay a little longer? Then stay.",
        "Note the breath as it comes.",
        "Music plays in your heart.",
        "The rain begins to fall.",
        "End of the day. End of striving.",
        "The guide within you speaks.",
        "Listen to the sounds (near and far) around you.",
        "He said (slowly): breathe.",
        "Breathe (slowly, softly) now. And go on (gently).",
        "Breathe in peace… (inhale) …breathe out.",
        "*Close your eyes*",
        "**Posture:** Sit upright.",
    ],
)
def test_speech_that_looks_like_a_note_is_spoken(line: str) -> None:
    script = read(line)
    assert spoken(script) == line.replace("*", "")
    assert script.findings == ()


@pytest.mark.parametrize(
    ("line", "direction", "column"),
    [
        ("*(soft music fades)*", "(soft music fades)", 2),
        ("*Gentle background music plays*", "Gentle background music plays", 1),
        ("*The narrator speaks in a calm, slow voice.*", "The narrator speaks in a calm, slow voice.", 1),
        ("Soft music plays.", "Soft music plays.", 1),
        ("FADE OUT.", "FADE OUT.", 1),
        ("(softly) Rest.", "(softly)", 1),
        ("Rest. (Music fades out.)", "(Music fades out.)", 7),
        ("(Note to reader: slow down here.)", "(Note to reader: slow down here.)", 1),
        ("[Music: soft piano]", "[Music: soft piano]", 1),
        ("**[Soft ambient music begins]**", "[Soft ambient music begins]", 3),
        ('<audio src="bell.mp3"/>', '<audio src="bell.mp3"/>', 1),
        ("<Soft music fades>", "<Soft music fades>", 1),
        ("_Guide speaks slowly:_ Rest.", "Guide speaks slowly:", 1),
    ],
)
def test_direction_is_an_unknown_cue_at_its_place(line: str, direction: str, column: int) -> None:
    script = read(f"Close your eyes.\n\n{line}\n")
    assert unknown(script) == [(direction, 3, column)]
    assert spoken(script).removesuffix(" Rest.") == "Close your eyes."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ANNOUNCER: Rest.", "Rest."),
        ("NARRATOR (V.O.)\nRest.", "Rest."),
        ("**Narrator (softly):** Rest.", "Rest."),
        ("Sprecher: Ruhe.", "Ruhe."),
        ("**Script:** Rest.", "Rest."),
        ("02:00 - Rest.", "Rest."),
        ("[04:00] – Rest.", "Rest."),
        ("**07:00 – 08:00:** Rest.", "Rest."),
        ("0:09:00 | Rest.", "Rest."),
        ("Time: 0:00\nRest.", "Rest."),
        ("9:30 PM is late.", "9:30 PM is late."),
        ("1\n00:00:01,000 --> 00:00:04,000\nRest.", "Rest."),
        ("a) Rest.", "Rest."),
        ("```markdown\nRest.\n```", "Rest."),
        ("<p>May I rest.<br>May I be.</p>", "May I rest. May I be."),
        ("Let&rsquo;s rest &amp; be&hellip; &#91;x&#93;", "Let’s rest & be… [x]"),
        ("Rest. [...] Be. [ ]", "Rest. ... Be."),
        ("Breathe in [4 counts], hold [4 seconds].", "Breathe in 4 counts, hold 4 seconds."),
        ("Atme ein (4 Sekunden).", "Atme ein (4 Sekunden)."),
        ("Inhale 4️⃣ … hold 7️⃣.", "Inhale 4 … hold 7."),
    ],
)
def test_structure_is_read_and_only_the_words_are_spoken(line: str, said: str) -> None:
    script = read(line)
    assert spoken(script) == said
    assert not unknown(script)


def test_notes_end_at_a_rule_and_at_the_next_heading() -> None:
    assert spoken(read("**Notes:**\n- Slow.\n\n---\n\nWelcome.")) == "Welcome."
    assert spoken(read("**Notes:**\n- Slow.\n- Soft.\n\nWelcome. Rest.")) == "Welcome. Rest."
    assert spoken(read("## Notes\n\nSlow.\n\n## Opening\n\nWelcome.")) == "Welcome."


def test_what_follows_talk_about_the_script_is_still_spoken() -> None:
    assert (
        spoken(read("This script is read slowly.\n\nWelcome.\n\nThis script can be adapted.\n\nRest."))
        == "Welcome. Rest."
    )
    assert spoken(read("Rest.\n\nWould you like me to:\n- shorten it\n- add music\n")) == "Rest."
    assert spoken(read("Rest.\n\n**End of script**\n\nCredits to all.\n\n# Another\n\nBreathe.")) == "Rest. Breathe."


def test_table_speaks_the_column_of_the_script_and_keeps_its_pauses() -> None:
    script = read(
        "| Time | Script | Notes | Pause |\n|---|:---|---|---|\n| 0:00 | Sit (tall). | soft voice | 5 sec |\n"
        "| 1:00 | Rest. | Bell | — |\n\nDone.\n"
    )
    assert spoken(script) == "Sit (tall). Rest. Done."
    assert [type(node) for node in script.body if isinstance(node, Pause | Bell)] == [Pause, Bell]
    assert [finding.code for finding in script.findings] == ["N303"]


def test_table_whose_columns_are_all_about_the_script_is_silent() -> None:
    assert spoken(read("Step | Duration\n--- | ---\nInhale | 4 sec\n\nRest.")) == "Rest."


CHAT = """\
Okay, here's a calming meditation for your students:

# 🌙 Floating on Clouds

**Duration:** ~5 minutes | **Voice:** slow

---

### Part 1: Arrival *(0:00 – 2:00)*

> *Speak slowly. Leave space.*

"Welcome. Let your hands be heavy."

*[pause — 3 slow breaths]*

**Narrator (softly):** "With every breath, you float higher…"

- Feel the left hand (the palm, the fingers).
- Feel the right hand. *(Pause for 10 seconds to let students imagine)*

### Part 2: Return – 1 min

*[Ring bell once]*

"Open your eyes when you're ready." 💛

---

**Teacher Notes:**
- Dim the lights.

Want me to make it shorter? I can:
- cut the return
- add music
"""


def test_whole_script_as_pasted_from_a_chat_is_read() -> None:
    script = read(CHAT)
    assert script.title == "Floating on Clouds"
    assert spoken(script) == (
        '"Welcome. Let your hands be heavy." "With every breath, you float higher…" '
        'Feel the left hand (the palm, the fingers). Feel the right hand. "Open your eyes when you\'re ready."'
    )
    assert [node.natural_s for node in script.body if isinstance(node, Pause)] == [24, 10]
    assert unknown(script) == [("Speak slowly. Leave space.", 11, 3)]
    assert [finding.place.line for finding in script.findings] == [1, 5, 30]


@pytest.mark.parametrize("label", ["Sarah:", "**Sarah:**", "**Sarah**:", "Mary Ann:"])
def test_name_before_many_lines_is_who_speaks_and_is_noted(label: str) -> None:
    script = read("\n\n".join(f"{label} {words}" for words in ("Welcome.", "Sit down.", "Let us begin.")))
    assert [node.text for node in script.body if isinstance(node, Say)] == ["Welcome.", "Sit down.", "Let us begin."]
    assert [finding.code for finding in script.findings] == ["N303"] * 3


@pytest.mark.parametrize(
    "lines",
    [
        ["Inhale: Count to four."] * 3,
        ["Sarah: Welcome.", "Sarah: Sit down."],
        ["Compassion: May I be kind.", "Compassion: May you be kind.", "Compassion: Rest in compassion."],
    ],
    ids=["instruction", "too few", "also a word"],
)
def test_other_words_before_a_colon_are_spoken(lines: list[str]) -> None:
    script = read("\n\n".join(lines))
    assert [node.text for node in script.body if isinstance(node, Say)] == lines
    assert not script.findings


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Guide: Good evening, everyone. (smiling)", "Good evening, everyone. (smiling)"),
        ("Narrator: Welcome. [pause 5s]", "Welcome."),
        ("Voice: Welcome [pause 2s] to this hour.", "Welcome to this hour."),
    ],
)
def test_first_words_after_a_speakers_label_are_spoken_whatever_group_follows(line: str, words: str) -> None:
    assert spoken(read(f"{line}\n")) == words


@pytest.mark.parametrize(
    "line",
    [
        "THERAPIST NOTE: Watch for signs of distress.",
        "Source: https://www.example.org/grounding",
        "https://www.example.org/grounding",
        "[^1]: Even the phone.",
        "Transcript by a service",
        "Adapted from Jo Teacher",
        "You can paste this into any text-to-speech tool. Enjoy!",
        "<title>Mountain</title><style>p { color: red; }</style>",
        "![A window](window.jpg)",
    ],
)
def test_line_between_sentences_that_is_about_the_script_is_not_spoken(line: str) -> None:
    script = read(f"Close your eyes.\n\n{line}\n\nRest here.\n")
    assert spoken(script) == "Close your eyes. Rest here."
    assert unknown(script) == []


def test_what_declares_a_page_or_document_is_not_spoken() -> None:
    script = read('<?xml version="1.0"?>\n<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>\n<p>Sit.</p>\n')
    assert spoken(script) == "Sit."
    assert unknown(script) == []


def test_mark_of_a_footnote_is_not_spoken() -> None:
    assert spoken(read("Put down what you are doing.[^1] Rest.\n")) == "Put down what you are doing. Rest."


def test_byline_under_a_title_is_a_note() -> None:
    assert spoken(read("# A Loving Practice\nby Jo Teacher\n\nSit.\n")) == "Sit."
    assert spoken(read("# Rest\n\nSit.\n\nBy Ana\n")) == "Sit. By Ana"


def test_names_in_capitals_before_lines_are_not_spoken() -> None:
    script = read("MAYA: Hello.\n\nMAYA (CONT'D): Today we rest.\n\nMAYA: (softly) Let go.\n\nREST: It helps.\n")
    assert spoken(script) == "Hello. Today we rest. Let go. REST: It helps."
    assert unknown(script) == [("(softly)", 5, 7)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Good evening. (smiles) Sit.", ("(smiles)", 1, 15)),
        ("Rest. (softly) Return.", ("(softly)", 1, 7)),
        ("Rest.\n\nTeacher rings the bell.\n\nGood.", ("Teacher rings the bell.", 3, 1)),
        ("Rest. (Source: A Study) Good.", ("(Source: A Study)", 1, 7)),
        ("In and out. (repeat x3)", ("(repeat x3)", 1, 13)),
        ("In and out. (repeat three more times)", ("(repeat three more times)", 1, 13)),
        ("(Con voz suave)\nCierra los ojos.", ("(Con voz suave)", 1, 1)),
        ("(mit sanfter, ruhiger Stimme)\nSchließ die Augen.", ("(mit sanfter, ruhiger Stimme)", 1, 1)),
        ("Stay with (insert emotion here).", ("(insert emotion here)", 1, 11)),
        ("Rest.\n(Participants breathe quietly.)\nGood.", ("(Participants breathe quietly.)", 2, 1)),
        (
            "Rest.\n\n(Ring a bell, or have someone ring the bell.)",
            ("(Ring a bell, or have someone ring the bell.)", 3, 1),
        ),
        ("Rest.\n\n**(Speaker's voice is soft)**\n\nGood.", ("(Speaker's voice is soft)", 3, 3)),
    ],
)
def test_direction_in_parentheses_is_flagged_where_it_stands(text: str, found: tuple[str, int, int]) -> None:
    assert unknown(read(f"{text}\n")) == [found]


def test_bold_title_in_parentheses_is_a_heading_all_the_same() -> None:
    script = read("**(The Mountain)**\n\nSit.\n\n**(Opening)**\n\nRest.\n")
    assert unknown(script) == []
    assert spoken(script) == "Sit. Rest."


def test_what_chat_tools_say_in_german_and_spanish_is_not_spoken() -> None:
    script = read("Hola! Aquí tienes un guion de 3 minutos:\n\n**Respiración:** Toma aire.\n")
    assert spoken(script) == "Toma aire."
    script = read("**Länge:** ca. 4 Minuten\n\n**Atmung:** Atme ein.\n")
    assert spoken(script) == "Atme ein."


def test_lines_at_the_head_of_an_episode_are_not_spoken() -> None:
    script = read('EPISODE 12 - "Letting Go"\nHost: Maya\nRuntime: 6:00\n\nWelcome.\n')
    assert spoken(script) == "Welcome."
    assert script.title == 'EPISODE 12 - "Letting Go"'
