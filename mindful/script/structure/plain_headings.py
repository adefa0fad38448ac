"""Which lines without marks are headings: titles, the names of parts, and short lines in capitals. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from mindful.script.structure import titles
from mindful.script.structure.directions import is_stage_line
from mindful.script.structure.label_words import SPEAKERS
from mindful.script.structure.shares import split_share

_CALLED = re.compile(rf"(?:{SPEAKERS})(?: ?\d)?(?: ?\([^()]{{0,40}}\)){{0,2}}:?", re.IGNORECASE)
_NO_TITLE = re.compile(r"[.!?\u2026,;\"\u201d]$|^[\"\u201c\[(<-]|\d[.)]$|(?<!\d)[.!?\u2026]\s(?=\S*[a-z])|[\[\]{}<>]")
_ADDRESS = re.compile(
    r"(?:welcome|hello|hi|this|in this|today|let|we|now|take|find|begin|sit|close|here|it|i|you|your|as|thank)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:episode|session|lesson|module|track|class|week|day)\s+\d{1,3}\s?[:|\u2013\u2014-]\s?\S", re.IGNORECASE
)
"""How the title of one of several practices begins."""
_CLOCK_LEAD = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s+(?:[|\u2013\u2014-]\s+)?(?=[^\W\d])")
_ALSO_SPEECH = frozenset({"welcome", "relaxation"})
_CHANT = re.compile(r"(?:om|aum|so|sat|namaste|shanti|good|thank|amen|may|lokah?|ham)\b", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[-*+\u2022]\s+|(?:\d{1,3}|[IVX]{1,5}|[A-H])[.)]\s+)")
_LETTERED = re.compile(r"\s*(?:[IVX]|[A-H]\.)")
_UNDER_A_TITLE = re.compile(
    r"\s*(?:\(|[Bb]y [A-Z\u00c0-\u00de]|[Aa]dapted |[Bb]ased on |[Ii]nspired by |[Ww]ritten by )"
)
"""How the line under a title begins: a remark in parentheses, or by whom it is."""
_OF_NOTES = frozenset(
    "References Bibliography Sources Acknowledgements Acknowledgments Footnotes Disclaimer Credits".split()
)
"""Names of sections that are no word of a practice, so that they need no colon."""
_MOST_WORDS, _FEW_WORDS = 10, 6
_LONGEST = 400
"""A line of more characters is no heading."""


@lru_cache(maxsize=256)
def is_plain_heading(line: str, following: str, *, first: bool, shouted: bool, unmarked: bool) -> bool:
    """Tell whether a line without marks, after a blank one, is a heading.

    Args:
        line: The line.
        following: The line after it.
        first: No speech stands before it, so that it may be the title.
        shouted: The whole script is in capitals, so that capitals tell nothing.
        unmarked: The script has no heading in Markdown at all.
    """
    mark = _ITEM.match(line)
    text = (line[mark.end() :] if mark else line).strip()
    bare = "" if len(line) > _LONGEST else text.rstrip(":").rstrip()
    words = bare.split()
    if first and _counts_practices(bare):
        return True
    title, share_s = split_share(bare)
    if not _may_be_heading(bare, title):
        return False
    cased = titles.is_title_case(title) and not (shouted and bare.isupper())
    if first and titles.may_be_title(bare) and (cased or not (following.strip() or _ADDRESS.match(bare))):
        return True
    if len(words) <= _FEW_WORDS and _CLOCK_LEAD.match(bare):
        return _names_at_a_time(bare)
    if titles.names_part(bare) and (len(words) > 1 or text.endswith(":") or bare.lower() not in _ALSO_SPEECH):
        return titles.is_title_case(title)
    if (text.endswith(":") or bare in _OF_NOTES) and (titles.is_note_heading(bare) or titles.is_script_heading(bare)):
        return True
    if share_s is not None and title and title != bare:
        return first or cased
    if len(words) > _FEW_WORDS or (mark and not _LETTERED.match(line)):
        return False
    alone = not following.strip() or (first and _UNDER_A_TITLE.match(following) is not None)
    if cased and alone and (mark or (unmarked and len(_telling(words)) > 1)):
        return not _CHANT.match(bare)
    return not shouted and not mark and bare.isupper() and sum(map(str.isalpha, bare)) > 4


def _may_be_heading(bare: str, title: str) -> bool:
    """Tell whether neither the words nor the marks of a line forbid that it is a heading."""
    return (
        0 < bare.count(" ") + 1 <= _MOST_WORDS
        and bare[:1].isalnum()
        and ((title != bare and title.lower() == "breath") or not titles.BREATHS.match(bare))
        and not (_CALLED.fullmatch(bare) or _NO_TITLE.search(title) or is_stage_line(bare))
    )


def _counts_practices(bare: str) -> bool:
    """Tell whether a line is the title of one of several practices ("Episode 3: Letting Go")."""
    few = bare.count(" ") < _MOST_WORDS
    return few and _NUMBERED.match(bare) is not None and not titles.DIALOGUE_END.search(bare.rstrip('"\u201d'))


def _names_at_a_time(bare: str) -> bool:
    """Tell whether a name follows the time at the beginning of a line."""
    name = _CLOCK_LEAD.sub("", bare, count=1)
    return titles.is_title_case(name) and not titles.BREATHS.match(name)


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word.lower() not in titles.SMALL_WORDS]
