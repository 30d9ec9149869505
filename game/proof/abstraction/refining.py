"""Answers for stories too large to explore whole: a small story of a few variables bounds what can happen from one
side, playing the real one bounds it from the other, and variables are added until the two meet.

In a relaxed story (see `relaxing`) everything that can happen still can, never later. So:

- what cannot be met there can never be met;
- a shortest way there, played move by move in the story itself, either arrives, and then it is a shortest way of the
  story too, since none can be shorter; or it comes to a guard that is closed, and the variables this guard reads are
  kept from then on.

This is counterexample-guided abstraction refinement (Clarke, Grumberg, Jha, Lu and Veith, 2000) with the engine
itself as the judge of counterexamples. Each round keeps at least one variable more, so that it ends: at the latest
with the story as it is, where every way is real. A question is left open only where a relaxed story outgrows the
bound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import NamedTuple

from game.proof.abstraction.agenda import Kept, written_from
from game.proof.abstraction.relaxing import Relaxer
from game.proof.explicit.explore import TooWide
from game.proof.explicit.graph import Graph
from game.proof.explicit.keys import Made
from game.proof.explicit.rounds import Meeting, Round, asked
from game.proof.explicit.witness import Tree
from game.proof.questions.answers import Answer
from game.proof.questions.reachability import Question, Site
from game.proof.system.joined_moves import Joiner, merge_ways
from game.proof.system.model import Conjunction, Model
from game.proof.system.value_ranges import Possible

BEAM = 4
"""How many ways of the story are followed beside each other along one way of a relaxed story."""

NOWHERE = -1
"""Stands for any state, in what closes ways."""

MOST_LOOKED_AT = 5_000
"""How many detours in a relaxed story are tried for one question before its way counts as closed."""


class Look(NamedTuple):
    """What a relaxed story of so many states told: answers, and for each question left open what it needs kept."""

    states: int
    answers: list[Answer]
    more: dict[str, Kept]


class Sketch:
    """A relaxed story explored, and how far its shortest ways were followed in the story itself.

    `beams[state]` are nodes of the tree that the state stands for, on a shortest way; none where all ways are closed,
    and then `closed[state]` says what closed one of them."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.beams: dict[int, list[int]] = {graph.start: [0]}
        self.closed: dict[int, Kept] = {}


class Refiner:
    """Answers questions about one model. `states` counts what was explored, `sketches` how many relaxed stories."""

    def __init__(
        self,
        model: Model,
        possible: Possible,
        tree: Tree,
        bound: int,
        tick: Callable[[int], None] = lambda total: None,
    ) -> None:
        self.model = model
        self.possible = possible
        self.tree = tree
        self.bound = bound
        self.tick = tick
        self.states = 0
        self.widest: Round | None = None
        self.relaxer = Relaxer(model, possible)
        self.joiner = Joiner(model.functions)
        self.made = Made(model.functions)
        self._before = _before(model)
        self._left: dict[str, list[Site]] = {}

    def look(self, kept: Kept, questions: Sequence[Question]) -> Look | None:
        """Ask questions of the relaxed story that keeps some variables. None if it is too large."""
        open_sites = {question.id: self._open_sites(question, kept) for question in questions}
        here = self._explore(kept, [site for own in open_sites.values() for _, site in own])
        if here is None:
            return None
        sketch = Sketch(here.graph)
        look = Look(here.total, [], {})
        for question in questions:
            own = open_sites[question.id]
            meeting = here.meet(site for _, site in own)
            if meeting is None:
                look.answers.append(Answer.never(question))
                continue
            real = next(site for site, weak in own if weak is meeting.site)
            node, more = self._play(sketch, meeting, real, kept)
            if node is None:
                look.more[question.id] = more
            else:
                look.answers.append(Answer.met(question, meeting.length, node))
        return look

    def _open_sites(self, question: Question, kept: Kept) -> list[tuple[Site, Site]]:
        """The sites of a question with their weaker forms, without those that can plainly never be met; these are not
        asked for again.
        """
        found = []
        for site in self._left.get(question.id, question.sites):
            when = self.relaxer.weaker(site.when, kept, site.place)
            if when != (self.model.functions.false,):
                found.append((site, site._replace(when=when)))
        self._left[question.id] = [site for site, _ in found]
        return found

    def _explore(self, kept: Kept, sites: Sequence[Site]) -> Round | None:
        ahead = self._leading_to({site.place for site in sites})
        try:
            relaxed = self.relaxer.relax(kept, ahead)
        except TooWide:
            return None
        joined, merged = merge_ways(relaxed, asked(sites), self.joiner)
        here = Round(joined, self.possible, merged, self.made)
        try:
            whole = here.explore(self.bound, lambda total: self.tick(self.states + total))
        except TooWide:
            whole = False
        self.states += here.total
        if whole:
            return here
        self.widest = here
        return None

    def _leading_to(self, goals: set[int]) -> set[int]:
        """The places from which moves lead to some places, these included."""
        found, waiting = set(goals), list(goals)
        while waiting:
            fresh = self._before[waiting.pop()] - found
            found |= fresh
            waiting += fresh
        return found

    def _play(self, sketch: Sketch, meeting: Meeting, site: Site, kept: Kept) -> tuple[int | None, Kept]:
        """Play the ways of the relaxed story: the node where they meet the site, or what closes them."""
        self._follow(sketch, meeting.state, kept)
        nodes = sketch.beams[meeting.state]
        for node in nodes:
            if self.model.functions.holds(site.when, self.tree.values[node]):
                return self.tree.take(node, site), frozenset()
        if nodes:
            return None, self._closers(site.when, nodes[0], kept)
        return None, sketch.closed.get(meeting.state) or sketch.closed[NOWHERE]

    def _follow(self, sketch: Sketch, goal: int, kept: Kept) -> None:
        """Find nodes for a state of the relaxed story along its shortest ways, until one of them is open."""
        stack = [(goal, iter(sketch.graph.nearer(goal)))]
        spared = MOST_LOOKED_AT + int(sketch.graph.distance[goal])
        while stack:
            state, sources = stack[-1]
            if state in sketch.beams:
                stack.pop()
                continue
            spared -= 1
            source = next(sources, None) if spared > 0 else None
            if source is None:
                sketch.beams[state] = []
                stack.pop()
            elif source not in sketch.beams:
                stack[-1] = (state, chain((source,), sources))
                stack.append((source, iter(sketch.graph.nearer(source))))
            else:
                self._step(sketch, source, state, kept)

    def _step(self, sketch: Sketch, source: int, state: int, kept: Kept) -> None:
        """Go on from the nodes of a state to one after it; note what closes the way."""
        nodes = sketch.beams[source]
        point = sketch.graph.point(state)
        found = list(islice(self.tree.fitting(nodes, sketch.graph.layouts, point), BEAM))
        if found:
            sketch.beams[state] = found
            return
        closed = self._closed(nodes, point.place, kept) if nodes else sketch.closed.get(source)
        for one in (state, NOWHERE):
            old = sketch.closed.get(one)
            if closed and (old is None or (len(closed), sorted(closed)) < (len(old), sorted(old))):
                sketch.closed[one] = closed

    def _closed(self, nodes: Iterable[int], target: int, kept: Kept) -> Kept:
        """What closes every move from some nodes to a place: the fewest variables, of one move."""
        found = [
            self._closers(move.guard, node, kept) or written_from(move, kept)
            for node in nodes
            for move in self.model.places[self.tree.places[node]].moves
            if move.target == target
        ]
        return min(filter(None, found), key=lambda one: (len(one), sorted(one)))

    def _closers(self, terms: Conjunction, node: int, kept: Kept) -> Kept:
        """The variables, not kept yet, that the false parts of a condition read."""
        functions, values = self.model.functions, self.tree.values[node]
        false = [term for term in terms if not functions.value(term, values)]
        return frozenset(slot for term in false for slot in term.slots) - kept


def _before(model: Model) -> list[set[int]]:
    """For each place, the places from which a move leads there."""
    found: list[set[int]] = [set() for _ in model.places]
    for index, place in enumerate(model.places):
        for move in place.moves:
            if move.target >= 0:
                found[move.target].add(index)
    return found
