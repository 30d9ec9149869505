"""Many questions at once, from backward sets: the union of what they ask for is one goal.

If the start cannot reach the union, none of the questions can be met: one fixpoint proves all of them unreachable. Else
the first layer that holds the start gives a shortest way to the nearest of them; the questions that it meets are
answered, and the others are asked again. Where the union has not room enough, each question is asked alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from game.proof.explicit.witness import Tree
from game.proof.questions.answers import Answer
from game.proof.questions.reachability import Question, Site
from game.proof.symbolic.diagrams import OutOfNodes
from game.proof.symbolic.system import SymbolicSystem

if TYPE_CHECKING:
    from game.proof.symbolic.backward import Sets

Use = Callable[[Answer], None]


class _Goal(NamedTuple):
    """What a question asks for: the states where it is met, and those where it is met by the next choice."""

    here: Sets
    next: Sets


class Reachability:
    """Answers questions. `system` makes the diagrams for some sites; after `failures` questions that have not room
    enough the others are not tried.
    """

    def __init__(self, tree: Tree, system: Callable[[Iterable[Site]], SymbolicSystem], failures: int) -> None:
        self.tree = tree
        self.system = system
        self.failures = failures

    def settle(self, questions: Sequence[Question], use: Use) -> list[Question]:
        """Answer questions, each as soon as it is known; gives back those for which the diagrams are too large."""
        told: set[str] = set()

        def tell(answer: Answer) -> None:
            told.add(answer.id)
            use(answer)

        with suppress(OutOfNodes):
            self._together(questions, tell)
        pending = [question for question in questions if question.id not in told]
        left: list[Question] = []
        for number, question in enumerate(pending):
            if len(left) >= self.failures:
                return [*left, *pending[number:]]
            try:
                self._together([question], use)
            except OutOfNodes:
                left.append(question)
        return left

    def _together(self, questions: Sequence[Question], use: Use) -> None:
        system = self.system(site for question in questions for site in question.sites)
        with system.bounded():
            goals = {question.id: self._goal(system, question) for question in questions}
            pending = [question for question in questions if any(goals[question.id])]
            found = [Answer.never(question) for question in questions if not any(goals[question.id])]
            while pending:
                for answer in found:
                    use(answer)
                found = self._nearest(system, pending, goals) or [Answer.never(question) for question in pending]
                known = {answer.id for answer in found}
                pending = [question for question in pending if question.id not in known]
        for answer in found:
            use(answer)

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
