"""Whether two conditions exclude each other in a way that anybody can see: sound, and no more than a cheap check."""

from __future__ import annotations

from game.engine.program import Expr
from game.story.expressions.terms import negate

_BELOW, _ABOVE = -(1 << 40), 1 << 40


def exclusive(one: Expr | None, other: Expr | None) -> bool:
    """True only where the two can never hold together: one demands what the other forbids of the same thing.

    False says nothing: variables may exclude each other by how the story goes.
    """
    if one is None or other is None:
        return False
    left, right = _parts(one), _parts(other)
    if any(negate(part) in right for part in left):
        return True
    return any(_apart(a, b) for a in left for b in right)


def _parts(expr: Expr) -> tuple[Expr, ...]:
    return expr[1:] if expr[0] == "and" else (expr,)


def _apart(a: Expr, b: Expr) -> bool:
    """Whether two comparisons of one thing with constants leave no value that satisfies both."""
    first, second = _values(a), _values(b)
    if first is None or second is None or a[1] != b[1]:
        return False
    if isinstance(first, frozenset) and isinstance(second, frozenset):
        return not first & second
    if isinstance(first, frozenset) or isinstance(second, frozenset):
        some, (low, high) = (first, second) if isinstance(first, frozenset) else (second, first)
        return not any(low <= value <= high for value in some)
    return max(first[0], second[0]) > min(first[1], second[1])


def _values(expr: Expr) -> frozenset[int] | tuple[int, int] | None:
    """The values that a comparison with a constant allows: some, or a range."""
    if expr[0] == "in":
        return frozenset(expr[2])
    if expr[0] not in ("==", "<", "<=", ">", ">=") or expr[2][0] != "const":
        return None
    value: int = expr[2][1]
    ranges = {"<": (_BELOW, value - 1), "<=": (_BELOW, value), ">": (value + 1, _ABOVE), ">=": (value, _ABOVE)}
    return frozenset({value}) if expr[0] == "==" else ranges[expr[0]]
