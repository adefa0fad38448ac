"""The short way to spoken words: wherever it is taken, the long one leads to the same."""

from hypothesis import given
from hypothesis import strategies as st

from mindful.script.wording import speakable
from mindful.script.wording.characters import plain_characters
from mindful.script.wording.plain_words import plain_words

WORDS = (
    "Breathe in the I A a an St Dr Mr etc vs no No may May Mar part Chapter V X II I'm OK AM am pm min s m sec hour 3 "
    "4 12 0 99 call us mm Mmm shh don't well-being e g x by 5 year level act to kg k K l h hr ft phone p pp fig half "
    "1 AIDS ring"
).split(" ")
MARKS = st.sampled_from(["", "", "", ",", ";", ":", "."])
sentences = st.lists(st.tuples(st.sampled_from(WORDS), MARKS), min_size=1, max_size=9).map(
    lambda words: " ".join(word + mark for word, mark in words)
)


def long_way(sentence: str) -> str:
    return speakable._words(plain_characters(sentence), is_english=True)


@given(sentences)
def test_short_way_leads_where_the_long_one_does(sentence: str) -> None:
    assert plain_words(sentence) in {None, long_way(sentence)}


@given(st.text(alphabet="aeIXVmpSt 0123456789.,:;'-?!\u2019\u00e9", max_size=40))
def test_short_way_leads_where_the_long_one_does_for_any_letters(sentence: str) -> None:
    assert plain_words(sentence) in {None, long_way(sentence)}


def test_every_figure_below_a_hundred_is_named_as_the_library_names_it() -> None:
    for number in range(100):
        sentence = f"Count {number} breaths."
        assert plain_words(sentence) == long_way(sentence) != sentence


def test_most_sentences_take_the_short_way() -> None:
    said = "Notice three or four easy breaths, and don't hurry."
    assert plain_words("Notice 3 or 4 easy breaths, and don't hurry.") == said
    assert plain_words("Dr. Lee waits 5 min.") is None
