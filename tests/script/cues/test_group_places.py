"""Where a group stands among the words of its block."""

import pytest

from mindful.script.cues import group_places
from mindful.script.cues.groups import find_groups


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Rest.\n(softly)\nSit.", {"fills_line", "begins_line"}),
        ("(softly) Sit.", {"begins_line"}),
        ("Rest. (softly) Sit.", {"parts_sentences"}),
        ("Rest. (softly)", set()),
        ("Rest (softly) and sit.", set()),
        ("Rest. (Slowly.) Sit.", set()),
        ("Rest.\t(5)", {"ends_line_apart"}),
        ("Rest.  (5) Sit.", set()),
        ("Rest. ... (5)", {"follows_dots"}),
        ("Rest\u2026 (5) Sit.", {"follows_dots"}),
    ],
)
def test_group_is_where_its_words_say(text: str, places: set[str]) -> None:
    (group,) = find_groups(text)
    names = ("fills_line", "begins_line", "parts_sentences", "ends_line_apart", "follows_dots")
    assert {name for name in names if getattr(group_places, name)(text, group)} == places
