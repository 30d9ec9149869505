"""States of a place as numbers: each live slot's class is one digit of a mixed-radix key, and moves become table
look-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

import numpy as np

from game.proof.system.digits import Digit, digit_of
from game.proof.system.live_values import Merged, labels
from game.proof.system.model import Conjunction, Model, Move
from game.proof.system.terms import Array, Fn, Term, Terms
from game.proof.system.value_ranges import Possible

CHUNK = 1 << 14
"""Neighbouring digits are looked up together in tables of up to this many entries."""

_ANY = np.zeros(1, dtype=np.intp)

KEPT_EFFECT = 1 << 16
"""What a move does is remembered for layouts of up to so many combinations: its tables are not large then."""

WIDEST = 1 << 62
"""A place with more combinations than this does not fit a key."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of digits that is looked up at once."""

    slots: tuple[int, ...]
    shape: tuple[int, ...]
    stride: int
    size: int


class PackedState(NamedTuple):
    """A state: its place, and its key there."""

    place: int
    packed: int


class Layout:
    """The digits of one place's keys. `slots` are the live slots; `values[slot]` a position in its domain for each
    class."""

    def __init__(self, terms: Terms, digits: Mapping[int, Digit]) -> None:
        self.terms = terms
        self.classes: dict[int, Array] = {}
        self.values: dict[int, Array] = {}
        self.fixed: dict[int, Array] = {}
        for slot in sorted(digits):
            digit = digits[slot]
            if len(digit.values) == 1:  # one class alone is no digit, but stands for its value
                self.fixed[slot] = digit.values
            else:
                self.classes[slot], self.values[slot] = digit
        self.slots = tuple(self.values)
        self.sizes = {slot: len(self.values[slot]) for slot in self.slots}
        self.strides: dict[int, int] = {}
        stride = 1
        for slot in self.slots:
            self.strides[slot] = stride
            stride *= self.sizes[slot]
        self.size = stride
        self.chunks = self._chunk()
        self.chunk_of = {slot: number for number, chunk in enumerate(self.chunks) for slot in chunk.slots}
        self._digits = [(slot, terms.slots[slot].low, self.strides[slot], self.classes[slot]) for slot in self.slots]

    def _chunk(self) -> list[Chunk]:
        groups: list[list[int]] = []
        size = CHUNK
        for slot in self.slots:
            if size * self.sizes[slot] > CHUNK:
                groups.append([])
                size = 1
            groups[-1].append(slot)
            size *= self.sizes[slot]
        return [
            Chunk(
                tuple(group),
                tuple(self.sizes[slot] for slot in reversed(group)),
                self.strides[group[0]],
                prod(self.sizes[slot] for slot in group),
            )
            for group in groups
        ]

    def key(self, values: Sequence[int]) -> int:
        """The key of concrete slot values: of any size, though batches hold only those of layouts below WIDEST."""
        return sum(stride * int(classes[values[slot] - low]) for slot, low, stride, classes in self._digits)

    def agrees(self, packed: int, values: Sequence[int]) -> bool:
        """Whether concrete slot values have a key's digits."""
        return self.key(values) == packed

    def value_of(self, slot: int) -> Array:
        """A position in the slot's domain for each of its classes; any position where nothing depends on it."""
        found = self.values.get(slot)
        return found if found is not None else self.fixed.get(slot, _ANY)

    def restrict(self, fn: Fn) -> tuple[tuple[int, ...], Array]:
        """A table over classes: the live slots it reads, and its values on representatives of their classes."""
        pick = [self.value_of(slot) for slot in fn.slots]
        live = tuple(slot for slot in fn.slots if slot in self.sizes)
        table = fn.table[np.ix_(*pick)] if pick else fn.table
        return live, table.reshape(tuple(self.sizes[slot] for slot in live))

    def spread(self, chunk: Chunk, live: tuple[int, ...], table: Array) -> Array:
        """A table over some slots of a chunk, laid out to be added to the chunk's own (highest digit first)."""
        turned = table.transpose(tuple(reversed(range(table.ndim))))
        return turned.reshape(tuple(self.sizes[slot] if slot in live else 1 for slot in reversed(chunk.slots)))


class KeyBatch(dict[int, Array]):
    """A batch of keys of one place; as a mapping, slot -> positions in its domain, worked out when asked for."""

    def __init__(self, layout: Layout, keys: Array) -> None:
        super().__init__()
        self.layout = layout
        self.packed = keys
        self._chunks: dict[int, Array] = {}

    def __missing__(self, slot: int) -> Array:
        layout = self.layout
        if slot not in layout.sizes:
            found = layout.value_of(slot)
        else:
            found = layout.values[slot][self.packed // layout.strides[slot] % layout.sizes[slot]]
        self[slot] = found
        return found

    def chunk(self, number: int) -> Array:
        """The joint digit of a chunk."""
        found = self._chunks.get(number)
        if found is None:
            chunk = self.layout.chunks[number]
            found = self.packed if chunk.stride == 1 else self.packed // chunk.stride
            if chunk.stride * chunk.size < self.layout.size:
                found = found % chunk.size
            self._chunks[number] = found
        return found


class Guard:
    """A conjunction of terms, ready to be asked of batches."""

    def __init__(self, layout: Layout, terms: Sequence[Term]) -> None:
        self.tables: dict[int, Array] = {}
        self.rest: list[Term] = []
        self.never = False
        for term in terms:
            self._add(layout, term)

    def _add(self, layout: Layout, term: Term) -> None:
        if not isinstance(term, Fn):
            self.rest.append(term)
            return
        live, table = layout.restrict(term)
        if not live:
            self.never = self.never or not bool(table)
            return
        homes = {layout.chunk_of[slot] for slot in live}
        if len(homes) > 1:
            self.rest.append(term)
            return
        chunk = layout.chunks[homes.pop()]
        held = self.tables.get(layout.chunk_of[live[0]])
        wide = np.broadcast_to(layout.spread(chunk, live, table != 0), chunk.shape)
        flat = wide.reshape(-1)
        self.tables[layout.chunk_of[live[0]]] = flat if held is None else held & flat

    def mask(self, batch: KeyBatch) -> Array | None:
        """Where it holds; None means everywhere."""
        if self.never:
            return np.zeros(len(batch.packed), dtype=bool)
        found: Array | None = None
        for number, table in self.tables.items():
            part = table[batch.chunk(number)]
            found = part if found is None else found & part
        for term in self.rest:
            part = np.broadcast_to(term.at(batch) != 0, batch.packed.shape)
            found = part if found is None else found & part
        return found


class Effect:
    """What a move does to batches of keys of one layout: when it can be taken, and the keys of another they become."""

    def __init__(self, source: Layout, target: Layout, move: Move) -> None:
        self.test = Guard(source, move.guard)
        self.base = 0
        self.tables: dict[int, Array] = {}
        self.rest: list[tuple[Term, Array, int]] = []
        for slot in target.slots:
            term = move.update.get(slot)
            if term is None:
                self._keep(source, target, slot)
            else:
                self._write(source, target, slot, term)
        self.tables = {number: table.reshape(-1) for number, table in self.tables.items()}

    def _keep(self, source: Layout, target: Layout, slot: int) -> None:
        """What a digit of the target adds to the key where the slot stays as it is."""
        digits = target.classes[slot][source.value_of(slot)] * target.strides[slot]
        if slot not in source.sizes:
            self.base += int(digits[0])
        else:
            self._look_up(source, source.chunk_of[slot], (slot,), digits)

    def _write(self, source: Layout, target: Layout, slot: int, term: Term) -> None:
        """What it adds where the slot is written, as a function of the source's digits."""
        low, scaled = source.terms.slots[slot].low, target.classes[slot] * target.strides[slot]
        if not isinstance(term, Fn):
            self.rest.append((term, scaled, low))
            return
        live, table = source.restrict(term)
        table = scaled[table - low]
        if not live:
            self.base += int(table)
            return
        homes = {source.chunk_of[one] for one in live}
        if len(homes) > 1:
            self.rest.append((term, scaled, low))
            return
        self._look_up(source, homes.pop(), live, table)

    def _look_up(self, source: Layout, number: int, live: tuple[int, ...], table: Array) -> None:
        chunk = source.chunks[number]
        held = self.tables.get(number)
        wide = source.spread(chunk, live, table)
        self.tables[number] = np.broadcast_to(wide, chunk.shape) if held is None else held + wide

    def apply(self, batch: KeyBatch) -> tuple[Array | None, Array]:
        """Which keys take the move (None: all), and the keys they become."""
        mask = self.test.mask(batch)
        count = len(batch.packed) if mask is None else int(np.count_nonzero(mask))
        found = np.full(count, self.base, dtype=np.int64)
        if not count:
            return mask, found
        for number, table in self.tables.items():
            digits = batch.chunk(number)
            found += table[digits if mask is None else digits[mask]]
        for term, scaled, low in self.rest:
            values = np.broadcast_to(term.at(batch), batch.packed.shape)
            found += scaled[(values if mask is None else values[mask]) - low]
        return mask, found


class KeyMove(NamedTuple):
    """A move, ready to be taken from batches of keys."""

    move: Move
    effect: Effect

    def apply(self, batch: KeyBatch) -> tuple[Array | None, Array]:
        """Which keys take the move (None: all), and the keys they become."""
        return self.effect.apply(batch)


class LayoutCache:
    """Layouts and effects that were made before: many places and moves have the same ones."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._layouts: dict[tuple[int, ...], Layout] = {}
        self._effects: dict[tuple[Layout, Layout, Conjunction, tuple[Term | None, ...]], Effect] = {}

    def layout(self, digits: Mapping[int, Digit]) -> Layout:
        """The layout of some slots' digits (which have to be the same objects to be known again)."""
        key = tuple(part for slot in sorted(digits) for part in (slot, id(digits[slot])))
        found = self._layouts.get(key)
        if found is None:
            found = self._layouts[key] = Layout(self.terms, digits)
        return found

    def effect(self, source: Layout, target: Layout, move: Move) -> Effect:
        """What a move does between two layouts."""
        key = (source, target, move.guard, tuple(map(move.update.get, target.slots)))
        found = self._effects.get(key)
        if found is None:
            found = Effect(source, target, move)
            if source.size <= KEPT_EFFECT:
                self._effects[key] = found
        return found


class Layouts:
    """The layouts of all places, with the moves between them made ready when first asked for."""

    def __init__(self, model: Model, merged: Sequence[Merged], possible: Possible | None = None) -> None:
        self.model = model
        self.merged = merged
        self.made = LayoutCache(model.terms)
        self.bare = self.made.layout({})
        self.of = [self._layout(place, one, possible) for place, one in enumerate(merged)]
        self._steps: list[list[KeyMove] | None] = [None] * len(model.places)

    def _layout(self, place: int, merged: Merged, possible: Possible | None) -> Layout:
        terms = self.model.terms
        if possible is None:
            digits = {slot: digit_of(labels(merged[slot]), np.arange(terms.sizes[slot])) for slot in merged}
            return Layout(terms, digits)
        if possible.bits[place]:
            return self.made.layout({slot: possible.digit(place, slot, classes) for slot, classes in merged.items()})
        return self.bare

    @property
    def widest(self) -> int:
        """The place with the most combinations."""
        return max(range(len(self.of)), key=lambda place: self.of[place].size)

    def steps(self, place: int) -> list[KeyMove]:
        """The moves that leave a place for another."""
        found = self._steps[place]
        if found is None:
            moves = [move for move in self.model.places[place].moves if move.target >= 0]
            source = self.of[place]
            found = [KeyMove(move, self.made.effect(source, self.of[move.target], move)) for move in moves]
            self._steps[place] = found
        return found
