"""Traps, without all that can reach an ending being worked out: only where plays can go on for ever, or by few slots.

Both give up where that is not enough; what they tell is exact. See `system/ranking` and `must` for why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from game.proof.abstraction.must import MOST_FIXPOINTS, Must
from game.proof.symbolic.system import SymbolicSystem
from game.proof.system.model import Conjunction

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Sets

LARGEST_WAY_BACK = 1_000
"""How many nodes a set may have where it is tried, in passing, whether states are out of reach."""


def no_trap(system: SymbolicSystem, ways_out: Mapping[int, Sequence[Conjunction]], *, by_few_slots: bool) -> bool:
    """Whether it is plain that there is no trap: from the unranked places, those of `ways_out`, something that can be
    done only so often, or an end of play, stays within reach (or what cannot reach any is itself out of reach). The
    system has to tell apart what `ways_out` ask. Raises `OutOfNodes`.
    """
    with system.bounded():
        goal = {**system.backward.endings(), **system.backward.stops()}
        for place, states in system.encoding.goals(ways_out).items():
            goal[place] = goal[place] | states if place in goal else states
        must = Must(system, goal, ways_out)
        if by_few_slots:
            return must.outside(lambda sets: system.backward.is_out_of_reach(sets, LARGEST_WAY_BACK)) is not None
        left = must.outside_of(must.sure(system.encoding.order))
        backward = system.backward
        return not backward.holds_start(backward.leading_to(left, until=lambda _, sets: backward.holds_start(sets)))


def surely_lost(system: SymbolicSystem, goal: Sets, most: int = MOST_FIXPOINTS) -> Sets | None:
    """States among which are all from which a goal cannot be reached; just these, if any of them can be reached. None
    where few slots, and at most so many fixpoints to find them, are not enough to tell. Raises `OutOfNodes`.
    """
    with system.bounded():
        return Must(system, goal, system.encoding.live).outside(
            lambda sets: _is_closed(system, sets, goal) or system.backward.is_out_of_reach(sets, LARGEST_WAY_BACK), most
        )


def _is_closed(system: SymbolicSystem, sets: Sets, goal: Sets) -> bool:
    """Whether some sets hold none of a goal, and no move leads out of them."""
    encoding = system.encoding
    for place, states in sets.items():
        if place in goal and (states & goal[place]).satisfiable():
            return False
        for move in system.backward.moves[place]:
            outside = ~sets[move.target] if move.target in sets else encoding.true
            if (states & encoding.before(move, outside)).satisfiable():
                return False
    return True
