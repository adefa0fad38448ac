"""Comments that silence a finding on purpose: ``<!-- check: ignore W204 the silence is the practice -->``. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mindful.errors import Place
from mindful.script.checks.codes import CODES
from mindful.script.model import Finding, Ignore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_COMMENT = re.compile(r"<!--[ \t]*check:[ \t]*ignore\b(?P<what>.{0,1000}?)-->", re.IGNORECASE)
_CODES = re.compile(
    r"[ \t]*(?P<codes>[A-Z]\d{3}(?:[ \t]*,[ \t]*[A-Z]\d{3}){0,50})\b[ \t:,-]*(?P<reason>.*)", re.IGNORECASE
)
_COMMENTS_ALONE = re.compile(r"[ \t]*(?:<!--.*?-->[ \t]*)*")
_HINT = "Write it like <!-- check: ignore W204 the silence is the practice -->."


def find_ignores(lines: Sequence[str], file: str | None) -> tuple[Ignore, ...]:
    """Find the comments of a script that silence findings.

    Args:
        lines: All lines of the script.
        file: The script's name for places.

    Returns:
        The comments. One beside text covers its own line; one on a line of its own covers the next line that holds
        more than comments.
    """
    return tuple(
        _read(comment, Place(file=file, line=number, column=comment.start() + 1), _covered(lines, number))
        for number, line in enumerate(lines, start=1)
        if "<!--" in line
        for comment in _COMMENT.finditer(line)
    )


def apply_ignores(findings: Iterable[Finding], ignores: Iterable[Ignore], *, complete: bool) -> tuple[Finding, ...]:
    """Take out what is ignored, and tell of comments that cannot be followed.

    Args:
        findings: What was noticed.
        ignores: The script's comments.
        complete: Whether all rules were asked, so that a comment that silences nothing can be told.
    """
    found = list(findings)
    there = {(finding.place.file, finding.place.line, finding.code) for finding in found if not finding.stops_render}
    silenced: set[tuple[str | None, int, str]] = set()
    told: list[Finding] = []
    for ignore in ignores:
        if trouble := list(_trouble(ignore)):
            told += trouble
            continue
        meant = {(ignore.place.file, ignore.covers, code) for code in ignore.codes}
        silenced |= meant
        idle = [code for _, _, code in sorted(meant - there, key=lambda named: named[2])]
        if complete and idle:
            message = f"There is no {' and no '.join(idle)} here, so that nothing is silenced."
            told.append(_finding("N305", message, "Take it out.", ignore.place))
    kept = (
        finding
        for finding in found
        if finding.stops_render or (finding.place.file, finding.place.line, finding.code) not in silenced
    )
    return (*kept, *told)


def _covered(lines: Sequence[str], number: int) -> int:
    if not _COMMENTS_ALONE.fullmatch(lines[number - 1]):
        return number
    following = (at for at, line in enumerate(lines[number:], start=number + 1) if not _COMMENTS_ALONE.fullmatch(line))
    return next(following, number)


def _read(comment: re.Match[str], place: Place, covers: int) -> Ignore:
    what = _CODES.fullmatch(comment["what"].strip())
    if not what:
        return Ignore(codes=(), reason=comment["what"].strip(), covers=covers, place=place)
    codes = tuple(code.strip().upper() for code in what["codes"].split(","))
    return Ignore(codes=codes, reason=what["reason"].strip(), covers=covers, place=place)


def _trouble(ignore: Ignore) -> Iterator[Finding]:
    if not ignore.codes:
        yield _finding("W210", "This comment names no code to ignore.", _HINT, ignore.place)
        return
    for code in ignore.codes:
        if code not in CODES:
            yield _finding("W210", f'There is no finding "{code}" to ignore.', _HINT, ignore.place)
        elif CODES[code].severity == "error" and not code.startswith("S"):
            message = f"{code} stops a render and cannot be ignored."
            yield _finding("W210", message, CODES[code].remedy, ignore.place)
    if not ignore.reason:
        yield _finding("W210", "This comment gives no reason, so that nothing is ignored.", _HINT, ignore.place)


def _finding(code: str, message: str, hint: str, place: Place) -> Finding:
    return Finding(code=code, severity=CODES[code].severity, message=message, hint=hint, place=place)
