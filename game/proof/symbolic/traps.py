"""Soft locks, from diagrams: where neither an ending nor a fault of the story lies ahead.

What can reach an ending or a fault is a backward set (see `backward`); what may occur and is outside of it is closed
under moves: a trap, if the start can reach it at all. So each place of it is asked for until what is left is out of
reach, and the places that are met fall into the regions that moves connect.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from game.proof.explicit.traps import Trap, regions, trap_at
from game.proof.explicit.witness import Tree
from game.proof.symbolic.system import SymbolicSystem

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Sets

MOST_WALKED = 2_000
"""How many states of a trap are walked through to see where it goes on."""


def lost_states(system: SymbolicSystem, goal: Sets) -> Sets:
    """The states that may occur from which no goal can be reached. Raises `OutOfNodes`."""
    with system.bounded():
        return system.backward.outside(system.backward.leading_to(goal))


def symbolic_traps(tree: Tree, system: SymbolicSystem, lost: Sets, places: Collection[int]) -> Iterator[Trap]:
    """The traps of a story among its lost states, of which some places can be reached, each with a shortest way into
    it. Raises `OutOfNodes`."""
    backward = system.backward
    for region in regions(sorted(places), system.model):
        with system.bounded():
            layers = backward.layers({place: lost[place] for place in region})
            assert layers is not None
            node = backward.follow(tree, layers)
        yield trap_at(tree, region, node, None, len(layers) - 1)


def reached_places(tree: Tree, system: SymbolicSystem, lost: Sets) -> set[int]:
    """The places of lost states that can be reached; what is lost has to be closed under moves. Raises `OutOfNodes`."""
    backward = system.backward
    found: set[int] = set()
    left = dict(lost)
    while left:
        with system.bounded():
            layers = backward.layers(left)
            if layers is None:
                break
            found |= _walked(tree, backward.follow(tree, layers))
        left = {place: states for place, states in left.items() if place not in found}
    return found


def _walked(tree: Tree, node: int) -> set[int]:
    """The places that a walk from a node comes to, its own included."""
    found = {tree.places[node]}
    seen = {(tree.places[node], tuple(tree.values[node]))}
    waiting = [node]
    for one in waiting:
        if len(seen) > MOST_WALKED:
            break
        for after in tree.after(one):
            key = (tree.places[after], tuple(tree.values[after]))
            if key not in seen:
                seen.add(key)
                found.add(tree.places[after])
                waiting.append(after)
    return found
