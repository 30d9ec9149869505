"""Where a player stands: a small immutable value that hashes and compares."""

import enum
from typing import NamedTuple

from game.engine.draw import Luck


class State(NamedTuple):
    """A point of play.

    `scene` is an index into `Program.scenes`; `values` has one integer per slot; `stack` holds the scenes that
    pending calls return to, innermost last; `turn` counts the choices made; `seed` fixes every draw, or
    loaded dice in its place.
    """

    scene: int
    values: tuple[int, ...]
    stack: tuple[int, ...]
    turn: int
    seed: Luck


class Phase(enum.Enum):
    """What can be done at a state."""

    CHOOSING = "choosing"
    ENDED = "ended"
    STUCK = "stuck"
