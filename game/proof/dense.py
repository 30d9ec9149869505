"""Sets of states as bitmaps: one bit for each combination of a place's live values, moved about in whole blocks.

A place's set is an array of 64-bit words. A few slots, the *inner* ones, number the bits of a word; each other slot,
the *outer* ones, is an axis. A move becomes a plan: for each combination of the outer slots that its guard or its
effects read (the others stay axes), which bits of a word it takes, by how much they shift, and where the words go. A
slot that the move forgets is an axis whose words are joined. So one step moves millions of states with a few
operations on whole arrays, forwards for the image of a set and backwards for its pre-image."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

import numpy as np

from game.proof.functions import Array, Term
from game.proof.layout import Layout
from game.proof.model import Move

WORD = 64

MOST_PARTS = 1 << 16
"""A move whose plan would have more parts than this is not for bitmaps."""


class TooScattered(Exception):
    """A move reads so many variables together that it does not fall into blocks."""


class Shape:
    """How the digits of a layout become words: `inner` slots with their strides in a word, `outer` slots as axes."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.inner: dict[int, int] = {}
        width = 1
        for slot in sorted(layout.slots, key=lambda slot: (layout.sizes[slot], slot)):
            if width * layout.sizes[slot] <= WORD:
                self.inner[slot] = width
                width *= layout.sizes[slot]
        self.width = width
        self.outer = tuple(slot for slot in layout.slots if slot not in self.inner)
        self.axes = tuple(layout.sizes[slot] for slot in self.outer)
        self.words = prod(self.axes)

    def empty(self) -> Array:
        """The set of no state."""
        return np.zeros(self.axes, dtype=np.uint64)

    def full(self) -> Array:
        """The set of all states."""
        return np.full(self.axes, (1 << self.width) - 1, dtype=np.uint64)

    def keys(self) -> Array:
        """The key of every state: one axis more than the words have, for their bits."""
        layout = self.layout
        bits = np.arange(self.width)
        keys = sum(
            (bits // stride % layout.sizes[slot] * layout.strides[slot] for slot, stride in self.inner.items()),
            np.zeros(self.width, dtype=np.int64),
        )
        for slot in reversed(self.outer):
            digits = np.arange(layout.sizes[slot], dtype=np.int64) * layout.strides[slot]
            keys = digits.reshape((-1, *([1] * keys.ndim))) + keys
        return keys

    def spot(self, packed: int) -> tuple[tuple[int, ...], int]:
        """Where a state's bit is: the word's index and the bit's number."""
        digits = {slot: packed // self.layout.strides[slot] % self.layout.sizes[slot] for slot in self.layout.slots}
        bit = sum(digits[slot] * stride for slot, stride in self.inner.items())
        return tuple(digits[slot] for slot in self.outer), bit

    def packed(self, index: Sequence[int], bit: int) -> int:
        """The key of the state at a bit: the reverse of `spot`."""
        layout = self.layout
        found = sum(digit * layout.strides[slot] for slot, digit in zip(self.outer, index, strict=True))
        return found + sum(
            bit // stride % layout.sizes[slot] * layout.strides[slot] for slot, stride in self.inner.items()
        )


Index = tuple[int | slice, ...]


class Part(NamedTuple):
    """A piece of a plan: words at `source`, of them the bits of `mask`, shifted by `shift`, go to `target`; the words
    along the axes `joined` of the source go to the same one.
    """

    source: Index
    target: Index
    mask: np.uint64
    shift: int
    joined: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A move between two places' sets. `target` is the place it leads to."""

    parts: list[Part]
    target: int

    def forward(self, source: Array, target: Array) -> None:
        """Add to `target` what the move makes of `source`."""
        for part in self.parts:
            words = source[part.source] & part.mask
            if part.joined:
                words = np.bitwise_or.reduce(words, axis=part.joined)
            target[part.target] |= _shifted(words, part.shift)

    def backward(self, target: Array, source: Array) -> None:
        """Add to `source` the states that the move takes into `target`."""
        for part in self.parts:
            words = _shifted(target[part.target], -part.shift) & part.mask
            if part.joined:
                words = np.expand_dims(words, part.joined)
            source[part.source] |= words


def _shifted(words: Array, by: int) -> Array:
    if by == 0:
        return words
    shifted: Array = words << np.uint64(by) if by > 0 else words >> np.uint64(-by)
    return shifted


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
        if prod(sizes) > MOST_PARTS:
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
        return Plan(list(self._parts(taken, spots - bits, digits)), self.move.target)

    def _terms(self) -> list[Term]:
        return [*self.move.guard, *(self._term(slot) for slot in self.explicit)]

    def _parts(self, taken: Array, shifts: Array, digits: dict[int, Array]) -> Iterator[Part]:
        """The bits that go the same way, for as many combinations at once as lie side by side."""
        width, sizes = self.source.width, taken.shape[:-1]
        moved = [np.broadcast_to(shifts, taken.shape)]
        for slot, digit in digits.items():
            own = np.arange(sizes[self.named.index(slot)]).reshape(self._along(slot)) if slot in self.named else 0
            moved.append(np.broadcast_to(digit - own, taken.shape))
        ways, kinds = _numbered([one.reshape(-1) for one in moved])
        kinds = np.where(taken.reshape(-1), kinds, -1).reshape(-1, width)
        weights = np.left_shift(np.uint64(1), np.arange(width, dtype=np.uint64))
        alike: dict[bytes, list[int]] = {}
        for number, row in enumerate(kinds):
            alike.setdefault(row.tobytes(), []).append(number)
        grids: dict[tuple[int, int], Array] = {}
        for numbers in alike.values():
            row = kinds[numbers[0]]
            for kind in np.unique(row[row >= 0]).tolist():
                mask = int(np.bitwise_or.reduce(weights[row == kind]))
                grid = grids.setdefault((kind, mask), np.zeros(len(kinds), dtype=bool))
                grid[numbers] = True
        for (kind, mask), grid in grids.items():
            shift, *go = ways[kind]
            for box in boxes(grid.reshape(sizes)):
                yield self._part(box, dict(zip(digits, go, strict=True)), np.uint64(mask), shift)

    def _along(self, slot: int) -> tuple[int, ...]:
        """The shape of something along a named slot's axis, among the combinations and the bits of a word."""
        return tuple(-1 if one == slot else 1 for one in (*self.named, -1))

    def _part(self, box: Sequence[tuple[int, int]], go: dict[int, int], mask: np.uint64, shift: int) -> Part:
        """A part for a box of combinations. `go` says of outer slots of the target by how much they move from where
        they were, if that was named, else to which digit.
        """
        spans = dict(zip(self.named, box, strict=True))
        source: Index = tuple(slice(*spans.get(slot, (None, None))) for slot in self.source.outer)
        target: list[int | slice] = []
        for slot in self.target.outer:
            if slot not in go:
                target.append(slice(None))
            elif slot in spans:
                first, last = spans[slot]
                target.append(slice(first + go[slot], last + go[slot]))
            else:
                target.append(go[slot])
        through = {*self.kept, *(slot for slot in go if slot in spans)}
        joined = tuple(axis for axis, slot in enumerate(self.source.outer) if slot not in through)
        return Part(source, tuple(target), mask, shift, joined)


def _numbered(columns: Sequence[Array]) -> tuple[list[list[int]], Array]:
    """The different rows of some columns of integers, and the number of each row among them."""
    found: list[list[int]] = [[]]
    numbers = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        low = int(column.min())
        span = int(column.max()) - low + 1
        different, numbers = np.unique(numbers * span + (column - low), return_inverse=True)
        found = [[*found[one // span], one % span + low] for one in different.tolist()]
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
