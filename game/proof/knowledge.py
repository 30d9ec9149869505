"""What the codex adds: an entry is known from the page or entry that first links to it, and its own page may show more later."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from game.engine import Expr
from game.proof.functions import Array, Term
from game.proof.graph import FAR, Graph, follow
from game.proof.model import Conjunction, Model
from game.proof.questions import Later, Question, Site, terms_of


class Asked:
    """The terms that questions ask at each place."""

    def __init__(self, model: Model, entries: dict[str, Question]) -> None:
        self.model = model
        self.entries = entries

    def of(self, questions: Iterable[Question]) -> dict[int, list[Term]]:
        """The terms at each place; questions about the codex bring in what makes their entries known."""
        found: dict[int, list[Term]] = {}
        seen: set[str] = set()
        waiting = list(questions)
        while waiting:
            question = waiting.pop()
            for place, term in terms_of(question):
                found.setdefault(place, []).append(term)
            for later in question.later:
                terms = self.terms(later.when)
                for place in range(len(self.model.places)):
                    found.setdefault(place, []).extend(terms)
                if later.entry not in seen:
                    seen.add(later.entry)
                    waiting.append(self.entries[later.entry])
        return found

    def terms(self, when: Iterable[tuple[object, ...]]) -> Conjunction:
        """Conditions of the story as terms."""
        functions = self.model.functions
        return functions.conjunction([functions.of(expr, {}) for expr in when])

    def feeders(self, entry: str) -> list[str]:
        """The entries that make an entry known as soon as they are: itself, and those that always link to it."""
        found = [entry]
        for one in found:
            found += [later.entry for later in self.entries[one].later if not later.when and later.entry not in found]
        return found

    def sites(self, entry: str) -> list[Site]:
        """Where pages make an entry known."""
        return [site for one in self.feeders(entry) for site in self.entries[one].sites]

    def conditional(self, entry: str) -> list[Later]:
        """Where pages of other entries make an entry known, under a condition."""
        feeders = self.feeders(entry)
        return [
            later for one in feeders for later in self.entries[one].later if later.when and later.entry not in feeders
        ]


class Knowledge:
    """For each entry and state: the length of the shortest way there on which the entry has become known.

    The lengths are the least that satisfy: a page that links to the entry makes it known; so does a known entry whose page
    links to it at that state; and what is known stays known along every move. They are found by raising nothing and lowering
    until nothing changes, so each rests on one found before it, and a way can be told without going in circles.
    """

    def __init__(self, graph: Graph, asked: Asked) -> None:
        self.graph = graph
        self.asked = asked
        self._lengths: dict[str, Array] = {}
        self._sources: dict[str, Array] = {}
        self._through: dict[str, Array] = {}
        self._names: dict[str, list[str]] = {}
        self._places = range(len(asked.model.places))

    def everywhere(self, when: Iterable[Expr]) -> Array:
        """Every state where conditions hold."""
        terms = self.asked.terms(when)
        return np.concatenate([self.graph.where(place, terms) for place in self._places])

    def lengths(self, entry: str) -> Array:
        """The lengths for an entry; FAR where it cannot be known."""
        if entry not in self._lengths:
            self._find(entry)
        return self._lengths[entry]

    def _find(self, entry: str) -> None:
        """The lengths of an entry, and of all on which they depend."""
        needed = [entry]
        for one in needed:
            needed += [later.entry for later in self.asked.conditional(one) if later.entry not in needed]
        for one in needed:
            self._from_pages(one)
        changed = len(needed) > 1
        while changed:
            changed = any([self._from_entries(one, needed) for one in needed])

    def _from_pages(self, entry: str) -> None:
        graph = self.graph
        sources = np.full(graph.count, FAR, dtype=np.int32)
        for site in self.asked.sites(entry):
            states = graph.where(site.place, site.when)
            sources[states] = graph.distance[states]
        self._sources[entry] = sources
        self._through[entry] = np.full(graph.count, -1, dtype=np.int16)
        self._lengths[entry] = self._spread(sources)

    def _from_entries(self, entry: str, needed: list[str]) -> bool:
        """Lower an entry's lengths by what other entries' pages show; whether anything changed."""
        sources, lengths = self._sources[entry], self._lengths[entry]
        changed = False
        for later in self.asked.conditional(entry):
            states = self.everywhere(later.when)
            lower = states[self._lengths[later.entry][states] < lengths[states]]
            if len(lower):
                sources[lower] = self._lengths[later.entry][lower]
                self._through[entry][lower] = needed.index(later.entry)
                changed = True
        if changed:
            self._lengths[entry] = self._spread(sources)
            self._names[entry] = needed
        return changed

    def _spread(self, sources: Array) -> Array:
        """Shortest ways onward from states that start with a length of their own."""
        graph = self.graph
        found = sources.copy()
        starts = np.flatnonzero(sources < FAR)
        if not len(starts) or sources[graph.start] == 0:
            return found if not len(starts) else graph.distance.copy()
        level, last = int(sources[starts].min()), int(sources[starts].max())
        front = np.flatnonzero(found == level)
        while len(front) or level < last:
            tops, _ = follow(graph.indptr, graph.heads, front)
            level += 1
            found[tops[found[tops] > level]] = level
            front = np.unique(np.concatenate((tops, np.flatnonzero(sources == level))))
            front = front[found[front] == level]
        return found

    def way(self, entry: str, state: int) -> tuple[int, ...]:
        """The states of a shortest way to a state on which an entry becomes known, from the start."""
        graph, lengths, sources = self.graph, self.lengths(entry), self._sources[entry]
        way = [state]
        indptr, tails = graph.backward
        while int(sources[way[-1]]) > int(lengths[way[-1]]):
            before = tails[indptr[way[-1]] : indptr[way[-1] + 1]]
            way.append(int(before[np.argmin(lengths[before])]))
        through = int(self._through[entry][way[-1]])
        first = graph.path(way[-1]) if through < 0 else self.way(self._names[entry][through], way[-1])
        return (*first, *reversed(way[:-1]))
