"""Searching a story state by state, what is nearest to the goal first.

Best-first search with a heuristic; where the choices made so far count too it is A* (Hart, Nilsson and Raphael, 1968),
and with a consistent heuristic the first way that it finds is a shortest one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from game.proof.explicit.explore import FAR
from game.proof.explicit.steps import Steps, condition
from game.proof.questions.reachability import Question, Site
from game.proof.system.lookups import Lookup
from game.proof.system.model import Model, Move

Heuristic = Callable[[int, Sequence[int]], int]
"""How many choices the goal is away at least, from a place with the values of all slots; FAR: it is out of reach."""

MOST_NEAREST = 30
"""How many of the states that came nearest are kept."""

LOOKS_A_STATE = 4
"""How many choices are looked at while a state is reached and its distance is worked out."""


Goal = Mapping[int, Sequence[tuple[Site, Lookup]]]
"""What is to be met: sites by place, with their conditions."""


def goal_of(question: Question, model: Model) -> Goal:
    """What a question about a model asks for."""
    sites: dict[int, list[tuple[Site, Lookup]]] = {}
    for site in question.sites:
        sites.setdefault(site.place, []).append((site, condition(model, site.when)))
    return sites


class Found(NamedTuple):
    """A way to a goal: its moves, each with the values after it, and the site where the goal is met."""

    way: list[tuple[Move, Sequence[int]]]
    site: Site

    @property
    def length(self) -> int:
        """How many choices it takes."""
        return len(self.way) + self.site.steps


class Reached(NamedTuple):
    """A state that was reached: its place, the values of all slots, how many choices it took, and from which state by
    which move (-1 and None: it is the start).
    """

    place: int
    values: Sequence[int]
    turns: int
    before: int
    move: Move | None


class BestFirst:
    """One search. It gives up after it has looked at `patience` choices in a row that led no nearer; where a way is to
    be the `shortest`, when it has reached as many states. `live` are the slots that tell the states of a place apart.

    `states` are those that were reached, `nearest` the numbers of those from which the goal seemed nearest, `exhausted`
    tells that there is nothing more to look at, `least` how long a way is at least.
    """

    def __init__(
        self,
        steps: Steps,
        live: Sequence[Sequence[int]],
        goal: Goal,
        heuristic: Heuristic,
        patience: int,
        tick: Callable[[], None],
        *,
        shortest: bool,
    ) -> None:
        self.steps = steps
        self.live = live
        self.goal = goal
        self.heuristic = heuristic
        self.patience = patience
        self.tick = tick
        self.shortest = shortest
        self.states: list[Reached] = []
        self.nearest: list[int] = []
        self.exhausted = False
        self.least = 0
        self._turns: dict[tuple[int, ...], int] = {}
        self._waiting: list[tuple[int, int, int, int]] = []
        self._hits: list[tuple[int, Site]] = []

    def run(self, start: Sequence[int], below: int = FAR) -> Found | None:
        """A way from the start with fewer than so many choices; None where none is found."""
        self._reach(Reached(0, start, 0, -1, None))
        nearest, idle = FAR, 0
        while self._waiting:
            first, _, number, hit = heappop(self._waiting)
            if self.shortest:
                self.least = first
                if first >= below:
                    return None
            if hit >= 0:
                return self._way(*self._hits[hit])
            if self.shortest and self._turns[self._key(self.states[number])] < self.states[number].turns:
                continue  # it was reached sooner since
            distance = self.heuristic(self.states[number].place, self.states[number].values)
            if distance < nearest:
                self.nearest.clear()
                nearest, idle = distance, 0
            if distance == nearest and len(self.nearest) < MOST_NEAREST:
                self.nearest.append(number)
            before = len(self.states)
            site = self._look(number)
            if site is not None:
                return self._way(number, site)
            idle += len(self.steps.at(self.states[number].place)) + LOOKS_A_STATE * (len(self.states) - before)
            if (len(self.states) if self.shortest else idle) > self.patience:
                return None
        self.exhausted = True
        self.least = max(self.least, below)
        return None

    def _look(self, number: int) -> Site | None:
        """Look at a state and reach those after it; the site of the goal that it meets, where any will do."""
        state = self.states[number]
        for site, when in self.goal.get(state.place, ()):
            if when(state.values):
                if not self.shortest:
                    return site
                heappush(self._waiting, (state.turns + site.steps, 0, number, len(self._hits)))
                self._hits.append((number, site))
        for choice in self.steps.at(state.place):
            if choice.open(state.values):
                for step in choice.steps:
                    if step.move.target >= 0 and step.guard(state.values):
                        values = step.after(state.values)
                        self._reach(Reached(step.move.target, values, state.turns + 1, number, step.move))
        self.tick()
        return None

    def _key(self, state: Reached) -> tuple[int, ...]:
        return (state.place, *[state.values[slot] for slot in self.live[state.place]])

    def _reach(self, state: Reached) -> None:
        """Let a state wait, unless it was reached before (as soon, where that matters) or the goal is out of reach."""
        key = self._key(state)
        before = self._turns.get(key)
        if before is not None and (before <= state.turns or not self.shortest):
            return
        self._turns[key] = state.turns
        distance = self.heuristic(state.place, state.values)
        if distance == FAR:
            return
        number = len(self.states)
        self.states.append(state)
        order = (distance + state.turns, distance) if self.shortest else (distance, state.turns)
        heappush(self._waiting, (*order, number, -1))

    def _way(self, number: int, site: Site) -> Found:
        way: list[tuple[Move, Sequence[int]]] = []
        while (state := self.states[number]).move is not None:
            way.append((state.move, state.values))
            number = state.before
        return Found(way[::-1], site)
