"""Many questions at once, from backward sets: the union of what they ask for is one goal.

If the start cannot reach the union, none of the questions can be met: one fixpoint proves all of them unreachable. Else
the first layer that holds the start gives a shortest way to the nearest of them; the questions that it meets are
answered, and the others are asked again. Where the union has not room enough, each question is asked alone, by a set
that is grown in whatever order is cheapest: that tells whether it can be met, and a play that stays in the set, how.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from game.proof.explicit.along import Unmet
from game.proof.explicit.witness import Tree
from game.proof.questions.answers import Answer
from game.proof.questions.reachability import Question, Site
from game.proof.symbolic.diagrams import OutOfNodes
from game.proof.symbolic.system import SymbolicSystem

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Sets

Use = Callable[[Answer], None]
MakeSystem = Callable[[Sequence[Site], int], SymbolicSystem]

FIRST_TRY = 10
"""Into how many parts the nodes are divided for what is tried first."""

LONGEST_GUIDED = 3_000
"""How many choices a guided play may take."""


class _Goal(NamedTuple):
    """What a question asks for: the states where it is met, and those where it is met by the next choice."""

    here: Sets
    next: Sets


class Reachability:
    """Answers questions. `system` makes the diagrams for some sites within one of so many parts of all nodes; after
    `failures` questions in a row that have not room enough the others are not tried.
    """

    def __init__(self, tree: Tree, system: MakeSystem, failures: int) -> None:
        self.tree = tree
        self.system = system
        self.failures = failures

    def settle(self, questions: Sequence[Question], use: Use, met: Container[str]) -> list[Question]:
        """Answer questions; gives back those for which the diagrams are too large. Of those by whose ids it is known
        that they can be `met` only the shortest way is asked.
        """
        pending = {question.id: question for question in questions}
        with suppress(OutOfNodes):  # those still pending are asked one by one
            for answer in self._together(questions):
                use(answer)
                del pending[answer.id]
        left = [question for question in pending.values() if question.id in met]
        row = 0
        for question in [question for question in pending.values() if question.id not in met]:
            found = None if row >= self.failures else self._alone(question)
            if found is None:
                row += 1
                left.append(question)
            else:
                row = 0
                use(found)
        return left

    def _together(self, questions: Sequence[Question]) -> Iterator[Answer]:
        """The answers, the nearest first, each with a shortest way."""
        system = self.system([site for question in questions for site in question.sites], FIRST_TRY)
        with system.bounded():
            goals = {question.id: self._goal(system, question) for question in questions}
            yield from (Answer.never(question) for question in questions if not any(goals[question.id]))
            pending = [question for question in questions if any(goals[question.id])]
            while pending:
                found = self._nearest(system, pending, goals)
                if not found:
                    yield from (Answer.never(question) for question in pending)
                    return
                yield from found
                met = {answer.id for answer in found}
                pending = [question for question in pending if question.id not in met]

    def _alone(self, question: Question) -> Answer | None:
        """The answer of a question by all that leads to it, whatever the order, with any way to it; None for none."""
        try:
            system = self.system(question.sites, 1)
            with system.bounded():
                goal = self._goal(system, question)
                sets = system.backward.leading_to(_union(goal))
                if not system.backward.holds_start(sets):
                    return Answer.never(question)
                return self._guided(system, question, sets)
        except OutOfNodes:
            return None

    def _guided(self, system: SymbolicSystem, question: Question, sets: Sets) -> Answer | None:
        """Play on, always where the question still lies ahead, what was chosen least first; None if that takes long."""
        unmet = Unmet(self.tree.model, [question])
        chosen: dict[tuple[int, str], int] = {}
        node = 0
        for _ in range(LONGEST_GUIDED):
            for hit in unmet.at(self.tree.places[node], self.tree.values[node]):
                length = self.tree.turns[node] + hit.site.steps
                return Answer.met(question, length, self.tree.take(node, hit.site), shortest=False)
            place = self.tree.places[node]
            ahead = [one for one in self.tree.after(node) if system.backward.holds(sets, self.tree, one)]
            node = min(ahead, key=lambda one: chosen.get((place, self.tree.nodes[one].choice), 0))
            key = (place, self.tree.nodes[node].choice)
            chosen[key] = chosen.get(key, 0) + 1
            system.tick()
        return None

    def _goal(self, system: SymbolicSystem, question: Question) -> _Goal:
        sites: tuple[dict[int, list[Site]], ...] = ({}, {})
        for site in question.sites:
            sites[site.steps].setdefault(site.place, []).append(site)
        here, later = (
            system.encoding.goals({place: [site.when for site in own] for place, own in group.items()})
            for group in sites
        )
        return _Goal(here, later)

    def _nearest(self, system: SymbolicSystem, pending: Sequence[Question], goals: dict[str, _Goal]) -> list[Answer]:
        """The answers of the questions that can be met soonest; none where none can be met at all."""
        backward = system.backward
        here = _union(goals[question.id].here for question in pending)
        later = _union(goals[question.id].next for question in pending)
        layers = backward.layers(here, later)
        if layers is None:
            return []
        node, length = backward.follow(self.tree, layers), len(layers) - 1
        found = []
        for question in pending:
            sets = goals[question.id].here if self.tree.turns[node] == length else goals[question.id].next
            if backward.holds(sets, self.tree, node):
                site = self._site(question, node, length - self.tree.turns[node])
                found.append(Answer.met(question, length, self.tree.take(node, site)))
        assert found, "a way into a union of goals meets one of them"
        return found

    def _site(self, question: Question, node: int, steps: int) -> Site:
        """The site at which a question is met at a node."""
        holds, values = self.tree.model.functions.holds, self.tree.values[node]
        return next(
            site
            for site in question.sites
            if site.place == self.tree.places[node] and site.steps == steps and holds(site.when, values)
        )


def _union(many: Iterable[Sets]) -> Sets:
    found: Sets = {}
    for sets in many:
        for place, states in sets.items():
            found[place] = found[place] | states if place in found else states
    return found
