"""From a set of states backwards: where it can still be reached from, and a shortest way into it.

Backward reachability over sets of states kept as decision diagrams (Burch, Clarke, McMillan, Dill and Hwang, 1990).
The set of a place grows by the states from which a move leads into the set of the place behind: guard and new values
are put into the target's set by substitution, so that no second copy of the bits is needed and no relation is built.

Why it is sound: the states of `Encoding.care` are closed under moves (value ranges are inductive) and hold the start,
so that only they matter. The least fixpoint over them is exactly the states from which the goal can be reached. If it
does not hold the start, the goal cannot be reached at all. Growing the set choice by choice instead gives layers: the
first layer that holds the start is as many choices away as the goal is, and from each layer a move leads to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from game.graphs import component_ranks
from game.proof.explicit.witness import Tree
from game.proof.symbolic.encoding import Encoding
from game.proof.symbolic.queue import Queue
from game.proof.system.components import places_graph
from game.proof.system.model import Move

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Diagram, Sets

COUNTERS = ("visits", "taken")
"""The kinds of slots that most moves only count up."""


class Backward:
    """Backward sets of one model. `tick` is called now and then; it may raise to stop."""

    def __init__(self, encoding: Encoding, tick: Callable[[], None]) -> None:
        self.encoding = encoding
        self.tick = tick
        model, live = encoding.model, set(encoding.live)
        self.moves: list[list[Move]] = [
            [move for move in place.moves if move.target in live] if number in live else []
            for number, place in enumerate(model.places)
        ]
        self.into: list[list[Move]] = [[] for _ in model.places]
        for moves in self.moves:
            for move in moves:
                self.into[move.target].append(move)
        ranks = component_ranks(places_graph(model))
        last_first = sorted(range(len(ranks)), key=lambda place: (-ranks[place], -place))
        self.rank = sorted(range(len(ranks)), key=last_first.__getitem__)
        self.light = [[move for move in moves if self._is_light(move)] for moves in self.moves]
        self.heavy = [[move for move in moves if not self._is_light(move)] for moves in self.moves]

    def _is_light(self, move: Move) -> bool:
        """Whether a move changes nothing that matters but counters of visits and of choices taken."""
        slots, live = self.encoding.terms.slots, self.encoding.merged[move.target]
        return all(slots[slot].kind in COUNTERS for slot in move.update if slot in live)

    def stops(self) -> Sets:
        """The states at which play ends by a fault of the story: nothing can be chosen, or a choice leads nowhere."""
        found: Sets = {}
        encoding = self.encoding
        for number in encoding.live:
            place = encoding.model.places[number]
            if place.ending >= 0:
                continue
            going = encoding.false
            for move in place.moves:
                if move.target >= 0:
                    going = going | encoding.guard(move.guard)
            stopped = ~going & encoding.care[number]
            for move in place.moves:
                if move.target < 0:
                    stopped = stopped | (encoding.guard(move.guard) & encoding.care[number])
            if stopped.satisfiable():
                found[number] = stopped
        return found

    def endings(self, wanted: int = -1) -> Sets:
        """The states of an ending's places; -1: of all endings."""
        model = self.encoding.model
        return {
            place: self.encoding.care[place]
            for place in self.encoding.live
            if model.places[place].ending >= 0 and wanted in (-1, model.places[place].ending)
        }

    def leading_to(self, goal: Mapping[int, Diagram], until: Callable[[int, Sets], bool] | None = None) -> Sets:
        """All states that can reach a goal (of the places that have any), states that cannot occur left out or not; or
        fewer, where `until` holds for what has been found of a place.

        Light moves run to a fixpoint between steps of the others (nested chaining): what only counts is then never
        carried along half done.
        """
        encoding = self.encoding
        sets: list[Diagram] = [~care for care in encoding.care]
        for place, states in goal.items():
            sets[place] = sets[place] | states
        sources = {move.source for place in goal for move in self.into[place]}
        light, heavy = Queue(sources, self.rank), Queue(sources, self.rank)
        while light or heavy:
            queue, moves = (light, self.light) if light else (heavy, self.heavy)
            place = queue.pop()
            grown = self._grow(sets, place, moves[place])
            if grown != sets[place]:
                sets[place] = grown
                if until is not None and until(place, {place: grown}):
                    break
                for move in self.into[place]:
                    light.push(move.source)
                    heavy.push(move.source)
            self.tick()
        return {place: sets[place] for place in encoding.live if sets[place] != encoding.false}

    def is_out_of_reach(self, goal: Mapping[int, Diagram], largest: int) -> bool:
        """Whether the start cannot reach a goal; False too where that takes sets of more than so many nodes."""
        encoding = self.encoding
        sets = dict(goal)
        queue = Queue({move.source for place in goal for move in self.into[place]}, self.rank)
        while queue and not self.holds_start(sets):
            place = queue.pop()
            before = sets.get(place, encoding.false)
            grown = before
            for move in self.moves[place]:
                if move.target in sets:
                    grown = grown | (encoding.before(move, sets[move.target]) & encoding.care[place])
            if grown != before:
                if grown.node_count() > largest:
                    return False
                sets[place] = grown
                for move in self.into[place]:
                    queue.push(move.source)
            self.tick()
        return not self.holds_start(sets)

    def _grow(self, sets: Sequence[Diagram], place: int, moves: Sequence[Move]) -> Diagram:
        """A place's set with the states from which some of its moves lead into the sets behind, round and round."""
        encoding = self.encoding
        grown = sets[place]
        while grown != encoding.true:
            before = grown
            loops = False
            for move in moves:
                behind = grown if move.target == place else sets[move.target]
                loops = loops or move.target == place
                if behind != encoding.false:
                    grown = grown | encoding.before(move, behind)
            if not loops or grown == before:
                break
        return grown

    def outside(self, sets: Mapping[int, Diagram]) -> Sets:
        """The states that may occur and are not in some sets."""
        found: Sets = {}
        for place in self.encoding.live:
            care = self.encoding.care[place]
            states = care & ~sets[place] if place in sets else care
            if states.satisfiable():
                found[place] = states
        return found

    def holds_start(self, sets: Mapping[int, Diagram]) -> bool:
        """Whether sets hold the start of the story."""
        return 0 in sets and self.encoding.has(sets[0], self.encoding.model.start)

    def layers(self, goal: Sets, one_before: Mapping[int, Diagram] | None = None) -> list[Sets] | None:
        """The goal, then what is at most one choice away from it, and so on, up to the first set that holds the start;
        None where the goal cannot be reached. What is in `one_before` is one choice away from the goal too.

        Whole sets are kept, not what is new in each: what lies within so many choices of a goal is mostly told by a few
        thresholds, what lies at just so many by none.
        """
        layers = [dict(goal)]
        changed = set(goal)
        more = dict(one_before or {})
        while not self.holds_start(layers[-1]):
            sets = layers[-1]
            grown = dict(sets)
            sources = {move.source for place in changed for move in self.into[place]}
            for place in sources | more.keys():
                states = self._one_before(place, sets, changed)
                if place in more:
                    states = states | more.pop(place)
                states = states & self.encoding.care[place]
                if place in sets:
                    states = states | sets[place]
                if states.satisfiable():
                    grown[place] = states
                self.tick()
            changed = {place for place, states in grown.items() if place not in sets or sets[place] != states}
            if not changed:
                return None
            layers.append(grown)
        return layers

    def _one_before(self, place: int, sets: Mapping[int, Diagram], changed: set[int]) -> Diagram:
        """The states of a place from which a move leads into sets that have changed."""
        states = self.encoding.false
        for move in self.moves[place]:
            if move.target in changed:
                states = states | self.encoding.before(move, sets[move.target])
        return states

    def follow(self, tree: Tree, layers: Sequence[Sets]) -> int:
        """Play from the start through the layers: the node in the first, or, where what the goal asks for is met by
        the next choice, the node before that choice.
        """
        node = 0
        for number in range(len(layers) - 2, -1, -1):
            after = next((one for one in tree.after(node) if self.holds(layers[number], tree, one)), -1)
            if after < 0:
                if number:
                    raise AssertionError("a layer of the proof has no way to the next")
                break
            node = after
        return node

    def holds(self, sets: Mapping[int, Diagram], tree: Tree, node: int) -> bool:
        """Whether the state at a node is in some sets."""
        states = sets.get(tree.places[node])
        return states is not None and self.encoding.has(states, tree.values[node])
