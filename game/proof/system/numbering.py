"""The values of a column numbered: counted off where they are dense, since sorting millions of them takes long."""

from __future__ import annotations

import numpy as np

from game.proof.system.terms import SPARSE, Array

FEW = 64
"""Up to how many values are numbered one by one, which is quicker then."""


def as_they_appear(values: Array) -> Array:
    """A number for each value, from 0 on in the order in which they first appear, as little-endian 32-bit numbers."""
    size = len(values)
    if size <= FEW:
        known: dict[int, int] = {}
        return np.array([known.setdefault(one, len(known)) for one in values.tolist()], dtype="<u4")
    if (values[1:] > values[:-1]).all():  # a variable itself, and what is always added to it
        return np.arange(size, dtype="<u4")
    low = int(values.min())
    span = int(values.max()) - low + 1
    if span <= SPARSE * size:
        numbers = values - low
    else:
        found, inverse = np.unique(values, return_inverse=True)
        span, numbers = len(found), inverse.reshape(-1)
    first = first_of(numbers, span)[numbers]
    rank = np.cumsum(first == np.arange(size)) - 1
    return np.asarray(rank[first], dtype="<u4")


def first_of(numbers: Array, span: int) -> Array:
    """Where each number below `span` first appears; past the end for one that never does."""
    first = np.full(span, len(numbers), dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)  # of what is assigned to one place, the last stays
    return first


def first_of_each(numbered: Array) -> Array:
    """The same for all of the numbers that `as_they_appear` gives."""
    most = np.maximum.accumulate(numbered)
    return np.flatnonzero(np.append(True, most[1:] != most[:-1]))
