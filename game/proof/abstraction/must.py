"""Where a goal is lost for good, told by looking at a few slots only.

Three-valued abstraction (Godefroid, Huth and Jagadeesan, 2001; hyper-transitions: Larsen and Xinxin, 1990; Shoham and
Grumberg, 2004). A state of the small story stands for all states that agree on the slots looked at. It surely reaches
the goal if *for every* value of the hidden slots some move leads where the goal is surely reached: the moves of one
place are tried together, for it need not be the same one for all hidden values. Draws are the story's, not the
player's, but whether *a way* is there asks only that some outcome leads on.

So the least fixpoint over the visible slots is contained in what truly can reach the goal, and what is outside of it
contains all that cannot. Where no move leads out of that, it is just that: there the goal is lost, and no diagram has
had to tell the hidden slots apart. Else the slots are looked at that the guards stopping it read, those first that add
most (refinement).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from game.proof.symbolic.backward import Backward
from game.proof.symbolic.queue import Queue
from game.proof.symbolic.system import SymbolicSystem

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Diagram, Sets

    Slots = frozenset[int]

MOST_SLOTS = 24
"""How many slots are looked at before it is given up."""

MOST_TRIED = 40
"""How many ways to look at more are tried in one round."""

MOST_FIXPOINTS = 150
"""How many fixpoints are worked out before it is given up."""


def surely_lost(system: SymbolicSystem, goal: Sets, most: int = MOST_FIXPOINTS) -> Sets | None:
    """The states that may occur from which no goal can be reached, if few slots are enough to tell, and at most so many
    fixpoints to find them; None where not. Raises `OutOfNodes`.
    """
    with system.bounded():
        return Must(system.backward, goal, system.tick).lost(most)


class Must:
    """Surely reaching a goal, by what is looked at. `tick` is called now and then; it may raise to stop."""

    def __init__(self, backward: Backward, goal: Mapping[int, Diagram], tick: Callable[[], None]) -> None:
        self.backward = backward
        self.encoding = backward.encoding
        self.goal = goal
        self.tick = tick

    def lost(self, most: int) -> Sets | None:
        """The states that may occur and cannot reach the goal, if few slots are enough to tell; None where not.

        What is not sure contains all of them. Where no move leads out of it and it holds no goal, it is them exactly.
        """
        slots: Slots = frozenset()
        sure = self.sure(slots)
        tried = 1
        while (left := self.backward.outside(sure)) and not self._is_closed(left):
            best: tuple[float, Slots, Sets] | None = None
            before = self._measure(sure)
            wanted = self._wanted(left, sure, slots)[:MOST_TRIED]
            tried += len(wanted)
            if tried > most:
                return None
            for more in wanted:
                found = self.sure(slots | more)
                gain = (self._measure(found) - before) / len(more)
                if best is None or gain > best[0]:
                    best = (gain, more, found)
            if best is None or len(slots | best[1]) > MOST_SLOTS:
                return None
            slots, sure = slots | best[1], best[2]
        return left

    def _is_closed(self, sets: Mapping[int, Diagram]) -> bool:
        """Whether no move leads out of some sets, and no goal lies in them."""
        encoding = self.encoding
        for place, states in sets.items():
            if place in self.goal and (states & self.goal[place]).satisfiable():
                return False
            for move in self.backward.moves[place]:
                outside = ~sets[move.target] if move.target in sets else encoding.true
                if (states & encoding.before(move, outside)).satisfiable():
                    return False
        return True

    def sure(self, slots: Collection[int]) -> Sets:
        """For each place, the values of some slots from which the goal is surely reached."""
        encoding = self.encoding
        hidden = encoding.all_but(slots)
        sets: Sets = {}
        for place, states in self.goal.items():
            sets[place] = (states | ~encoding.care[place]).forall(hidden)
        queue = Queue({move.source for place in self.goal for move in self.backward.into[place]}, self.backward.rank)
        while queue:
            place = queue.pop()
            before = sets.get(place, encoding.false)
            grown = before | ~encoding.care[place]
            for move in self.backward.moves[place]:
                behind = sets.get(move.target)
                if behind is not None:
                    grown = grown | encoding.before(move, behind)
            grown = grown.forall(hidden) | before
            if grown != before and grown.satisfiable():
                sets[place] = grown
                for move in self.backward.into[place]:
                    queue.push(move.source)
            self.tick()
        return sets

    def _measure(self, sure: Mapping[int, Diagram]) -> float:
        """How much is sure, as a share of what may occur, all places alike."""
        encoding = self.encoding
        bits = encoding.diagrams.bits
        return sum(
            (sure[place] & encoding.care[place]).sat_count_float(bits) / encoding.care[place].sat_count_float(bits)
            for place in sure
        )

    def _read(self, states: Diagram) -> Iterator[int]:
        """The slots that a set tells apart."""
        for slot, bits in self.encoding.bits.items():
            if states.exists(self.encoding.diagrams.cube(bits)) != states:
                yield slot

    def _wanted(self, left: Mapping[int, Diagram], sure: Mapping[int, Diagram], slots: Slots) -> list[Slots]:
        """What more could be looked at: what a goal hangs on, what a guard reads on the way to where it is sure, or an
        effect on a slot that is looked at.
        """
        encoding = self.encoding
        found: set[Slots] = set()
        for place in left:
            live = encoding.merged[place].keys()
            if place in self.goal and (left[place] & self.goal[place]).satisfiable():
                found.add(frozenset(self._read(self.goal[place])) - slots)
            for move in self.backward.moves[place]:
                if move.target not in sure:
                    continue
                reads = {slot for term in move.guard for slot in term.slots}
                reads |= {one for slot, term in move.update.items() if slot in slots for one in term.slots}
                if hidden := frozenset(reads & live) - slots:
                    found.add(hidden)
        return sorted(found, key=lambda one: (len(one), sorted(one)))
