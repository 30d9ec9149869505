"""Endings in numbers: shortest and longest way, share of playthroughs, and the choices after which each is out of
reach."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from game.proof.endings.exact_shares import Policy, Shares, exact_shares
from game.proof.endings.sampled_shares import sampled_shares
from game.proof.explicit.explore import FAR
from game.proof.explicit.graph import Graph
from game.proof.questions.answers import Standing
from game.proof.report.report import UNBOUNDED, Closing, EndingFacts
from game.proof.system.model import Model
from game.proof.system.terms import Array, distinct


class Endings:
    """Works out the facts of each ending on one graph that knows every choice by name."""

    def __init__(self, model: Model, graph: Graph, policy: Policy, check: Callable[[], None] = lambda: None) -> None:
        self.model = model
        self.graph = graph
        self.tails = np.repeat(np.arange(graph.count, dtype=np.int32), np.diff(graph.indptr))
        self.shares: Shares = exact_shares(graph, policy, check) or sampled_shares(model, policy, check)

    def all(self) -> list[EndingFacts]:
        """The facts of every ending, in the author's order."""
        return [self._facts(number, ending.id) for number, ending in enumerate(self.model.machine.program.endings)]

    def _facts(self, number: int, name: str) -> EndingFacts:
        graph = self.graph
        states = graph.endings(number)
        if not len(states):
            return EndingFacts(name, Standing.NEVER, share=0.0, before=0, after=graph.count)
        open_still = graph.ways_to(states) < FAR
        before = int(np.count_nonzero(open_still))
        longest = graph.longest[states]
        return EndingFacts(
            id=name,
            standing=Standing.MET,
            shortest=int(graph.distance[states].min()),
            longest=UNBOUNDED if (longest < 0).any() else int(longest.max()),
            share=self.shares.of[number],
            sampled=self.shares.sampled,
            before=before,
            after=graph.count - before,
            closing=self._closing(open_still, set(states.tolist())),
        )

    def _closing(self, open_still: Array, reached: set[int]) -> tuple[Closing, ...]:
        """The choices that shut an ending out: where it could be reached before and not after, the latest first."""
        graph = self.graph
        crossing = np.flatnonzero(open_still[self.tails] & ~open_still[graph.heads])
        found: dict[str, tuple[int, int]] = {}
        places = np.searchsorted(graph.offsets, self.tails[crossing], side="right") - 1
        for place in distinct(places).tolist():
            edges = crossing[places == place]
            for name, at in self._choices(place, edges):
                turns = graph.distance[self.tails[at]] + 1
                first, last = int(turns.min()), int(turns.max())
                old = found.get(name, (first, last))
                found[name] = (min(old[0], first), max(old[1], last))
        ordered = sorted(found.items(), key=lambda item: (-item[1][1], item[0]))
        return tuple(Closing(name, first, last) for name, (first, last) in ordered)

    def _choices(self, place: int, edges: Array) -> list[tuple[str, Array]]:
        """The choices that some edges out of a place belong to, each with its edges."""
        graph = self.graph
        numbers = graph.edge_moves(place)[edges - int(graph.indptr[graph.offsets[place]])]
        options = self.model.places[place].options
        steps = graph.layouts.steps(place)
        return [
            (options[choice].choice.id, edges[numbers == move])
            for move in distinct(numbers).tolist()
            for choice in (steps[move].move.choice, *steps[move].move.like)
        ]
