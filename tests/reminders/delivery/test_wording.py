"""The words of a reminder: private unless asked otherwise, calm always."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindful.reminders.decisions import ASK_WHETHER_TO_STOP
from mindful.reminders.delivery.wording import FOLLOW_UP, is_private, message_of, sentence_of

GUILT = re.compile(
    r"\b(?:miss(?:ed)?|fail\w*|streak\w*|forg[eo]t\w*|should|must|late|again|lazy|don't|shame|sorry|lost|behind|"
    r"disappoint\w*|still not|only today)\b",
    re.IGNORECASE,
)


def test_nothing_private_stands_on_a_lock_screen_by_default() -> None:
    message = message_of(
        reminder_id="01JA", occurrence_key="k", title="Urge surfing", text="For the dark hours", length_s=180
    )
    assert (message.title, message.body) == ("Time for your pause", "")
    assert (message.reminder_id, message.occurrence_key) == ("01JA", "k")


def test_the_anchor_is_repeated_as_a_sentence() -> None:
    message = message_of(reminder_id="1", occurrence_key="k", anchor="after I pour my coffee", length_s=180)
    assert message.body == "After I pour my coffee, I sit for three minutes."


def test_an_anchor_that_tells_of_an_illness_is_shown_to_those_only_who_opt_in() -> None:
    unasked = message_of(reminder_id="1", occurrence_key="k", anchor="after I take my lithium")
    assert unasked.body == ""
    shown = message_of(reminder_id="1", occurrence_key="k", anchor="after I take my lithium", show_title=True)
    assert shown.body == "After I take my lithium, I sit for a while."


def test_title_and_words_are_shown_on_request() -> None:
    message = message_of(
        reminder_id="1", occurrence_key="k", title=" Body scan ", text=" As you like. ", show_title=True
    )
    assert (message.title, message.body) == ("Body scan", "As you like.")
    assert message_of(reminder_id="1", occurrence_key="k", show_title=True).title == "Time for your pause"


def test_the_follow_up_is_said_to_be_the_only_one() -> None:
    message = message_of(reminder_id="1", occurrence_key="k", anchor="after tea", length_s=60, follow_up=True)
    assert message.body == f"After tea, I sit for one minute.\n{FOLLOW_UP}"


def test_the_last_of_many_asks_whether_to_stop() -> None:
    assert message_of(reminder_id="1", occurrence_key="k", ask_whether_to_stop=True).body == ASK_WHETHER_TO_STOP


@pytest.mark.parametrize(
    ("anchor", "length_s", "sentence"),
    [
        ("my morning coffee", 600, "After my morning coffee, I sit for ten minutes."),
        ("When the kettle boils,", 1200, "When the kettle boils, I sit for 20 minutes."),
        ("before  lunch.", 20, "Before lunch, I sit for one minute."),
        ("onions are cut", None, "After onions are cut, I sit for a while."),
        ("after I pour my coffee, I sit by the window", 60, "After I pour my coffee, I sit by the window."),
    ],
)
def test_an_anchor_becomes_a_sentence(anchor: str, length_s: float | None, sentence: str) -> None:
    assert sentence_of(anchor, length_s) == sentence


@pytest.mark.parametrize("text", ["after my pills", "when I feel depressed", "Before therapy", "my low mood", "ECT"])
def test_words_of_illness_and_mood_are_private(text: str) -> None:
    assert is_private(text)


@pytest.mark.parametrize(
    "text", ["after I drink my tea", "when I paint", "before dinner", "after I put my tablet away"]
)
def test_ordinary_anchors_are_not(text: str) -> None:
    assert not is_private(text)


@given(title=st.text(), text=st.text(), follow_up=st.booleans(), ask=st.booleans())
def test_our_own_words_never_blame_and_never_depend_on_private_ones(
    title: str, text: str, *, follow_up: bool, ask: bool
) -> None:
    message = message_of(
        reminder_id="1", occurrence_key="k", title=title, text=text, follow_up=follow_up, ask_whether_to_stop=ask
    )
    plain = message_of(reminder_id="1", occurrence_key="k", follow_up=follow_up, ask_whether_to_stop=ask)
    assert message == plain
    assert not GUILT.search(f"{message.title} {message.body}")
    assert not is_private(f"{message.title} {message.body}")
