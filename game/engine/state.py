"""Where a player stands: a small immutable value that hashes and compares."""

import enum
from typing import NamedTuple

from game.engine.draw import Luck

STAYED = ""
"""Last in the trail of a state at which a choice stayed in its scene."""

Trail = tuple[str, ...]


def stayed(trail: Trail) -> bool:
    """Whether the scene was not entered, so that its own text is not shown again."""
    return bool(trail) and trail[-1] == STAYED


def staying(trail: Trail, choice: str) -> Trail:
    """The trail of who stays by a choice: the scene's words are in view where the same page tells the choice's result,
    and are shown again where pages of what interrupted it came between.
    """
    return (*trail, STAYED) if trail[:1] == (choice,) else trail


def scenes_in(trail: Trail) -> list[str]:
    """The ids of the scenes that ran on."""
    return [name for name in trail if name != STAYED and "/" not in name]


class State(NamedTuple):
    """A point of play.

    `scene` is an index into `Program.scenes`; `values` has one integer per slot; `stack` holds the scenes that
    pending calls return to, innermost last; `turn` counts the choices made, and scenes run on to; `seed` fixes every
    draw, or loaded dice in its place. `trail` holds the ids of what the page shows before the scene's own text: a
    choice with a result ('trench/tell'), then the scenes that ran on ('trench'). It ends in `STAYED` where the scene
    was not entered, and so is not shown itself. `typed` holds what the player typed for each of `Program.typed`, ''
    where that was nothing. Both decide nothing of what comes next: the trail says how one came here, and typed words
    are only printed.
    """

    scene: int
    values: tuple[int, ...]
    stack: tuple[int, ...]
    turn: int
    seed: Luck
    trail: Trail = ()
    typed: tuple[str, ...] = ()


class Phase(enum.Enum):
    """What can be done at a state."""

    CHOOSING = "choosing"
    ENDED = "ended"
    STUCK = "stuck"
