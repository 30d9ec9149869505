"""Operations on whole numbers that are more than a sign of Python's: what they give, and between which ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable

MOST, LEAST = 99, 1
"""Where `fairly` stops: a percentage that is changed is never quite all or nothing, as in ChoiceScript."""


def fairly(percent: int, change: int) -> int:
    """A percentage after a change that is the smaller the nearer it comes to the end (ChoiceScript's %+ and %-).

    A rise takes so many hundredths of what is missing to 100, a fall of what is there. Both are rounded against the
    change, and stop at MOST and LEAST. Beyond 100 a change does what one of 100 does.
    """
    percent, change = max(0, min(100, percent)), max(-100, min(100, change))
    if change > 0:
        return min(MOST, percent + (100 - percent) * change // 100)
    return max(LEAST, percent - percent * -change // 100)


Ends = tuple[int, int]
"""The least and the greatest value that something may have."""


def ends_of(op: str, left: Ends, right: Ends) -> Ends:
    """Between which ends '//', '%' or 'fairly' stays. A divisor of 0 counts as 1: nobody divides by it."""
    if op == "%":
        return _ends_of_remainder(left, right)
    within = [number for number in (0, 1) if right[0] <= number <= right[1]] if op == "fairly" else _beside_zero(right)
    return _extremes(fairly if op == "fairly" else _divided, left, (*right, *within))


def _divided(number: int, divisor: int) -> int:
    return number // (divisor or 1)


def _beside_zero(ends: Ends) -> list[int]:
    """Divisors of either sign that are nearest to zero."""
    return [number for number in (-1, 1) if ends[0] <= number <= ends[1]]


def _extremes(operation: Callable[[int, int], int], left: Ends, right: Iterable[int]) -> Ends:
    """The ends of an operation that goes one way between the numbers on the right, for each number on the left."""
    found = [operation(one, other) for one in left for other in right]
    return min(found), max(found)


def _ends_of_remainder(left: Ends, right: Ends) -> Ends:
    """A remainder has the sign of its divisor, and is the number itself where the divisor is always beyond it."""
    if 0 <= left[0] <= left[1] < right[0] or right[1] < left[0] <= left[1] <= 0:
        return left
    return min(0, right[0] + 1), max(0, right[1] - 1)
