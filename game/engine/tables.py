"""What is asked and done at every step, as tables: of few values, an answer is looked up and not worked out.

A table is one small tuple whose rows are shared by all that are equal, where a function with what it closes over lies
in many places of the memory. A large story does not fit the processor's cache, so that a step takes as long as the
number of places it looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from game.engine.effects import Apply
from game.engine.expr import Evaluate
from game.engine.program import Expr, Op, Slot
from game.engine.questions import Key, Question

Row = tuple[int, ...]
Table = tuple[int, int, tuple[Row, ...]]
"""(slot, slot, rows): the answer is `rows[values[slot]][values[slot]]`; a question about one slot names it twice."""

Move = tuple[int, Row]
"""(slot, row): an effect that makes of the slot's value `row[value]`."""

LARGEST = 256
"""How many answers a table holds at most. Questions that would need more stay functions."""

MOST_FORMS = 256
"""How many forms are remembered at most; where they are told apart by number, each has its place from the start."""


class Forms(NamedTuple):
    """What was built of something that varies, by the number of its form: the sum of what its tables say."""

    asks: tuple[Table, ...]
    known: list[Any]

    def get(self, values: Sequence[int]) -> Any:
        """What was built at values with the same answers, or None."""
        return self.known[number(self.asks, values)]

    def keep(self, values: Sequence[int], built: Any) -> None:
        """Remember what was built."""
        self.known[number(self.asks, values)] = built


class KeyedForms(NamedTuple):
    """The same where tables cannot tell the forms apart."""

    key: Key
    known: dict[Any, Any]

    def get(self, values: tuple[Any, ...]) -> Any:
        """What was built at values with the same answers, or None."""
        return self.known.get(self.key(values))

    def keep(self, values: tuple[Any, ...], built: Any) -> None:
        """Remember what was built; what has very many forms starts over, so that memory stays bounded."""
        if len(self.known) >= MOST_FORMS:
            self.known.clear()
        self.known[self.key(values)] = built


class Tables:
    """The tables of a story; equal ones, and equal rows of different ones, are the same object."""

    def __init__(
        self, slots: Sequence[Slot], expr: Callable[[Expr], Evaluate], reads: Callable[[Expr], frozenset[int]]
    ) -> None:
        self._slots = slots
        self._expr = expr
        self._reads = reads
        self._values = [0] * len(slots)
        self._shared: dict[Any, Any] = {}
        self._tests: dict[Expr, Table | None] = {}
        self._scaled: dict[tuple[Question, int], tuple[Table, int] | None] = {}
        self._moves: dict[Op, Move | None] = {}

    def test(self, expr: Expr) -> Table | None:
        """The truth of a condition, 0 or 1; None where it reads more than two slots, or has too many answers."""
        if expr not in self._tests:
            self._tests[expr] = self._test(expr)
        return self._tests[expr]

    def _test(self, expr: Expr) -> Table | None:
        read = sorted(self._reads(expr))
        if not 1 <= len(read) <= 2:
            return None
        first, second = read[0], read[-1]
        if self._places(first) * (self._places(second) if first != second else 1) > LARGEST:
            return None
        holds, values = self._expr(expr), self._values

        def answer(value: int) -> bool:
            values[second] = value
            return bool(holds(values))

        if first == second:
            rows = [self._row(second, answer)] * self._places(first)
        else:
            rows = [()] * self._places(first)
            for value in self._range(first):
                values[first] = value
                rows[value] = self._row(second, answer)
        return first, second, self._same(tuple(rows))

    def move(self, op: Op, apply: Apply) -> Move | None:
        """An effect on one slot that depends on nothing else; None for any other."""
        if op not in self._moves:
            plain = op[0] in ("set", "add") and self._reads(op[2]) <= {op[1]} and self._places(op[1]) <= LARGEST
            self._moves[op] = self._moved(op[1], apply) if plain else None
        return self._moves[op]

    def _moved(self, slot: int, apply: Apply) -> Move:
        values = self._values

        def after(value: int) -> int:
            values[slot] = value
            apply(values)
            return values[slot]

        return slot, self._row(slot, after)

    def forms(self, questions: Iterable[Question]) -> Forms | None:
        """Where the forms of something that depends on these questions are kept; None where tables cannot tell."""
        asks, size = [], 1
        for question in questions:
            found = self._asked(question, size)
            if found is None or found[1] > MOST_FORMS:
                return None
            asks.append(found[0])
            size = found[1]
        return Forms(self._same(tuple(asks)), [None] * size)

    def _asked(self, question: Question, size: int) -> tuple[Table, int] | None:
        """The table that tells apart the answers to a question, of what already has so many forms; how many forms both
        have together.
        """
        asked = question, size
        if asked not in self._scaled:
            self._scaled[asked] = self._ask(question, size)
        return self._scaled[asked]

    def _ask(self, question: Question, size: int) -> tuple[Table, int] | None:
        if question[0] == "slot":
            slot = question[1]
            if self._places(slot) > LARGEST:
                return None
            values = self._range(slot)
            row = self._row(slot, lambda value: (value - values.start) * size)
            return (slot, slot, self._same((row,) * self._places(slot))), size * len(values)
        test = self.test(question[1]) if question[0] == "expr" else None
        if test is None:
            return None
        first, second, rows = test
        scaled = tuple([self._same(tuple([answer * size for answer in row])) for row in rows])
        return (first, second, self._same(scaled)), 2 * size

    def _range(self, slot: int) -> range:
        return range(self._slots[slot].low, self._slots[slot].high + 1)

    def _row(self, slot: int, answer: Callable[[int], int]) -> Row:
        """The answers by the slot's value; those below zero stand at the end, where Python counts back to them."""
        row = [0] * self._places(slot)
        for value in self._range(slot):
            row[value] = int(answer(value))
        shared: Row = self._same(tuple(row))
        return shared

    def _places(self, slot: int) -> int:
        """How long a row must be that is indexed by the slot's values, by those below zero too."""
        low, high = self._slots[slot].low, self._slots[slot].high
        return max(high + 1, 0) + max(-low, 0)

    def _same(self, equal: Any) -> Any:
        return self._shared.setdefault(equal, equal)


def number(asks: tuple[Table, ...], values: Sequence[int]) -> int:
    """Which form something has at these values."""
    form = 0
    for first, second, rows in asks:
        form += rows[values[first]][values[second]]
    return form
