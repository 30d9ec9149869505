"""One slot at one place: its classes of values, as digits of a key."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from game.proof.system.numbering import first_of
from game.proof.system.terms import Array


class Digit(NamedTuple):
    """A slot's classes at a place: the class of each value (of the possible ones), and a position for each class."""

    classes: Array
    values: Array


def digit_of(classes: Array, positions: Array) -> Digit:
    """Number the classes that have a possible value."""
    first = first_of(classes[positions], int(classes.max()) + 1)
    found = np.flatnonzero(first < len(positions))
    renumbered = np.zeros(len(first), dtype=np.int64)
    renumbered[found] = np.arange(len(found))
    return Digit(renumbered[classes], positions[first[found]])
