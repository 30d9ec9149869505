"""A round of the proof: one exploration with just the variables told apart that its questions need, and the answers it gives.

Which variables a round may forget is decided per question. The way through a story depends on its guards, branches and
effects alone; a variable that only a text reads is forgotten in the first round and comes back only in the round that asks
about that text. Each round is exact for its own questions (see `merging`), so answers of different rounds can stand together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from game.proof.explore import Explorer
from game.proof.functions import Term
from game.proof.graph import FAR, Graph
from game.proof.knowledge import Asked, Knowledge
from game.proof.layout import Layouts
from game.proof.merging import Merged, Partitions, merge
from game.proof.model import Model
from game.proof.possible import Possible
from game.proof.questions import Later, Question, Site


class Meeting(NamedTuple):
    """Where something is met soonest: the state (of the round's graph), the site, and how many choices that takes.

    `known` is the meeting after which the way goes on, for what needs a codex entry to be known first, with the way from there.
    """

    length: int
    state: int
    site: Site | None
    way: tuple[int, ...] | None = None


def told_apart(partitions: Partitions, merged: Sequence[Merged], asked: dict[int, list[Term]]) -> bool:
    """Whether every term asked has one value on each class."""
    for place, terms in asked.items():
        for term in terms:
            for slot, classes in partitions.needs(term, None).items():
                held = merged[place].get(slot)
                if held is None or partitions.join(held, classes) != held:
                    return False
    return True


class Round:
    """One exploration and the answers read off it."""

    def __init__(self, model: Model, possible: Possible, merged: Sequence[Merged], asked: Asked) -> None:
        self.model = model
        self.asked = asked
        self.merged = merged
        self.layouts = Layouts(model, merged, possible)
        self.complete = False
        self.total = 0

    def explore(self, bound: int, tick: Callable[[int], None]) -> bool:
        """Explore; false where the bound was passed."""
        reached = Explorer(self.layouts, bound, tick).run()
        self.complete, self.total, self._reached = reached.complete, reached.total, reached
        return self.complete

    @cached_property
    def graph(self) -> Graph:
        """The reachable states as a graph."""
        return Graph(self._reached)

    @cached_property
    def knowledge(self) -> Knowledge:
        """Since when codex entries are known, state by state."""
        return Knowledge(self.graph, self.asked)

    def meet(self, question: Question) -> Meeting | None:
        """Where a question's thing is met soonest; None where it never is."""
        best = self._at_sites(question.sites)
        for later in question.later:
            found = self._later(later, FAR if best is None else best.length)
            if found is not None:
                best = found
        return best

    def _at_sites(self, sites: Iterable[Site]) -> Meeting | None:
        best: Meeting | None = None
        distance = self.graph.distance
        for site in sites:
            states = self.graph.where(site.place, site.when)
            if len(states):
                state = states[np.argmin(distance[states])]
                length = int(distance[state]) + site.steps
                if best is None or length < best.length:
                    best = Meeting(length, int(state), site)
        return best

    def _later(self, later: Later, best: int) -> Meeting | None:
        """The soonest state where a codex page that is known by then shows something, if sooner than `best`."""
        lengths = self.knowledge.lengths(later.entry)
        states = self.knowledge.everywhere(later.when)
        if not len(states):
            return None
        state = int(states[np.argmin(lengths[states])])
        length = int(lengths[state])
        return None if length >= best else Meeting(length, state, None, self.knowledge.way(later.entry, state))


def plan(model: Model, asked: Asked, questions: Sequence[Question]) -> list[Merged]:
    """The partitions for a round about some questions."""
    return merge(model, asked.of(questions))
