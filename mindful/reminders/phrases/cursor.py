"""The tokens of one phrase, and how far they were read; the words in which a phrase is refused."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

from mindful.errors import ReminderError
from mindful.reminders.phrases.words import NUMBERS, VOCABULARY, Token, tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    Item = TypeVar("Item")

Name = Literal[
    "a day", "at", "count", "date", "days", "else", "every days", "every minutes", "every weeks", "from", "gap",
    "month days", "monthly", "once", "place", "random", "sun", "until", "window",
]  # fmt: skip
EXAMPLES: Mapping[str, str] = {
    "any": '"daily at 7:30" or "mon, wed, fri at 19:00"',
    "at": '"daily at 7:30am and 9pm" or "weekdays at 19:30"',
    "count": '"3 times between 9:00 and 18:00" or "twice a day at 9:00 and 21:00"',
    "date": '"once on 2027-03-01 at 18:00" or "once tomorrow at 9:00"',
    "every days": '"every 2 days at 08:00" or "every 2 days from 2027-03-01 at 08:00"',
    "every minutes": '"every 90 minutes between 9:00 and 17:00 on weekdays" or "every hour between 10am and 4pm"',
    "every weeks": '"every 2 weeks on monday at 9:00" or "weekly on sunday at 18:00"',
    "monthly": '"monthly on the 1st at 9:00" or "monthly on the last friday at 18:00"',
    "sun": '"at sunset - 30m near 52.52,13.41 else 20:00" or "at sunrise in Berlin else 7:00"',
}
"""Two phrases that are understood, for each clause that gives a phrase its kind."""
_SAME_EXAMPLES = {
    "else": "sun", "gap": "count", "month days": "monthly", "once": "date", "place": "sun", "random": "count",
    "window": "every minutes",
}  # fmt: skip
_SMALL_WORDS = {"a", "an", "and", "at", "in", "of", "on", "the", ",", "-"}
"""They are refused together with what they lead to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A clause that was understood."""

    name: Name
    value: Any
    text: str = ""
    """As it was written."""


def refuse(part: str, phrase: str, *, like: str = "any", why: str = "was not understood") -> NoReturn:
    """Raise the error that names the part of a phrase which was not understood, with two examples.

    Raises:
        ReminderError: Always.
    """
    near = get_close_matches(part.lower(), VOCABULARY, n=1, cutoff=0.75) if part.isalpha() else []
    meant = f'Did you mean "{near[0]}"? ' if near and near[0] != part.lower() else ""
    raise ReminderError(f'"{part}" {why} in "{phrase.strip()}".', hint=meant + write_it(like))


def write_it(like: str) -> str:
    """Return a hint with two examples of the kind of phrase that a clause belongs to."""
    return f"Write it like {EXAMPLES.get(_SAME_EXAMPLES.get(like, like), EXAMPLES['any'])}."


class Cursor:
    """Reads tokens from left to right; whoever reads in vain puts `at` back."""

    def __init__(self, phrase: str, today: date) -> None:
        self.phrase = phrase
        self.today = today
        self.tokens = tokens_of(phrase)
        self.at = 0
        self.like = "any"
        """The clause whose examples are shown with a refusal."""

    def peek(self) -> Token | None:
        """Return the next token without reading it; None at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *texts: str) -> bool:
        """Read the next token if it is one of these."""
        token = self.peek()
        if token is None or token.text not in texts:
            return False
        self.at += 1
        return True

    def take_all(self, *texts: str) -> bool:
        """Read the next tokens if they are these, in order."""
        if [token.text for token in self.tokens[self.at : self.at + len(texts)]] != list(texts):
            return False
        self.at += len(texts)
        return True

    def take_from(self, table: Mapping[str, int]) -> int | None:
        """Read the next token if it is a word of a table, and return what it stands for."""
        token = self.peek()
        if token is None or token.text not in table:
            return None
        self.at += 1
        return table[token.text]

    def take_number(self, *kinds: str) -> int | None:
        """Read a number in digits, or of the kinds asked for, or a number word up to twelve."""
        token = self.peek()
        if token and token.kind in {"number", *kinds} and isinstance(token.value, int):
            self.at += 1
            return token.value
        return self.take_from(NUMBERS)

    def take_list(self, item: Callable[[Cursor], Item | None]) -> list[Item]:
        """Read items with commas or `and` between them, as many as follow on one another."""
        items: list[Item] = []
        mark = self.at
        while (found := item(self)) is not None:
            items.append(found)
            mark = self.at
            comma = self.take(",")
            if not self.take("and", "&") and not comma:
                break
        self.at = mark
        return items

    def text_from(self, first: int) -> str:
        """Return the phrase as written from a token up to where it was read."""
        return self.phrase[self.tokens[first].start : self.tokens[self.at - 1].end].strip()

    def refuse(self, part: str, why: str = "was not understood") -> NoReturn:
        """Refuse a part of the phrase; raises `ReminderError`."""
        refuse(part, self.phrase, like=self.like, why=why)

    def refuse_from(self, first: int) -> NoReturn:
        """Refuse what was read from a token on, and the next token with it; raises `ReminderError`."""
        if self.at >= len(self.tokens):
            self.refuse(self.text_from(first), "needs something behind it")
        while self.at < len(self.tokens) - 1 and self.tokens[self.at].text in _SMALL_WORDS:
            self.at += 1
        self.at += 1
        self.refuse(self.text_from(first))
