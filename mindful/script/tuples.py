"""Tuples for the values that a script has by the thousands: a frozen dataclass takes five times as long to make."""

from __future__ import annotations

from typing import Any, TypeVar

_Kind = TypeVar("_Kind", bound=tuple[Any, ...])


def equal_anywhere(kind: type[_Kind]) -> type[_Kind]:
    """Let named tuples with a `place` be equal, and hashed, without it."""
    at = kind._fields.index("place")  # type: ignore[attr-defined] # a named tuple

    def told(one: _Kind) -> tuple[Any, ...]:
        return one[:at] + one[at + 1 :]

    def equal(one: _Kind, other: object) -> bool:
        return type(one) is type(other) and told(one) == told(other)

    def different(one: _Kind, other: object) -> bool:
        return not equal(one, other)

    def hashed(one: _Kind) -> int:
        return hash(told(one))

    for name, method in (("__eq__", equal), ("__ne__", different), ("__hash__", hashed)):
        setattr(kind, name, method)
    return kind
