"""Which beginning of a part belongs to which end. Pure; the nodes of a script stay one flat row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mindful.script.model import (
    OPENERS,
    Breathe,
    Else,
    End,
    Finding,
    Heading,
    If,
    Node,
    OneOf,
    OptionalPart,
    Or,
    ParagraphBreak,
    Pause,
    Repeat,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES = {Repeat: "repeat", OptionalPart: "optional", If: "if", OneOf: "one of", Else: "else", Or: "or", End: "end"}
OF_PARTS = frozenset((*OPENERS, Else, Or, End))
"""What begins, turns or ends a part."""
_TURNS = {Else: If, Or: OneOf}
"""Which part a turn stands in."""


def well_nested(nodes: Sequence[Node]) -> tuple[list[Node], list[Finding]]:
    """Return the nodes with every part closed, and what was wrong.

    A beginning without an end, and an end or a turn without a beginning, are errors and are left out: what stands there
    is played as if they had not been written. An ``[end]`` after the last words says that the script ends; that is well.
    """
    marks = [(at, node) for at, node in enumerate(nodes) if type(node) in OF_PARTS]
    if not marks:
        return list(nodes), []
    dropped: dict[int, Finding] = {}
    open_parts: list[tuple[int, list[int]]] = []
    last_speech = max((at for at, node in enumerate(nodes) if isinstance(node, Say)), default=-1)
    for at, node in marks:
        if isinstance(node, OPENERS):
            open_parts.append((at, []))
        elif isinstance(node, Else | Or):
            part = open_parts[-1] if open_parts else None
            if (
                part is None
                or not isinstance(nodes[part[0]], _TURNS[type(node)])
                or (isinstance(node, Else) and part[1])
            ):
                dropped[at] = _turn_without_part(node)
            else:
                part[1].append(at)
        elif open_parts:
            open_parts.pop()
        else:
            dropped[at] = _end_without_part(node, closes_script=at > last_speech)
    for at, turns in open_parts:
        closes = _stands_behind(nodes, at)
        dropped[at] = _repeat_behind(nodes[at]) if closes else _part_without_end(nodes[at])
        dropped |= dict.fromkeys(turns, dropped[at])
    kept = [node for at, node in enumerate(nodes) if at not in dropped] if dropped else list(nodes)
    return kept, list(dict.fromkeys(dropped.values()))


def ends_of(nodes: Sequence[Node]) -> dict[int, tuple[int, ...]]:
    """Return, for the index of every beginning among well nested nodes, those of its turns and, last, of its end."""
    ends: dict[int, list[int]] = {}
    open_parts: list[int] = []
    for at, node in enumerate(nodes):
        if type(node) not in OF_PARTS:
            continue
        if isinstance(node, OPENERS):
            open_parts.append(at)
            ends[at] = []
        elif isinstance(node, Else | Or):
            ends[open_parts[-1]].append(at)
        else:
            ends[open_parts.pop()].append(at)
    return {at: tuple(found) for at, found in ends.items()}


def _stands_behind(nodes: Sequence[Node], at: int) -> bool:
    """Tell whether a repeat stands behind the words of its paragraph, as "In. Out. [repeat 3x]" does."""
    following = nodes[at + 1] if at + 1 < len(nodes) else None
    return (
        isinstance(nodes[at], Repeat)
        and at > 0
        and isinstance(nodes[at - 1], Say | Pause | Breathe)
        and (following is None or isinstance(following, ParagraphBreak | Heading))
    )


def _repeat_behind(node: Node) -> Finding:
    hint = "Write it before the first words that are to be repeated, and [end] after the last."
    return _error("[repeat] stands behind the words it may mean, and cannot tell where they begin.", hint, node)


def _part_without_end(node: Node) -> Finding:
    name = _NAMES[type(node)]
    return _error(f"[{name}] is not closed.", f"Write [end] where the part that [{name} ...] begins is over.", node)


def _turn_without_part(node: Node) -> Finding:
    name, part = _NAMES[type(node)], _NAMES[_TURNS[type(node)]]
    return _error(
        f"[{name}] stands in no part that it could turn.", f"It belongs once between [{part} ...] and [end].", node
    )


def _end_without_part(node: Node, *, closes_script: bool) -> Finding:
    if closes_script:
        return Finding(
            code="N303", severity="note", message='"[end]" describes the script and is not spoken.', place=node.place
        )
    hint = "Take it out, or write [repeat ...], [optional], [if ...] or [one of] where the part begins."
    return _error("[end] closes nothing.", hint, node)


def _error(message: str, hint: str, node: Node) -> Finding:
    return Finding(code="E113", severity="error", message=message, hint=hint, place=node.place)
