"""What a look over all lines of a script tells before any of them is read. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from mindful.script.structure import beginnings, markup, speakers, tags, time_spans


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """What the reading of a line needs to know of the others."""

    shouted: bool
    """Most of the script is in capitals."""
    unmarked: bool
    """No line begins as headings in Markdown do."""
    names: frozenset[str]
    """Of people whose lines are labelled with them."""
    footnotes: frozenset[str]
    """Numbers of those whose marks stand in the script."""
    spans: frozenset[int]
    """Lines that name a part by its time."""
    countdowns: frozenset[int]
    """Lines whose numbers count down and are therefore speech."""
    paired: frozenset[str]
    """Tags that are opened and closed."""


def look_over(lines: list[str], first: int) -> Overview:
    """Look over the lines of a file; its script begins after `first` lines of front matter."""
    body = lines[first:]
    return Overview(
        shouted=_is_shouted(body),
        unmarked=not any(map(_is_marked, body)),
        names=speakers.names_of(body),
        footnotes=markup.footnotes_of(lines),
        spans=time_spans.naming_lines(lines),
        countdowns=_countdowns(lines),
        paired=tags.paired_names(lines),
    )


def _is_shouted(lines: list[str]) -> bool:
    """Tell whether most of a script is in capitals."""
    upper = sum(map(str.isupper, lines))
    return bool(upper) and 2 * upper > sum(1 for line in lines if line and not line.isspace())


def _is_marked(line: str) -> bool:
    """Tell whether a line begins as headings in Markdown do."""
    return not line[:1].isalpha() and line.lstrip(" >").startswith(("#", "**", "__"))


def _countdowns(lines: list[str]) -> frozenset[int]:
    """Return the lines (from 1) whose numbers count down ("10. Deeper", "9. Deeper still") and are therefore speech."""
    found: set[int] = set()
    last: tuple[int, int] | None = None
    for number, line in enumerate(lines, start=1):
        if line[:1].isalpha() or (item := beginnings.item_number(line)) is None:
            continue
        if last and item == last[1] - 1:
            found |= {last[0], number}
        last = number, item
    return frozenset(found)
