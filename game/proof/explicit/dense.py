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

from game.proof.explicit.keys import Layout
from game.proof.system.terms import Array

WORD = 64


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
        """The set of no state. A set has one axis of length one in front, so that a single word is an array too."""
        return np.zeros((1, *self.axes), dtype=np.uint64)

    def full(self) -> Array:
        """The set of all states."""
        return np.full((1, *self.axes), (1 << self.width) - 1, dtype=np.uint64)

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


class Scatter(NamedTuple):
    """Pieces that lie in too many places for parts: word by word, where it is and where it goes (as positions among all
    words), which bits, and by how much they shift up and down.
    """

    source: Array
    target: Array
    masks: Array
    up: Array
    down: Array

    def forward(self, source: Array, target: Array) -> None:
        """Add to `target` what becomes of `source`."""
        words = _flat(source)[self.source] & self.masks
        np.bitwise_or.at(_flat(target), self.target, words << self.up >> self.down)

    def sparse(self, spots: Array, words: Array, size: int) -> Iterator[tuple[Array, Array, Array]]:
        """The same for few words; see `Plan.sparse`."""
        order = np.argsort(self.source, kind="stable")
        first = np.searchsorted(self.source, np.arange(size + 1), sorter=order)
        counts = first[spots + 1] - first[spots]
        which = np.repeat(np.arange(len(spots)), counts)
        before = np.cumsum(counts) - counts
        pieces = order[np.arange(len(which)) + np.repeat(first[spots] - before, counts)]
        found = (words[which] & self.masks[pieces]) << self.up[pieces] >> self.down[pieces]
        some = np.flatnonzero(found)
        yield self.target[pieces[some]], which[some], found[some]

    def backward(self, target: Array, source: Array) -> None:
        """Add to `source` what is taken into `target`."""
        words = _flat(target)[self.target] >> self.up << self.down
        np.bitwise_or.at(_flat(source), self.source, words & self.masks)


def _flat(states: Array) -> Array:
    """The words of a set in a row, the same memory."""
    flat = states.view()
    flat.shape = (-1,)
    return flat


@dataclass(frozen=True, slots=True)
class Plan:
    """A move between two places' sets. `target` is the place it leads to."""

    parts: list[Part]
    target: int
    scatter: Scatter | None = None

    def forward(self, source: Array, target: Array) -> None:
        """Add to `target` what the move makes of `source`."""
        for part in self.parts:
            words = source[part.source] & part.mask
            if not words.any():
                continue
            if part.joined:
                words = np.bitwise_or.reduce(words, axis=part.joined)
            target[part.target] |= _shifted(words, part.shift)
        if self.scatter is not None:
            self.scatter.forward(source, target)

    def sparse(self, spots: Array, words: Array, source: Shape, target: Shape) -> Iterator[tuple[Array, Array, Array]]:
        """What the move makes of few words, given by where they are among all: where they go (some to the same place),
        from which of the words they come, and the words.
        """
        ours = np.arange(source.words).reshape(source.axes)
        theirs = np.arange(target.words).reshape(target.axes)
        for part in self.parts:
            box = ours[part.source[1:]]
            go = np.expand_dims(theirs[part.target[1:]], tuple(axis - 1 for axis in part.joined))
            goes = np.full(source.words, -1, dtype=np.int32)
            goes[box.reshape(-1)] = np.broadcast_to(go, box.shape).reshape(-1)
            found = words & part.mask
            which = np.flatnonzero((goes[spots] >= 0) & (found != 0))
            yield goes[spots[which]], which, _shifted(found[which], part.shift)
        if self.scatter is not None:
            yield from self.scatter.sparse(spots, words, source.words)

    def backward(self, target: Array, source: Array) -> None:
        """Add to `source` the states that the move takes into `target`."""
        for part in self.parts:
            words = _shifted(target[part.target], -part.shift) & part.mask
            if part.joined:
                words = np.expand_dims(words, part.joined)
            source[part.source] |= words
        if self.scatter is not None:
            self.scatter.backward(target, source)


def _shifted(words: Array, by: int) -> Array:
    if by == 0:
        return words
    shifted: Array = words << np.uint64(by) if by > 0 else words >> np.uint64(-by)
    return shifted
