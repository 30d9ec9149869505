"""Playing at random: what is met on the way can be met, and the play is its witness.

Two kinds of players take turns: one chooses freely, one prefers what has been chosen least so far, so that rare ways
are tried too. What neither meets may still be there: that is for a proof to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from game.proof.explicit.witness import Tree
from game.proof.questions.reachability import Question, Site
from game.proof.system.model import Conjunction, Model, Move, slots_read

Lookup = Callable[[Sequence[int]], int]

SEED = 1945
"""Always the same, so that a proof gives the same report every time."""

LONGEST_PLAY = 600
"""After how many choices a play is given up."""

PATIENCE = 100
"""How many plays in a row may meet nothing new before playing stops; twice as many as have been played, if more."""


class _Step(NamedTuple):
    """One move, ready to be taken."""

    guard: tuple[Lookup, ...]
    move: Move
    updates: tuple[tuple[int, Lookup], ...]


class _Choice(NamedTuple):
    """One choice at a place, with its moves."""

    number: int
    open: tuple[Lookup, ...]
    steps: tuple[_Step, ...]


@dataclass(slots=True, eq=False)
class _Pending:
    """A question that may still have to be met."""

    question: Question
    met: bool = False


class _Wanted(NamedTuple):
    """A site of a question that may still have to be met."""

    pending: _Pending
    site: Site
    when: tuple[Lookup, ...]


class Met(NamedTuple):
    """A question met in a play: the node of the tree, and how many choices that takes."""

    question: Question
    node: int
    length: int


class Plays:
    """Random plays of one model, for some questions; `met` gets what they meet, `left` counts what they do not."""

    def __init__(self, model: Model, tree: Tree, questions: Iterable[Question]) -> None:
        self.model = model
        self.tree = tree
        self.chance = Random(SEED)
        self.met: list[Met] = []
        self.left = 0
        self._wanted: list[list[_Wanted]] = [[] for _ in model.places]
        for question in questions:
            self.left += 1
            pending = _Pending(question)
            for site in question.sites:
                self._wanted[site.place].append(_Wanted(pending, site, self._lookups(site.when)))
        self._looked_at = [0 for _ in model.places]
        self._taken: dict[tuple[int, int], int] = {}
        self._slots: tuple[int, ...] = ()
        self._choices: dict[int, tuple[_Choice, ...]] = {}

    def _lookups(self, terms: Conjunction) -> tuple[Lookup, ...]:
        return tuple(self.model.functions.lookup(term) for term in terms)

    def run(self, tick: Callable[[], None]) -> int:
        """Play until nothing is left to meet, or nothing new comes; how many plays that were."""
        played = last = 0
        refreshed = -1
        while self.left and played - last < PATIENCE:
            if refreshed < 0 or self.left < refreshed // 2:
                refreshed = self.left
                self._remember_only_what_is_read()
            played += 1
            before = len(self.met)
            self._play(bold=played % 2 == 0)
            if len(self.met) > before:
                last = played
            tick()
        return played

    def _remember_only_what_is_read(self) -> None:
        """From now on leave out effects on slots that neither the way nor what is left to meet depends on."""
        wanted = [term for place in self._wanted for one in place if not one.pending.met for term in one.site.when]
        self._slots = tuple(sorted(slots_read(self.model, wanted)))
        self._choices.clear()

    def _play(self, *, bold: bool) -> None:
        """One play."""
        values = list(self.model.start)
        place = node = depth = 0
        way: list[tuple[Move, list[int]]] = []
        while True:
            if hits := self._hits(place, values):
                node, depth = self._catch_up(node, way[depth:]), len(way)
                for one in hits:
                    if not one.pending.met:
                        one.pending.met = True
                        self.left -= 1
                        length = depth + one.site.steps
                        self.met.append(Met(one.pending.question, self.tree.take(node, one.site), length))
            if len(way) >= LONGEST_PLAY or not self.left:
                return
            step = self._choose(place, values, bold=bold)
            if step is None:
                return
            after = values.copy()
            for slot, value in step.updates:
                after[slot] = value(values)
            place, values = step.move.target, after
            way.append((step.move, after))

    def _hits(self, place: int, values: Sequence[int]) -> list[_Wanted]:
        """What is met at a place that had not been met."""
        wanted = self._wanted[place]
        if not wanted:
            return []
        if self._looked_at[place] != self.left:
            self._looked_at[place] = self.left
            wanted = self._wanted[place] = [one for one in wanted if not one.pending.met]
        return [one for one in wanted if all([holds(values) for holds in one.when])]

    def _catch_up(self, node: int, way: Sequence[tuple[Move, list[int]]]) -> int:
        """The node of the tree at the end of a way that goes on from a node."""
        for move, values in way:
            choice = self.model.places[move.source].options[move.choice].choice.id
            node = self.tree.step(node, choice, move.target, values, self._slots)
        return node

    def _choose(self, place: int, values: Sequence[int], *, bold: bool) -> _Step | None:
        """A move that can be taken; None where there is none."""
        choices = self._choices.get(place)
        if choices is None:
            choices = self._choices[place] = self._prepared(place)
        opened = [one for one in choices if all([holds(values) for holds in one.open])]
        if not opened:
            return None
        taken = self._taken
        if bold:
            least = min(taken.get((place, one.number), 0) for one in opened)
            opened = [one for one in opened if taken.get((place, one.number), 0) == least]
        choice = opened[int(self.chance.random() * len(opened))]
        taken[place, choice.number] = taken.get((place, choice.number), 0) + 1
        steps = choice.steps
        if len(steps) > 1:
            steps = tuple(one for one in steps if all([holds(values) for holds in one.guard]))
        if not steps:
            return None
        step = steps[int(self.chance.random() * len(steps))]
        return None if step.move.target < 0 else step

    def _prepared(self, place: int) -> tuple[_Choice, ...]:
        lookup, slots = self.model.functions.lookup, frozenset(self._slots)
        found = []
        for number, option in enumerate(self.model.places[place].options):
            steps = tuple(
                _Step(
                    self._lookups(move.guard),
                    move,
                    tuple((slot, lookup(term)) for slot, term in move.update.items() if slot in slots),
                )
                for move in self.model.places[place].moves
                if move.choice == number
            )
            if steps:
                found.append(_Choice(number, self._lookups(option.open), steps))
        return tuple(found)
