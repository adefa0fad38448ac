"""Which lines without marks are headings: titles, the names of parts, and short lines in capitals. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from mindful.script import titles
from mindful.script.label_words import SPEAKERS
from mindful.script.shares import split_share

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
_ITEM = re.compile(r"\s*(?:[-*+\u2022]\s+|\d{1,3}[.)]\s+)")
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
    if len(line) > _LONGEST:
        return False
    mark = _ITEM.match(line)
    text = (line[mark.end() :] if mark else line).strip()
    bare = text.rstrip(":").rstrip()
    words = bare.split()
    if first and len(words) <= 10 and _NUMBERED.match(bare) and not titles.DIALOGUE_END.search(bare.rstrip('"\u201d')):
        return True
    if (
        not 0 < len(words) <= 10
        or not bare[0].isalnum()
        or _CALLED.fullmatch(bare)
        or _NO_TITLE.search(bare)
        or titles.BREATHS.match(bare)
    ):
        return False
    title, share_s = split_share(bare)
    cased = titles.is_title_case(title) and not (shouted and bare.isupper())
    if first and titles.may_be_title(bare) and (cased or not (following.strip() or _ADDRESS.match(bare))):
        return True
    if (clock := _CLOCK_LEAD.match(bare)) and len(words) <= 6:
        return titles.is_title_case(bare[clock.end() :]) and not titles.BREATHS.match(bare, clock.end())
    if titles.names_part(bare) and (len(words) > 1 or text.endswith(":") or bare.lower() not in _ALSO_SPEECH):
        return titles.is_title_case(title)
    if text.endswith(":") and (titles.is_note_heading(bare) or titles.is_script_heading(bare)):
        return True
    if share_s is not None and title and title != bare and (first or cased):
        return True
    telling = [word for word in words if word.lower() not in titles.SMALL_WORDS]
    if unmarked and not mark and not following.strip() and len(words) <= 6 and len(telling) > 1 and cased:
        return not _CHANT.match(bare)
    return not shouted and not mark and len(words) <= 6 and bare.isupper() and sum(map(str.isalpha, bare)) > 4
