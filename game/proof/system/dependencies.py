"""Slots that others determine: a count of what was found is the number of flags that are set.

Authors keep such counts beside what they count. Diagrams that did not know it would tell states apart that never occur,
and need many more nodes for that; so a slot that is a function of others is written as that function wherever it is
read, and has no bits of its own (functional dependencies in sets of states: Hu and Dill, 1993).

What is looked for are affine equations, `slot = c + c1 * feature1 + c2 * feature2 ...` (Karr, 1976), where a feature is
the value of a number or a flag, or whether a word has a certain value. Each move changes each feature by some amounts
(see `changes`); an equation that no move changes holds for ever if it holds at the start. So the coefficients are the
kernel of the matrix of all changes, worked out modulo a prime and then checked with whole numbers against every row: a
wrong guess is not an equation, never a wrong proof.

An effect that stops at the end of a slot's range is taken as if it did not, where the equation shows that it never has
to: what the others add up to stays within the range, and so does the slot, choice by choice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from game.proof.system.changes import values_before_and_after
from game.proof.system.model import Model, Move, Place
from game.proof.system.terms import Array, Fn, Term
from game.proof.system.value_ranges import Bits, Possible

PRIME = (1 << 31) - 1
"""What the kernel is worked out modulo; products of two remainders fit 64 bits."""

LARGEST_COEFFICIENT = 1_000

MOST_FEATURES = 2_000


class _Feature(NamedTuple):
    """The value of a slot, or, where `value` is given, whether it has that one."""

    slot: int
    value: int | None

    def of(self, values: Array) -> Array:
        """The feature at values of its slot."""
        return values if self.value is None else (values == self.value).astype(np.int64)


class _Equation(NamedTuple):
    """`slot` equals the constant and the sum of the features, each times its coefficient."""

    slot: int
    constant: int
    features: tuple[tuple[_Feature, int], ...]


class Dependencies:
    """The slots of one model that others determine, of those in `used`, and terms without them."""

    def __init__(self, model: Model, possible: Possible, used: Collection[int]) -> None:
        self.terms = model.terms
        self._terms: dict[Term, Term] = {}
        self.of: dict[int, Term] = {}
        for equation in _Equations(model, possible, used).found():
            self.of[equation.slot] = self._sum(equation)

    def equations(self) -> list[tuple[Term, Term]]:
        """Each slot that others determine, as a term, and what it is equal to."""
        return [(self.terms.variable(slot), term) for slot, term in self.of.items()]

    def _sum(self, equation: _Equation) -> Term:
        parts: list[Term] = [self.terms.number(equation.constant)]
        parts += [self._times(feature, coefficient) for feature, coefficient in equation.features]
        while len(parts) > 1:  # two by two: a chain as long as the sum would be too deep
            pairs = [parts[number : number + 2] for number in range(0, len(parts), 2)]
            parts = [self.terms.apply("+", *pair) if len(pair) > 1 else pair[0] for pair in pairs]
        return parts[0]

    def _times(self, feature: _Feature, coefficient: int) -> Term:
        f = self.terms
        found: Term = f.variable(feature.slot)
        if feature.value is not None:
            found = f.apply("==", found, f.number(feature.value))
        return found if coefficient == 1 else f.apply("*", found, f.number(coefficient))

    def without(self, term: Term) -> Term:
        """A term that reads none of the slots that others determine, and has the same value in every state that can
        be reached.
        """
        if not self.of.keys() & set(term.slots):
            return term
        known = self._terms.get(term)
        if known is None:
            known = self._terms[term] = self._without(term)
        return known

    def _without(self, term: Term) -> Term:
        f = self.terms
        if not isinstance(term, Fn):
            return f.apply(term.op, *(self.without(part) for part in term.parts))
        slot = next(slot for slot in term.slots if slot in self.of)
        axis, low = term.slots.index(slot), f.slots[slot].low
        parts: dict[Fn, list[int]] = {}
        for position in range(f.sizes[slot]):
            rest = f.table(term.slots[:axis] + term.slots[axis + 1 :], term.table.take(position, axis=axis))
            parts.setdefault(rest, []).append(low + position)
        (most, _), *others = sorted(parts.items(), key=lambda part: -len(part[1]))
        found: Term = self.without(most)
        for rest, values in others:
            found = f.apply("ite", self._among(self.of[slot], values), self.without(rest), found)
        return found

    def _among(self, term: Term, values: Sequence[int]) -> Term:
        """Whether a term has one of some values, in ascending order."""
        f = self.terms
        first, last = values[0], values[-1]
        if last - first + 1 == len(values):
            bounds = [f.apply(">=", term, f.number(first)), f.apply("<=", term, f.number(last))]
            return f.apply("and", f.true, *bounds)
        return f.apply("or", f.false, *(f.apply("==", term, f.number(value)) for value in values))

    def model_without(self, model: Model) -> Model:
        """The model, reading and writing none of the slots that others determine."""
        places = [self._place_without(place) for place in model.places]
        return replace(model, places=places)

    def _place_without(self, place: Place) -> Place:
        moves = [self._move_without(move) for move in place.moves]
        return replace(place, moves=moves)

    def _move_without(self, move: Move) -> Move:
        guard = self.terms.conjunction([self.without(term) for term in move.guard])
        update = {slot: self.without(term) for slot, term in move.update.items() if slot not in self.of}
        return replace(move, guard=guard, update=update)


class _Equations:
    """Finds the equations of a model."""

    def __init__(self, model: Model, possible: Possible, used: Collection[int]) -> None:
        self.model = model
        self.possible = possible
        self.terms = model.terms
        self.clipped: set[tuple[int, str]] = set()
        self.moves = [
            (move, bits)
            for number, place in enumerate(model.places)
            if possible.bits[number]
            for move in place.moves
            if move.target >= 0 and (bits := possible.narrow(move.guard, possible.bits[number]))
        ]
        written = {slot for move, _ in self.moves for slot in move.update} & set(used)
        unknown = {slot for move, _ in self.moves for slot, term in move.update.items() if not isinstance(term, Fn)}
        self.features = [feature for slot in sorted(written - unknown, key=self._rank) for feature in self._of(slot)]
        self.number = {feature: number for number, feature in enumerate(self.features)}
        self.own: dict[int, list[_Feature]] = {}
        for feature in self.features:
            self.own.setdefault(feature.slot, []).append(feature)

    def _rank(self, slot: int) -> tuple[int, int]:
        """Numbers last, the largest at the very end: what comes later is written by what comes before."""
        return (self.terms.sizes[slot] if self.terms.slots[slot].kind == "int" else 0, slot)

    def _of(self, slot: int) -> list[_Feature]:
        own = self.terms.slots[slot]
        if own.kind != "enum":
            return [_Feature(slot, None)]
        return [_Feature(slot, value) for value in range(own.low + 1, own.high + 1)]

    def found(self) -> Iterator[_Equation]:
        """The equations, each for a slot that no other equation reads."""
        if not self.features or len(self.features) > MOST_FEATURES:
            return
        rows = self._rows()
        start = np.array([int(one.of(np.asarray(self.model.start[one.slot]))) for one in self.features])
        for free, kernel in _kernel(rows):
            feature = self.features[free]
            if feature.value is not None or bool((rows @ kernel).any()):
                continue
            parts = [(self.features[spot], -int(kernel[spot])) for spot in np.flatnonzero(kernel) if spot != free]
            if len(parts) > 1 and self.terms.slots[feature.slot].kind != "int":
                continue  # that would spare one bit, at most, and make guards longer
            equation = _Equation(feature.slot, int(start @ kernel), tuple(parts))
            if self._fits(equation):
                yield equation

    def _fits(self, equation: _Equation) -> bool:
        """Whether no effect on what an equation reads stops at the end of a range."""
        slot, constant, parts = equation
        own = self.terms.slots[slot]
        if any((feature.slot, end) in self.clipped for feature, _ in parts for end in ("low", "high")):
            return False
        ends = [sorted(end * factor for end in self._ends(feature)) for feature, factor in parts]
        below = (slot, "low") in self.clipped and constant + sum(low for low, _ in ends) < own.low
        above = (slot, "high") in self.clipped and constant + sum(high for _, high in ends) > own.high
        return not (below or above)

    def _ends(self, feature: _Feature) -> tuple[int, int]:
        """The least and the greatest value of a feature."""
        own = self.terms.slots[feature.slot]
        return (own.low, own.high) if feature.value is None else (0, 1)

    def _rows(self) -> Array:
        """What moves change the features by, of shape (rows, features): one row for all that a move does together, and
        one for each further thing that it may do instead.
        """
        rows: set[bytes] = set()
        for move, bits in self.moves:
            base = np.zeros(len(self.features), dtype=np.int64)
            for slots in self._together(move):
                first, *others = self._changes(move, bits, slots)
                base += first
                rows.update((other - first).tobytes() for other in others)
            rows.add(base.tobytes())
        rows.discard(bytes(8 * len(self.features)))
        return np.array([np.frombuffer(row, dtype=np.int64) for row in sorted(rows)]).reshape(-1, len(self.features))

    def _together(self, move: Move) -> list[list[int]]:
        """The slots that a move changes, those together whose effects read the same."""
        groups: list[tuple[set[int], list[int]]] = []
        for slot, term in move.update.items():
            if slot not in self.own:
                continue
            read, slots = {slot, *term.slots}, [slot]
            for group in [group for group in groups if group[0] & read]:
                groups.remove(group)
                read |= group[0]
                slots += group[1]
            groups.append((read, slots))
        return [sorted(slots) for _, slots in groups]

    def _changes(self, move: Move, bits: Bits, slots: Sequence[int]) -> list[Array]:
        """The ways in which a move may change the features of some slots, without stopping at the ends of ranges."""
        width = len(self.features)
        found = values_before_and_after(self.possible, move, bits, slots)
        if found is None:  # then no equation can hold that has any of them
            own = [self.number[feature] for slot in slots for feature in self.own[slot]]
            return [np.zeros(width, dtype=np.int64), *np.eye(width, dtype=np.int64)[own]]
        ways = []
        spots: list[int] = []
        for slot, before, after in zip(slots, found[0].T, found[1].T, strict=True):
            for feature in self.own[slot]:
                change = feature.of(after) - feature.of(before)
                if feature.value is None:
                    change = self._unclipped(slot, before, after, change)
                if change.any():
                    spots.append(self.number[feature])
                    ways.append(change)
        different = set(zip(*(way.tolist() for way in ways), strict=True)) or {()}
        changes = np.zeros((len(different), width), dtype=np.int64)
        changes[:, spots] = sorted(different)
        return list(changes)

    def _unclipped(self, slot: int, before: Array, after: Array, change: Array) -> Array:
        """By how much an effect changes a number, where it would not stop at the ends of the range."""
        own = self.terms.slots[slot]
        steps = np.unique(change[(after > own.low) & (after < own.high)])
        if len(steps) != 1 or bool((change == steps[0]).all()):
            return change
        if not np.array_equal(np.clip(before + steps[0], own.low, own.high), after):
            return change
        if bool((before + steps[0] < own.low).any()):
            self.clipped.add((slot, "low"))
        if bool((before + steps[0] > own.high).any()):
            self.clipped.add((slot, "high"))
        return np.full_like(change, steps[0])


def _kernel(rows: Array) -> Iterator[tuple[int, Array]]:
    """For each column that depends on columns before it, a vector that the rows map to zero: 1 in that column, whole
    numbers in those before it that depend on none, zero elsewhere. Worked out modulo PRIME; large numbers are left out.
    """
    alive = np.ones(rows.shape[1], dtype=bool)
    while True:  # a row with one entry says that its column is in no equation
        single = np.count_nonzero(rows[:, alive], axis=1) == 1
        gone = np.flatnonzero(alive)[rows[np.ix_(single, alive)].any(axis=0)]
        if not len(gone):
            break
        alive[gone] = False
    columns = np.flatnonzero(alive)
    reduced, pivots = _reduced(np.unique(rows[:, alive], axis=0) % PRIME)
    for free in sorted(set(range(len(columns))) - set(pivots)):
        kernel = np.zeros(rows.shape[1], dtype=np.int64)
        kernel[columns[free]] = 1
        kernel[columns[pivots]] = (PRIME // 2 - reduced[: len(pivots), free]) % PRIME - PRIME // 2
        if bool((np.abs(kernel) <= LARGEST_COEFFICIENT).all()):
            yield int(columns[free]), kernel


def _reduced(matrix: Array) -> tuple[Array, list[int]]:
    """The reduced row echelon form of a matrix modulo PRIME, and the columns of its leading ones."""
    pivots: list[int] = []
    for column in range(matrix.shape[1]):
        row = len(pivots)
        candidates = np.flatnonzero(matrix[row:, column])
        if not len(candidates):
            continue
        matrix[[row, row + candidates[0]]] = matrix[[row + candidates[0], row]]
        matrix[row] = matrix[row] * pow(int(matrix[row, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(matrix[:, column])
        others = others[others != row]
        matrix[others] = (matrix[others] - matrix[others, column, None] * matrix[row]) % PRIME
        pivots.append(column)
    return matrix, pivots
