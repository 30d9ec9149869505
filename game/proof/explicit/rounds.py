"""A round of the proof: one exploration with just the variables told apart that its questions need, and the answers it
gives.

Which variables a round may forget is decided per question. The way through a story depends on its guards, branches and
effects alone; a variable that only a text reads is forgotten in the first round and comes back only in the round that
asks about that text. Each round is exact for its own questions (see `live_values`), so answers of different rounds can
stand together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from game.proof.explicit.explore import Explorer
from game.proof.explicit.graph import Graph
from game.proof.explicit.keys import Layouts
from game.proof.questions.reachability import Site
from game.proof.system.live_values import Merged, Partitions
from game.proof.system.model import Model
from game.proof.system.terms import Term
from game.proof.system.value_ranges import Possible


class Meeting(NamedTuple):
    """Where something is met soonest: the state (of the round's graph), the site, and how many choices that takes."""

    length: int
    state: int
    site: Site


def asked(sites: Iterable[Site]) -> dict[int, list[Term]]:
    """The terms that sites ask at each place."""
    found: dict[int, list[Term]] = {}
    for site in sites:
        found.setdefault(site.place, []).extend(site.when)
    return found


def told_apart(partitions: Partitions, merged: Sequence[Merged], site: Site) -> bool:
    """Whether a site's condition has one value on each class of its place."""
    for term in site.when:
        for slot, classes in partitions.needs(term, None).items():
            held = merged[site.place].get(slot)
            if held is None or partitions.join(held, classes) != held:
                return False
    return True


class Round:
    """One exploration and the answers read off it."""

    def __init__(self, model: Model, possible: Possible, merged: Sequence[Merged]) -> None:
        self.model = model
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

    def meet(self, sites: Iterable[Site]) -> Meeting | None:
        """Where something is met soonest, of these sites; None where it never is."""
        best: Meeting | None = None
        distance = self.graph.distance
        for site in sites:
            if best is not None and self.nearest[site.place] + site.steps >= best.length:
                continue
            states = self.graph.where(site.place, site.when)
            if len(states):
                state = states[np.argmin(distance[states])]
                length = int(distance[state]) + site.steps
                if best is None or length < best.length:
                    best = Meeting(length, int(state), site)
        return best

    @property
    def nearest(self) -> list[int]:
        """The distance of the nearest state of each place; FAR where it has none."""
        return self.graph.nearest
