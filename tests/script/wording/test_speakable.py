from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindful.script.wording.numbers import speak_numbers
from mindful.script.wording.speakable import speakable, split_sentences


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Breathe 4-7-8.", "Breathe four, seven, eight."),
        ("Hold for 2-3 seconds.", "Hold for two to three seconds."),
        ("At 9:30 p.m. we stop.", "At nine thirty PM we stop."),
        ("Dr. Smith, i.e. a person.", "Doctor Smith, that is a person."),
        ("Wait 10 min.", "Wait ten minutes."),
        ("1/2 a minute, 20%, 3x.", "half a minute, twenty percent, three times."),
        ("LET GO of **it**\u2026", "let go of it."),
        ("It\u2019s \u201cfine\u201d \U0001f600 & well", "It's fine and well"),
        ("Call 988.", "Call nine eight eight."),
        ("Write to help@calm.org or www.calm.org/a?b=1.", "Write to help at calm dot org or calm dot org."),
        ("and/or w/ care, in/out, 6 breaths/min", "and or with care, in or out, six breaths per minute"),
        ("mmm, yes etc.", "hmm, yes et cetera."),
        ("The U.S.A. and an SSRI", "The U S A and an S S R I"),
        ("St. John on Main St. now, Ana B. Cole", "Saint John on Main Street now, Ana B Cole"),
        ("In 1998 it cost $3.50.", "In nineteen ninety-eight it cost three dollars fifty."),
        ("[[ph]] <b>bold</b> feeling(s)", "ph bold feelings"),
        ("eg this", "eg this"),
        ("Inhale through your nose (4 sec)", "Inhale through your nose, four seconds"),
        ("metta (loving-kindness) and (4) more", "metta, loving-kindness, and, four, more"),
        ("MBSR, PTSD, CBT and ADHD", "M B S R, P T S D, C B T and ADHD"),
        ("I AM here at 6 AM, AM I?", "I am here at six AM, am I?"),
        ("BRR, SHHH, PSST, HMM", "brr, hush, hush, hmm"),
        ("Part II, World War II, the part I love", "Part two, World War two, the part I love"),
        ("---", ""),
        ("\U0001f600", ""),
    ],
)  # fmt: skip
def test_written_text_is_said_as_a_person_reads_it(written: str, said: str) -> None:
    assert speakable(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("24/7", "twenty-four seven"),
        ("the 1990s", "the nineteen nineties"),
        ("1:00 and 00:00 and 14:00", "one o'clock and midnight and fourteen hundred"),
        ("the 3rd", "the third"),
        ("2026-11-24", "November twenty-fourth, twenty twenty-six"),
        ("3/4 and 5/9", "three quarters and five ninths"),
        ("1,000.5", "one thousand point five"),
        ("#1, no. 5", "number one, number five"),
        ("~5 and <3 and >2", "about five and less than three and more than two"),
        ("007", "zero zero seven"),
        ("May 5, 2024", "May fifth, twenty twenty-four"),
        ("10 lb", "ten pounds"),
        ("5k", "five thousand"),
        ("2x4", "two by four"),
        ("1.2.3", "one point two point three"),
        ("the 7-11 breath and 7-11 people", "the seven, eleven breath and seven to eleven people"),
        ("In-2-3-4, out-2-3-4", "In, two, three, four, out, two, three, four"),
        ("4:7:8", "four, seven, eight"),
        ("1h30, 1m30s, 2h 5min", "one hour thirty minutes, one minute thirty seconds, two hours five minutes"),
        ("< 5 min", "less than five minutes"),
        ("the 1st-3rd days", "the first to third days"),
        (
            "12/25/2023 and 25/12/2023",
            "December twenty-fifth, twenty twenty-three and December twenty-fifth, twenty twenty-three",
        ),
        ("13/13/2023", "thirteen, thirteen, two thousand and twenty-three"),
    ],
)
def test_figures_are_read(written: str, said: str) -> None:
    assert speak_numbers(written) == said


def test_the_lexicon_is_used_for_whole_words() -> None:
    assert speakable("Om, omen, Qi", lexicon={"om": "ohm", "Qi": "chee"}) == "ohm, omen, chee"
    assert speakable("qi", lexicon={"Qi": "chee"}) == "qi"


def test_other_languages_are_only_cleaned() -> None:
    assert speakable("Zähle *bis* 3!", language="de-DE") == "Zähle bis 3!"


@given(st.text(max_size=200))
def test_any_text_gives_words_without_markup_or_figures(text: str) -> None:
    said = speakable(text)
    assert not set("[](){}<>*_#|~`\\0123456789") & set(said)
    assert said == "" or any(character.isalnum() for character in said)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Dr. Smith is here. Yes.", ["Dr. Smith is here.", "Yes."]),
        ('"Where?" she asks. Here.', ['"Where?" she asks.', "Here."]),
        ("Take 2.5 breaths. Go on.", ["Take 2.5 breaths.", "Go on."]),
        ("J. Krishnamurti said so.", ["J. Krishnamurti said so."]),
        ("Wait 5 min. Then go.", ["Wait 5 min.", "Then go."]),
        ("See no. 5. Done.", ["See no. 5.", "Done."]),
        ("1. Sit down.", ["1. Sit down."]),
        ("The end.Next one.", ["The end.", "Next one."]),
        ("...", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == pieces


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    text = "Notice the breath as it comes in, and notice the breath as it goes out; " * 12
    pieces = split_sentences(text)
    assert all(end - start <= 250 for start, end in pieces)
    assert "".join(text[start:end] for start, end in pieces).replace(" ", "") == text.replace(" ", "")
    assert [end - start for start, end in split_sentences("x" * 600)] == [250, 250, 100]


@given(st.text(max_size=300))
def test_sentences_are_in_order_and_lose_no_letter(text: str) -> None:
    pieces = split_sentences(text)
    kept = "".join(text[start:end] for start, end in pieces)
    assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, text))
    assert all(one[1] <= two[0] for one, two in pairwise(pieces))
