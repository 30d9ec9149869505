"""Functions of one state: from the values of all slots to the value of a term, as plays and witnesses ask for them.

On one number at a time Python's own operations are several times as fast as numpy's, and know no width.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from numpy.typing import NDArray

from game.engine.arithmetic import fairly
from game.engine.expr import COMPARE

Lookup = Callable[[Sequence[int]], int]

LARGE = 1 << 14
"""Tables of more entries are not copied into a list, which would be sooner read, and eight times as large."""

COUNTED: dict[str, Callable[..., int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": lambda number, divisor: number // (divisor or 1),  # see `terms`: 0 where no state is
    "%": lambda number, divisor: number % (divisor or 1),
    "fairly": fairly,
    "min": min,
    "max": max,
}


def of_parts(op: str, parts: Sequence[Lookup]) -> Lookup:
    """An operation on what other functions give; truth values are the numbers 1 and 0."""
    first, *rest = parts
    if op in COMPARE and len(rest) == 1:
        second, compare = rest[0], COMPARE[op]
        return lambda values: 1 if compare(first(values), second(values)) else 0
    if op in COUNTED and len(rest) == 1:
        second, count = rest[0], COUNTED[op]
        return lambda values: count(first(values), second(values))
    match op:
        case "min" | "max":
            count = COUNTED[op]
            return lambda values: count([part(values) for part in parts])
        case "count":
            return lambda values: sum([part(values) for part in parts])
        case "not":
            return lambda values: 0 if first(values) else 1
        case "neg":
            return lambda values: -first(values)
        case "and":
            return lambda values: 1 if all(part(values) for part in parts) else 0
        case "or":
            return lambda values: 1 if any(part(values) for part in parts) else 0
        case "ite":
            then, otherwise = rest
            return lambda values: then(values) if first(values) else otherwise(values)
    raise ValueError(f"not an operation: {op!r}")


def of_table(slots: Sequence[int], table: NDArray[Any], lows: Sequence[int]) -> Lookup:
    """What a table holds, given the least values of the slots that it is of."""
    strides = [prod(table.shape[number + 1 :]) for number in range(len(slots))]
    base = -sum(low * stride for low, stride in zip(lows, strides, strict=True))
    if table.size > LARGE:
        item, own = table.reshape(-1).item, list(zip(slots, strides, strict=True))
        return lambda values: item(base + sum([values[slot] * stride for slot, stride in own]))
    flat = table.reshape(-1).tolist()
    if len(slots) == 1:
        (one,) = slots
        return lambda values: flat[base + values[one]]
    if len(slots) == 2:
        first, second = slots
        stride = strides[0]
        return lambda values: flat[base + values[first] * stride + values[second]]
    if len(slots) == 3:
        first, second, third = slots
        stride, less, _ = strides
        return lambda values: flat[base + values[first] * stride + values[second] * less + values[third]]
    pairs = list(zip(slots, strides, strict=True))
    return lambda values: flat[base + sum([values[slot] * stride for slot, stride in pairs])]
