"""From moves to plans: which bits of which words go where.

For each combination of the outer slots that a move's guard or effects read (the others stay axes), the bits of a word
fall into pieces that go the same way. Like pieces that lie side by side become parts, which move whole blocks; where
they lie in too many places for that, they go word by word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from math import prod
from typing import NamedTuple

import numpy as np

from game.proof.explicit.dense import Index, Part, Plan, Scatter, Shape
from game.proof.system.model import Move
from game.proof.system.terms import Array, Term

MOST_COMBINATIONS = 1 << 16
"""A move that reads more combinations of outer slots than this is not for bitmaps."""

FEW_BOXES, WORDS_A_BOX = 8, 400
"""A move goes box by box if these are few, or have so many words each that whole blocks are faster."""


class TooScattered(Exception):
    """A move reads so many variables together that it does not fall into blocks."""


class Pieces(NamedTuple):
    """Bits that go the same way: the combination of named slots (its number among all), the way (by how much the bits
    shift; then for each moved outer slot of the target by how much it moves from where it was, if that was named, else
    to which digit) and the bits.
    """

    combos: Array
    ways: Array
    masks: Array


def plan(move: Move, source: Shape, target: Shape) -> Plan:
    """The plan of a move. Raises TooScattered."""
    return _Planner(move, source, target).plan()


class _Planner:
    def __init__(self, move: Move, source: Shape, target: Shape) -> None:
        self.move = move
        self.source, self.target = source, target
        self.functions = source.layout.functions
        self.kept = [slot for slot in target.outer if slot in source.outer and self._same(slot)]
        explicit = [slot for slot in target.layout.slots if slot not in self.kept and not self._inner_same(slot)]
        terms = [*move.guard, *(self._term(slot) for slot in explicit)]
        reads = {slot for term in terms for slot in term.slots}
        self.kept = [slot for slot in self.kept if slot not in reads]
        self.explicit = [slot for slot in target.layout.slots if slot not in self.kept]
        self.named = [slot for slot in source.outer if slot in reads or self._is_moved(slot)]
        self.free = prod(source.layout.sizes[slot] for slot in source.outer if slot not in self.named)

    def _is_moved(self, slot: int) -> bool:
        """Whether an outer slot of the source must be gone through value by value."""
        return any(slot in self._term(other).slots for other in self.explicit)

    def _term(self, slot: int) -> Term:
        return self.move.update.get(slot) or self.functions.variable(slot)

    def _same(self, slot: int) -> bool:
        """Whether a slot goes through unchanged, with the same classes on both sides."""
        source, target = self.source.layout, self.target.layout
        if slot in self.move.update:
            return False
        ours, theirs = source.values[slot], target.classes[slot]
        return len(ours) == target.sizes[slot] and bool((theirs[ours] == np.arange(len(ours))).all())

    def _inner_same(self, slot: int) -> bool:
        return slot in self.source.inner and slot in self.target.inner and self._same(slot)

    def plan(self) -> Plan:
        """Go through the combinations of the named slots, and the bits of a word."""
        source, layout = self.source, self.source.layout
        sizes = [layout.sizes[slot] for slot in self.named]
        if prod(sizes) > MOST_COMBINATIONS:
            raise TooScattered
        columns: dict[int, Array] = {}
        shape = (*sizes, source.width)
        for axis, slot in enumerate(self.named):
            columns[slot] = layout.values[slot].reshape(tuple(-1 if one == axis else 1 for one in range(len(shape))))
        bits = np.arange(source.width)
        for slot, stride in source.inner.items():
            columns[slot] = layout.values[slot][bits // stride % layout.sizes[slot]]
        for slot in {slot for term in self._terms() for slot in term.slots} - columns.keys():
            columns[slot] = layout.value_of(slot)
        taken = np.ones(shape, dtype=bool)
        for term in self.move.guard:
            taken &= np.broadcast_to(term.at(columns) != 0, shape)
        spots = np.zeros(shape, dtype=np.int64)
        digits: dict[int, Array] = {}
        for slot in self.explicit:
            values = np.broadcast_to(self._term(slot).at(columns), shape)
            digit = self.target.layout.classes[slot][values - self.functions.slots[slot].low]
            if slot in self.target.inner:
                spots = spots + digit * self.target.inner[slot]
            else:
                digits[slot] = digit
        self.moved = tuple(digits)
        return self._plan(self._pieces(taken, spots - bits, digits), sizes)

    def _terms(self) -> list[Term]:
        return [*self.move.guard, *(self._term(slot) for slot in self.explicit)]

    def _pieces(self, taken: Array, shifts: Array, digits: Mapping[int, Array]) -> Pieces:
        """The bits of each combination that go the same way."""
        moved = [shifts]
        for slot, digit in digits.items():
            own: Array | int = 0
            if slot in self.named:
                along = tuple(-1 if one == slot else 1 for one in (*self.named, -1))
                own = np.arange(taken.shape[self.named.index(slot)]).reshape(along)
            moved.append(digit - own)
        combos, bits = np.nonzero(taken.reshape(-1, taken.shape[-1]))
        flat = combos * taken.shape[-1] + bits
        ways, kinds = _numbered([_taken(one, taken.shape, flat) for one in moved])
        pairs = combos * len(ways) + kinds
        if len(ways) > 1:
            order = np.argsort(pairs, kind="stable")
            pairs, bits = pairs[order], bits[order]
        first = np.flatnonzero(np.diff(pairs, prepend=-1))
        weights = np.left_shift(np.uint64(1), bits.astype(np.uint64))
        masks = np.bitwise_or.reduceat(weights, first) if len(first) else weights
        return Pieces(pairs[first] // len(ways), ways[pairs[first] % len(ways)], masks)

    def _plan(self, pieces: Pieces, sizes: Sequence[int]) -> Plan:
        """Pieces that are alike as parts, where they fill boxes that are worth it; the others word by word."""
        parts: list[Part] = []
        loose = np.ones(len(pieces.combos), dtype=bool)
        groups = _alike(pieces)
        for group in groups:
            most = len(group) * self.free // WORDS_A_BOX
            if len(groups) <= FEW_BOXES:
                most = max(most, FEW_BOXES)
            if not most:
                continue
            grid = np.zeros(prod(sizes), dtype=bool)
            grid[pieces.combos[group]] = True
            found = list(islice(boxes(grid.reshape(tuple(sizes))), most + 1))
            if len(found) <= most:
                shift, *go = pieces.ways[group[0]].tolist()
                parts += [self._part(box, shift, go, pieces.masks[group[0]]) for box in found]
                loose[group] = False
        scatter = self._scattered(Pieces(*(one[loose] for one in pieces)), sizes) if loose.any() else None
        return Plan(parts, self.move.target, scatter)

    def _part(self, box: Sequence[tuple[int, int]], shift: int, ways: Sequence[int], mask: np.uint64) -> Part:
        """A part for a box of combinations."""
        go = dict(zip(self.moved, ways, strict=True))
        spans = dict(zip(self.named, box, strict=True))
        every = slice(None)
        source: Index = (every, *(slice(*spans.get(slot, (None, None))) for slot in self.source.outer))
        target: list[int | slice] = [every]
        for slot in self.target.outer:
            if slot not in go:
                target.append(slice(None))
            elif slot in spans:
                first, last = spans[slot]
                target.append(slice(first + go[slot], last + go[slot]))
            else:
                target.append(go[slot])
        through = {*self.kept, *(slot for slot in go if slot in spans)}
        joined = tuple(axis for axis, slot in enumerate(self.source.outer, 1) if slot not in through)
        return Part(source, tuple(target), mask, shift, joined)

    def _scattered(self, pieces: Pieces, sizes: Sequence[int]) -> Scatter:
        """Pieces word by word."""
        spots = dict(zip(self.named, np.unravel_index(pieces.combos, tuple(sizes)), strict=True)) if sizes else {}
        ours, theirs = _strides(self.source), _strides(self.target)
        source, target = np.zeros((2, len(pieces.combos), 1), dtype=np.int64)
        for slot, spot in spots.items():
            source[:, 0] += spot * ours[slot]
        for number, slot in enumerate(self.moved, 1):
            target[:, 0] += (spots.get(slot, 0) + pieces.ways[:, number]) * theirs[slot]
        for slot in self.source.outer:
            if slot not in spots:
                along = np.arange(self.source.layout.sizes[slot])
                on = along * theirs[slot] if slot in self.kept else np.zeros_like(along)
                source = (source[..., None] + along * ours[slot]).reshape(len(pieces.combos), -1)
                target = (target[..., None] + on).reshape(len(pieces.combos), -1)
        shifts = np.repeat(pieces.ways[:, 0], self.free)
        return Scatter(
            source.reshape(-1).astype(np.int32),
            target.reshape(-1).astype(np.int32),
            np.repeat(pieces.masks, self.free),
            np.maximum(shifts, 0).astype(np.uint8),
            np.maximum(-shifts, 0).astype(np.uint8),
        )


def _taken(column: Array, shape: tuple[int, ...], flat: Array) -> Array:
    """The values of a column at the bits that are taken; a column of one value is not spread out for that."""
    if len(flat) and column.min() == column.max():
        return np.broadcast_to(column.reshape(-1)[0], flat.shape)
    return np.broadcast_to(column, shape).reshape(-1)[flat]


def _strides(shape: Shape) -> dict[int, int]:
    """How far apart the words of neighbouring digits of the outer slots are."""
    found, stride = {}, 1
    for slot, size in zip(reversed(shape.outer), reversed(shape.axes), strict=True):
        found[slot], stride = stride, stride * size
    return found


def _alike(pieces: Pieces) -> list[Array]:
    """The pieces with the same bits that go the same way, as positions."""
    if not len(pieces.combos):
        return []
    _, numbers = _numbered([*pieces.ways.T, np.unique(pieces.masks, return_inverse=True)[1].reshape(-1)])
    order = np.argsort(numbers, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1)


def _numbered(columns: Sequence[Array]) -> tuple[Array, Array]:
    """The different rows of some columns of integers, and the number of each row among them."""
    found = np.zeros((1, 0), dtype=np.int64)
    numbers = np.zeros(len(columns[0]), dtype=np.int64)
    if not len(numbers):
        return np.zeros((1, len(columns)), dtype=np.int64), numbers
    for column in columns:
        low = int(column.min())
        span = int(column.max()) - low + 1
        if span > 1:
            different, numbers = np.unique(numbers * span + (column - low), return_inverse=True)
            found = np.column_stack((found[different // span], different % span + low))
        else:
            found = np.column_stack((found, np.full(len(found), low)))
    return found, numbers


def boxes(grid: Array) -> Iterator[list[tuple[int, int]]]:
    """Boxes (a span for each axis) that together are the true entries of a grid, none twice."""
    if not grid.any():
        return
    if grid.all():
        yield [(0, size) for size in grid.shape]
        return
    first = 0
    while first < len(grid):
        last = first + 1
        while last < len(grid) and np.array_equal(grid[last], grid[first]):
            last += 1
        for rest in boxes(grid[first]):
            yield [(first, last), *rest]
        first = last
