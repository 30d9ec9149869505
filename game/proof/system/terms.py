"""Finite functions of a few variables: what guards and effects become once every domain is bounded.

A `Fn` is a table over the product of the domains of the slots it truly depends on; where that product is too large to
write down, or a value on the way does not fit 64 bits (a story computes with integers of any size), the same thing
stays a `Node`, evaluated on columns of values. Both are interned, so identity means equality (of tables).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.engine import Expr, Slot
from game.engine.arithmetic import LEAST, MOST, ends_of
from game.proof.system.lookups import Lookup, of_parts, of_table

Array = NDArray[Any]

LARGEST_TABLE = 1 << 14
"""How many entries a table may have before a function is kept as a `Node`."""

WIDE = 1 << 62
"""Values from here on are not kept in tables: what is added to one once more must still fit 64 bits."""

SMALL_TABLE = 1 << 10
"""Up to this size the parts of a conjunction are joined into one table."""


SPARSE = 4
"""Up to how many times as many numbers as values there may be for them to be counted off and not sorted."""


def distinct(values: Array) -> Array:
    """The values that occur, ascending; not by numpy's `unique`, since it hashes, which is slow where many differ."""
    low = int(values.min(initial=0))
    span = int(values.max(initial=0)) - low + 1
    if span <= SPARSE * values.size:
        occurs = np.zeros(span, dtype=bool)
        occurs[values - low] = True
        return np.asarray(np.flatnonzero(occurs) + low, dtype=values.dtype)
    found: Array = np.sort(values, axis=None)
    first = np.ones(len(found), dtype=bool)
    np.not_equal(found[1:], found[:-1], out=first[1:])
    return found[first]


class Bounds(NamedTuple):
    """The least and the greatest value something might have."""

    low: int
    high: int

    @property
    def fit(self) -> bool:
        """Whether the values fit a table's entries."""
        return self.low > -WIDE and self.high < WIDE


class Fn:
    """A table: `table[i, j, ...]` is the value where slot `slots[0]` has its `i`-th value, and so on."""

    __slots__ = ("bounds", "serial", "slots", "table")

    def __init__(self, slots: tuple[int, ...], table: Array, serial: int) -> None:
        self.slots = slots
        self.table = table
        self.serial = serial
        self.bounds = Bounds(int(table.min()), int(table.max()))

    @property
    def constant(self) -> int | None:
        """The value of a function of nothing."""
        return None if self.slots else int(self.table)

    def at(self, columns: Mapping[int, Array]) -> Array:
        """The values at columns of positions within the domains."""
        return self.table[tuple(columns[slot] for slot in self.slots)]

    def leaves(self) -> tuple[Fn, ...]:
        """The tables that decide the value: this one."""
        return (self,)


class Operation:
    """An operation on functions whose joint domain is too large for a table, or whose values are."""

    __slots__ = ("_leaves", "apply", "bounds", "op", "parts", "serial", "slots", "wide")

    def __init__(self, op: str, parts: tuple[Term, ...], serial: int) -> None:
        self.op = op
        self.parts = parts
        self.apply = OPERATIONS[op]
        self.slots: tuple[int, ...] = slots_of(parts)
        self.serial = serial
        self._leaves = tuple(dict.fromkeys(leaf for part in parts for leaf in part.leaves()))
        self.bounds = bounds_of(op, parts)
        self.wide = not (self.bounds.fit and all(part.bounds.fit for part in parts))

    @property
    def constant(self) -> int | None:
        """Never known without a table."""
        return None

    def at(self, columns: Mapping[int, Array]) -> Array:
        """The values at columns of positions within the domains."""
        if not self.wide:
            return self.apply(*(part.at(columns) for part in self.parts))
        found = self.apply(*(np.asarray(part.at(columns)).astype(object) for part in self.parts))
        return np.asarray(found, dtype=np.int64 if self.bounds.fit else object)

    def leaves(self) -> tuple[Fn, ...]:
        """The tables that decide the value, each once."""
        return self._leaves


Term = Fn | Operation


def slots_of(terms: Sequence[Term]) -> tuple[int, ...]:
    """The slots that any of some terms depends on, in order."""
    return tuple(sorted({slot for term in terms for slot in term.slots}))


def _fold(ufunc: Callable[[Array, Array], Array]) -> Callable[..., Array]:
    return lambda *arrays: reduce(ufunc, arrays)


def _truth(array: Array) -> Array:
    return np.not_equal(array, 0)


def _number(array: Array) -> Array:
    """Truth values as numbers: of these alone numpy makes no sums (1 + 1 would be 1) and no differences."""
    found = np.asarray(array)
    return found.astype(np.int64) if found.dtype == bool else found


def _sum(*arrays: Array) -> Array:
    return reduce(np.add, map(_number, arrays))


def _choose(condition: Array, then: Array, otherwise: Array) -> Array:
    chosen: Array = np.where(_truth(condition), then, otherwise)
    return chosen


def _divisor(array: Array) -> Array:
    """What is divided by. No state that can be reached divides by 0; but what a divisor is written as may be 0 in
    others, and then 1 stands for it."""
    found = _number(array)
    divisor: Array = np.where(np.equal(found, 0), 1, found)
    return divisor


def _fairly(percent: Array, change: Array) -> Array:
    """See `game.engine.arithmetic.fairly`."""
    now, more = np.clip(_number(percent), 0, 100), np.clip(_number(change), -100, 100)
    risen = np.minimum(MOST, now + np.floor_divide((100 - now) * more, 100))
    fallen = np.maximum(LEAST, now - np.floor_divide(now * -more, 100))
    changed: Array = np.where(np.greater(more, 0), risen, fallen)
    return changed


OPERATIONS: dict[str, Callable[..., Array]] = {
    "not": lambda a: np.equal(a, 0),
    "and": lambda *parts: reduce(np.logical_and, map(_truth, parts)),
    "or": lambda *parts: reduce(np.logical_or, map(_truth, parts)),
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "+": lambda a, b: np.add(_number(a), _number(b)),
    "-": lambda a, b: np.subtract(_number(a), _number(b)),
    "*": np.multiply,
    "neg": lambda a: np.negative(_number(a)),
    "min": _fold(np.minimum),
    "max": _fold(np.maximum),
    "count": _sum,
    "ite": _choose,
    "//": lambda a, b: np.floor_divide(_number(a), _divisor(b)),
    "%": lambda a, b: np.mod(_number(a), _divisor(b)),
    "fairly": _fairly,
}


def bounds_of(op: str, parts: Sequence[Term]) -> Bounds:
    """What an operation can give at the most, whatever the values of its parts within their bounds."""
    lows, highs = [part.bounds.low for part in parts], [part.bounds.high for part in parts]
    match op:
        case "+" | "count":
            return Bounds(sum(lows), sum(highs))
        case "-":
            return Bounds(lows[0] - highs[1], highs[0] - lows[1])
        case "neg":
            return Bounds(-highs[0], -lows[0])
        case "*":
            corners = [one * other for one in parts[0].bounds for other in parts[1].bounds]
            return Bounds(min(corners), max(corners))
        case "min":
            return Bounds(min(lows), min(highs))
        case "max":
            return Bounds(max(lows), max(highs))
        case "ite":
            return Bounds(min(lows[1:]), max(highs[1:]))
        case "//" | "%" | "fairly":
            return Bounds(*ends_of(op, parts[0].bounds, parts[1].bounds))
    return Bounds(0, 1)


def rolled(number: int) -> int:
    """Under what slot, as it were, stands what the n-th of a roll's dice shows."""
    return -1 - number


class Terms:
    """Makes and interns functions over the slots of one program."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.slots = slots
        self.sizes = tuple(slot.high - slot.low + 1 for slot in slots)
        self._tables: dict[tuple[Any, ...], Fn] = {}
        self._operations: dict[tuple[Any, ...], Operation] = {}
        self._joined: dict[tuple[Any, ...], Term] = {}
        self._variables: dict[int, Fn] = {}
        self._numbers: dict[int, Fn] = {}
        self._plain: dict[Expr, Term] = {}
        self._lookups: dict[Term, Lookup] = {}
        self.true = self.number(1)
        self.false = self.number(0)

    def number(self, value: int) -> Fn:
        """A constant that fits a table."""
        found = self._numbers.get(value)
        if found is None:
            found = self._numbers[value] = self.table((), np.asarray(value, dtype=np.int64))
        return found

    def constant(self, value: int) -> Term:
        """A constant of any size."""
        if Bounds(value, value).fit:
            return self.number(value)
        above, below = divmod(value, WIDE // 2)
        return self.apply("+", self.apply("*", self.constant(above), self.number(WIDE // 2)), self.number(below))

    def variable(self, slot: int) -> Fn:
        """The value of a slot itself."""
        found = self._variables.get(slot)
        if found is None:
            low = self.slots[slot].low
            table = np.arange(low, low + self.sizes[slot], dtype=np.int64)
            found = self._variables[slot] = self.table((slot,), table)
        return found

    def table(self, slots: tuple[int, ...], table: Array) -> Fn:
        """The one function with this table, without the slots on which it does not depend."""
        table = np.ascontiguousarray(table, dtype=np.int64)
        for axis in reversed(range(table.ndim)):
            first = table.take([0], axis=axis)
            if bool((table == first).all()):
                table = table.take(0, axis=axis)
                slots = slots[:axis] + slots[axis + 1 :]
        key = (slots, table.tobytes())
        found = self._tables.get(key)
        if found is None:
            found = self._tables[key] = Fn(slots, table, len(self._tables))
        return found

    def apply(self, op: str, *parts: Term) -> Term:
        """The function that applies an operation to functions."""
        key = (op, *map(id, parts))
        found = self._joined.get(key)
        if found is None:
            found = self._joined[key] = self._make(op, parts)
        return found

    def _make(self, op: str, parts: tuple[Term, ...]) -> Term:
        if op in ("and", "or"):
            parts = self._junction(op, parts)
            if len(parts) == 1:
                parts = (*parts, *parts)
        slots = slots_of(parts)
        small = prod(self.sizes[slot] for slot in slots) <= LARGEST_TABLE and bounds_of(op, parts).fit
        if small and all(isinstance(part, Fn) for part in parts):
            spread = [self._spread(part, slots) for part in parts if isinstance(part, Fn)]
            return self.table(slots, np.broadcast_to(OPERATIONS[op](*spread), self._shape(slots)))
        node = Operation(op, parts, len(self._operations))
        if small:  # and so are the parts' domains: they are nodes for their values' sake
            columns = dict(zip(slots, np.ix_(*map(range, self._shape(slots))), strict=True))
            return self.table(slots, np.broadcast_to(node.at(columns), self._shape(slots)))
        return self._operations.setdefault((op, *map(id, parts)), node)

    def _junction(self, op: str, parts: tuple[Term, ...]) -> tuple[Term, ...]:
        """Without what changes nothing; alone, the part that decides everything."""
        ends, drops = (self.false, self.true) if op == "and" else (self.true, self.false)
        kept: dict[int, Term] = {}
        for part in parts:
            if part.constant is not None:
                if bool(part.constant) == bool(ends.constant):
                    return (ends,)
                continue
            kept[id(part)] = part
        return tuple(kept.values()) or (drops,)

    def _shape(self, slots: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(self.sizes[slot] for slot in slots)

    def _spread(self, fn: Fn, slots: tuple[int, ...]) -> Array:
        """A table with an axis for each of `slots`, of length one where it does not depend on it."""
        return fn.table.reshape(tuple(self.sizes[slot] if slot in fn.slots else 1 for slot in slots))

    def negation(self, term: Term) -> Term:
        """True where `term` is false."""
        return self.apply("not", term)

    def conjunction(self, terms: Sequence[Term]) -> tuple[Term, ...]:
        """The parts of a conjunction that matter; `(false,)` where it plainly never holds."""
        parts = self._junction("and", tuple(terms))
        if len(parts) > 1 and prod(self.sizes[slot] for slot in slots_of(parts)) <= SMALL_TABLE:
            parts = (self.apply("and", *parts),)
        return tuple(part for part in parts if part is not self.true)

    def of(self, expr: Expr, env: Mapping[int, Term]) -> Term:
        """An expression of the story as a function; slots in `env` stand for the terms given there."""
        if env:
            return self._of(expr, env)
        found = self._plain.get(expr)
        if found is None:
            found = self._plain[expr] = self._of(expr, env)
        return found

    def _of(self, expr: Expr, env: Mapping[int, Term]) -> Term:
        op = expr[0]
        if op == "const":
            return self.constant(int(expr[1]))
        if op == "var":
            return env.get(expr[1]) or self.variable(expr[1])
        if op == "rolled":
            return env[rolled(expr[1])]
        if op == "in":
            inner = self.of(expr[1], env)
            members = [self.apply("==", inner, self.constant(int(member))) for member in expr[2]]
            return self.apply("or", *members) if members else self.false
        if op not in OPERATIONS:
            raise ValueError(f"not an expression of play: {op!r}")
        return self.apply(op, *(self.of(part, env) for part in expr[1:]))

    def value(self, term: Term, values: Sequence[int]) -> int:
        """The value of a function at slot values."""
        return self.lookup(term)(values)

    def lookup(self, term: Term) -> Lookup:
        """A function of all slots' values that gives a term's value; made once for each term."""
        found = self._lookups.get(term)
        if found is None:
            found = self._lookups[term] = self._of_table(term) if isinstance(term, Fn) else self._of_parts(term)
        return found

    def _of_table(self, fn: Fn) -> Lookup:
        return of_table(fn.slots, fn.table, [self.slots[slot].low for slot in fn.slots])

    def _of_parts(self, node: Operation) -> Lookup:
        return of_parts(node.op, [self.lookup(part) for part in node.parts])

    def holds(self, terms: Sequence[Term], values: Sequence[int]) -> bool:
        """Whether a conjunction holds at slot values."""
        return all(self.value(term, values) for term in terms)

    def within(self, slot: int, term: Term) -> Term:
        """A value cut to the range of a slot, as every effect is."""
        domain = self.slots[slot]
        if isinstance(term, Fn):
            return self.table(term.slots, np.clip(term.table, domain.low, domain.high))
        return self.apply("max", self.number(domain.low), self.apply("min", self.number(domain.high), term))
