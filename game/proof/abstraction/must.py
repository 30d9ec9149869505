"""From where a goal is surely reached, told by looking at a few slots only.

Three-valued abstraction (Godefroid, Huth and Jagadeesan, 2001; hyper-transitions: Larsen and Xinxin, 1990; Shoham and
Grumberg, 2004). A state of the small story stands for all states that agree on the slots looked at. It surely reaches
the goal if *for every* value of the hidden slots some way leads where the goal is surely reached: the moves of one
place are tried together, for it need not be the same one for all hidden values. Draws are the story's, not the
player's, but whether *a way* is there asks only that some outcome leads on.

So the least fixpoint over the visible slots is contained in what truly can reach the goal, and what is outside of it
contains all that cannot. That is worth something as soon as what is outside cannot be reached, or no move leads out of
it: then it is just what cannot reach the goal. No diagram has had to tell the hidden slots apart for long. Else the
slots are looked at that the guards stopping it read, those first that add most (refinement).

What is hidden may be forgotten as late as one likes: after one move, or after a walk through several places. Walks
(moves that matter to counters alone) are tried where single moves do not lead on, and only as far as their sets stay
small: leaving some out makes less sure, never too much.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING

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

LARGEST_WALKED = 20_000
"""How many nodes a set may have that is carried along a walk."""


class Must:
    """Surely reaching a goal from some places, by what is looked at. Methods raise what the system's tick raises."""

    def __init__(self, system: SymbolicSystem, goal: Mapping[int, Diagram], places: Collection[int]) -> None:
        self.encoding = system.encoding
        self.backward = system.backward
        self.tick = system.tick
        self.goal = goal
        self.places = frozenset(places)
        self.moves = {
            place: [move for move in self.backward.moves[place] if move.target in self.places or move.target in goal]
            for place in self.places
        }
        self.before = {
            place: {move.source for move in self.backward.into[place]} & self.places for place in {*self.places, *goal}
        }
        self.care = {place: self.encoding.care[place] & system.known for place in self.places}

    def outside(self, enough: Callable[[Sets], bool], most: int = MOST_FIXPOINTS) -> Sets | None:
        """The states from which the goal is not surely reached, looked at more and more closely until there are none
        or they are `enough`; None where few slots, and so many fixpoints, do not do.
        """
        slots: Slots = frozenset()
        sure = self.sure(slots)
        tried = 1
        if not (left := self.outside_of(sure)) or enough(left):
            return left
        while True:
            best: tuple[float, Slots, Sets] | None = None
            before = self._measure(sure)
            for more in self._wanted(left, sure, slots)[:MOST_TRIED]:
                tried += 1
                if tried > most:
                    return None
                found = self.sure(slots | more)
                gain = (self._measure(found) - before) / len(more)
                if best is None or gain > best[0]:
                    best = (gain, more, found)
                    if not (left := self.outside_of(found)) or enough(left):
                        return left
            if best is None or len(slots | best[1]) > MOST_SLOTS:
                return None
            slots, sure = slots | best[1], best[2]
            left = self.outside_of(sure)

    def outside_of(self, sure: Mapping[int, Diagram]) -> Sets:
        """The states from which it is not sure, where any of them may occur."""
        found: Sets = {}
        for place, care in self.care.items():
            states = ~sure[place] if place in sure else self.encoding.true
            if (states & care).satisfiable():
                found[place] = states & self.encoding.care[place]
        return found

    def sure(self, slots: Collection[int]) -> Sets:
        """For each place, the values of some slots from which the goal is surely reached."""
        hidden = self.encoding.all_but(slots)
        sets: Sets = {place: states for place, states in self.goal.items() if place not in self.places}
        sources = set(self.places)
        while sources:
            self._by_moves(sets, sources, hidden)
            sources = self._by_walks(sets, hidden)
        return sets

    def _by_moves(self, sets: Sets, sources: Collection[int], hidden: Diagram) -> None:
        """Let sets grow by single moves from some places, and on from there, all that wait at a time: a place that many
        others come back to is worked out once for all of them.
        """
        while sources:
            waiting, sources = sorted(sources, key=self.backward.rank.__getitem__), set()
            for place in waiting:
                if self._forget(sets, place, self._one_before(sets, place), hidden):
                    sources |= self.before[place]
                self.tick()

    def _one_before(self, sets: Mapping[int, Diagram], place: int) -> Diagram:
        """The goal at a place, and the states from which a move leads into sets."""
        grown = self.goal.get(place, self.encoding.false)
        for move in self.moves[place]:
            if move.target in sets:
                grown = grown | self.encoding.before(move, sets[move.target])
        return grown

    def _forget(self, sets: Sets, place: int, grown: Diagram, hidden: Diagram) -> bool:
        """Add to a place's set what holds whatever is hidden; whether that is more."""
        before = sets.get(place, self.encoding.false)
        found = (grown | ~self.care[place]).forall(hidden) | before
        if found == before:
            return False
        sets[place] = found
        return True

    def _by_walks(self, sets: Sets, hidden: Diagram) -> set[int]:
        """Let sets grow by walks that end with a single move; from which places to go on."""
        encoding = self.encoding
        walks = {place: self._one_before(sets, place) | sets.get(place, encoding.false) for place in self.places}
        queue = Queue(self.places, self.backward.rank)
        while queue:
            place = queue.pop()
            grown = walks[place]
            for move in self.backward.light[place]:
                if move.target in walks:
                    grown = grown | encoding.before(move, walks[move.target])
            if grown != walks[place] and grown.node_count() <= LARGEST_WALKED:
                walks[place] = grown
                for source in self.before[place]:
                    queue.push(source)
            self.tick()
        grew = {place for place, walk in walks.items() if self._forget(sets, place, walk, hidden)}
        return {source for place in grew for source in self.before[place]}

    def _measure(self, sure: Mapping[int, Diagram]) -> float:
        """How much is sure, as a share of what may occur, all places alike."""
        bits = self.encoding.diagrams.bits
        return sum(
            (sure[place] & care).sat_count_float(bits) / care.sat_count_float(bits)
            for place, care in self.care.items()
            if place in sure and care.satisfiable()
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
            for move in self.moves[place]:
                if move.target not in sure:
                    continue
                reads = {slot for term in move.guard for slot in term.slots}
                reads |= {one for slot, term in move.update.items() if slot in slots for one in term.slots}
                if hidden := frozenset(reads & live) - slots:
                    found.add(hidden)
        return sorted(found - {frozenset()}, key=lambda one: (len(one), sorted(one)))
