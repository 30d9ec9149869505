"""How far a goal may be, told by looking at a few slots only.

The other half of three-valued abstraction (see `must`): a state of the small story stands for all states that agree on
the slots looked at, and a move leads on *for some* values of the hidden ones. Every way through the story is a way
through the small one, so that what cannot reach the goal there cannot reach it at all, and the distance there is never
more than the true one; nor does it fall by more than one with a choice (a consistent heuristic in the sense of Hart,
Nilsson and Raphael, 1968, made from an abstraction as in Culberson and Schaeffer's pattern databases, 1998).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from game.proof.explicit.explore import FAR
from game.proof.symbolic.system import SymbolicSystem
from game.proof.system.model import Move

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Diagram, Sets


class Distances:
    """For each place, the sets of states from which the goal may be at most so many choices away, growing."""

    def __init__(self, system: SymbolicSystem, slots: Collection[int]) -> None:
        self.encoding = system.encoding
        self.slots = frozenset(slots)
        self.within: dict[int, list[tuple[int, Diagram]]] = {}
        self.nodes = 0
        self._looked_at: dict[int, tuple[int, ...]] = {}
        self._known: dict[tuple[int, ...], int] = {}

    def of(self, place: int, values: Sequence[int]) -> int:
        """At least how many choices the goal is away from a state, given by the values of all slots; FAR where it
        cannot be reached.
        """
        slots = self._looked_at.get(place)
        if slots is None:
            slots = self._looked_at[place] = tuple(self.slots & self.encoding.merged[place].keys())
        key = (place, *[values[slot] for slot in slots])
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._found(place, slots, values)
        return found

    def _found(self, place: int, slots: Sequence[int], values: Sequence[int]) -> int:
        """The first of a place's sets that holds a state, by halving."""
        within = self.within.get(place, [])
        bits = [one for slot in slots for one in self.encoding.assigned(slot, values[slot])]
        low, high = 0, len(within)
        while low < high:
            half = (low + high) // 2
            if within[half][1].eval(bits):
                high = half
            else:
                low = half + 1
        return within[low][0] if low < len(within) else FAR


class TooLarge(Exception):
    """A set has outgrown what it may have."""


def distances(system: SymbolicSystem, here: Sets, later: Sets, slots: Collection[int], largest: int) -> Distances:
    """How far a goal may be from everywhere, by some slots: it is met in the states of `here`, and by the next choice
    in those of `later`. Raises TooLarge where a set takes more than so many nodes, and what the system's tick raises.
    """
    return _May(system, slots, largest).distances(here, later)


class _May:
    def __init__(self, system: SymbolicSystem, slots: Collection[int], largest: int) -> None:
        self.system = system
        self.encoding = system.encoding
        self.slots = frozenset(slots)
        self.largest = largest
        self.hidden = self.encoding.all_but(slots)
        self._guards: dict[Move, Diagram | None] = {}

    def distances(self, here: Sets, later: Sets) -> Distances:
        found = Distances(self.system, self.slots)
        sets = {place: states.exists(self.hidden) for place, states in here.items()}
        found.within = {place: [(0, states)] for place, states in sets.items()}
        more = {place: states.exists(self.hidden) for place, states in later.items()}
        changed = set(sets)
        into, number = self.system.backward.into, 0
        while changed or more:
            number += 1
            grown = {}
            sources = {move.source for place in changed for move in into[place]}
            for place in sources | more.keys():
                before = sets.get(place, self.encoding.false)
                states = before | more.pop(place, self.encoding.false)
                for move in self.system.backward.moves[place]:
                    if move.target in changed:
                        states = states | self._before(move, sets[move.target])
                if states != before:
                    nodes = states.node_count()
                    if nodes > self.largest:
                        raise TooLarge
                    found.nodes += nodes
                    grown[place] = states
                self.system.tick()
            for place, states in grown.items():
                found.within.setdefault(place, []).append((number, states))
            sets |= grown
            changed = set(grown)
        return found

    def _before(self, move: Move, states: Diagram) -> Diagram:
        """The values looked at from which a move may lead into a set that tells no others apart."""
        encoding = self.encoding
        if move not in self._guards:
            written = [term for slot, term in encoding.effects(move) if slot in self.slots]
            plain = all(self.slots.issuperset(term.slots) for term in written)
            self._guards[move] = self._possible(move).exists(self.hidden) if plain else None
        guard = self._guards[move]
        substitution = encoding.substitution(move)
        moved = states if substitution is None else states.substitute(substitution)
        if guard is not None:
            return guard & moved
        return encoding.diagrams.both_without(self._possible(move), moved, self.hidden)

    def _possible(self, move: Move) -> Diagram:
        return self.encoding.guard(move.guard) & self.encoding.care[move.source]
