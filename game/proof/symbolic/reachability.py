"""Many questions at once, from backward sets: the union of what they ask for is one goal.

If the start cannot reach the union, none of the questions can be met: one fixpoint proves all of them unreachable. Else
the first layer that holds the start gives a shortest way to the nearest of them; the questions that it meets are
answered, and the others are asked again. Asked alone, a question has a set that is grown in whatever order is cheapest:
that tells whether it can be met, and a play that stays in the set, how.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from game.proof.explicit.along import Unmet
from game.proof.explicit.witness import Tree
from game.proof.questions.answers import Answer
from game.proof.questions.reachability import Question, Site
from game.proof.symbolic.diagrams import OutOfNodes
from game.proof.symbolic.encoding import Encoding
from game.proof.symbolic.system import SymbolicSystem
from game.proof.system.model import Conjunction

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Sets

Use = Callable[[Answer], None]
MakeSystem = Callable[[Sequence[Site]], SymbolicSystem]

LONGEST_PLAY = 3_000
"""How many choices a play within a set may take."""


class GoalSets(NamedTuple):
    """What a question asks for: the states where it is met, and those where it is met by the next choice."""

    here: Sets
    next: Sets


class Reachability:
    """Answers questions. `system` makes the diagrams for some sites."""

    def __init__(self, tree: Tree, system: MakeSystem) -> None:
        self.tree = tree
        self.system = system

    def together(self, questions: Sequence[Question], use: Use) -> list[Question]:
        """Answer questions from one set after the other; those that are left."""
        pending = {question.id: question for question in questions}
        with suppress(OutOfNodes):
            for answer in self._together(questions):
                use(answer)
                del pending[answer.id]
        return list(pending.values())

    def one_by_one(self, questions: Sequence[Question], use: Use, failures: int) -> list[Question]:
        """Answer questions each by a set of its own; those that are left: after so many failures in a row the others
        are not tried.
        """
        left, row = [], 0
        for question in questions:
            found = None if row >= failures else self._alone(question)
            if found is None:
                row += 1
                left.append(question)
            else:
                row = 0
                use(found)
        return left

    def _together(self, questions: Sequence[Question]) -> Iterator[Answer]:
        """The answers, the nearest first, each with a shortest way."""
        system = self.system(sites_of(questions))
        with system.bounded():
            goals = {question.id: goal_sets(system.encoding, question) for question in questions}
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
            system = self.system(question.sites)
            with system.bounded():
                goal = goal_sets(system.encoding, question)
                sets = system.backward.leading_to(_union(goal))
                if not system.backward.holds_start(sets):
                    return Answer.never(question)
                return self._played_within(system, question, sets)
        except OutOfNodes:
            return None

    def _played_within(self, system: SymbolicSystem, question: Question, sets: Sets) -> Answer | None:
        """Play on, always where the question still lies ahead, what was chosen least first; None if that takes long."""
        unmet = Unmet(self.tree.model, [question])
        chosen: dict[tuple[int, str], int] = {}
        node = 0
        for _ in range(LONGEST_PLAY):
            for hit in unmet.at(self.tree.places[node], self.tree.values[node]):
                length = self.tree.lengths[node] + hit.site.steps
                return Answer.met(question, length, self.tree.take(node, hit.site), shortest=False)
            place = self.tree.places[node]
            ahead = [one for one in self.tree.after(node) if system.backward.holds(sets, self.tree, one)]
            node = min(ahead, key=lambda one: chosen.get((place, self.tree.nodes[one].choice), 0))
            key = (place, self.tree.nodes[node].choice)
            chosen[key] = chosen.get(key, 0) + 1
            system.tick()
        return None

    def _nearest(self, system: SymbolicSystem, pending: Sequence[Question], goals: dict[str, GoalSets]) -> list[Answer]:
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
            sets = goals[question.id].here if self.tree.lengths[node] == length else goals[question.id].next
            if backward.holds(sets, self.tree, node):
                site = self._site(question, node, length - self.tree.lengths[node])
                found.append(Answer.met(question, length, self.tree.take(node, site)))
        assert found, "a way into a union of goals meets one of them"
        return found

    def _site(self, question: Question, node: int, steps: int) -> Site:
        """The site at which a question is met at a node."""
        holds, values = self.tree.model.terms.holds, self.tree.values[node]
        return next(
            site
            for site in question.sites
            if site.place == self.tree.places[node] and site.steps == steps and holds(site.when, values)
        )


def sites_of(questions: Iterable[Question]) -> list[Site]:
    """Where some questions are met."""
    return [site for question in questions for site in question.sites]


def goal_sets(encoding: Encoding, question: Question) -> GoalSets:
    """The states where a question is met, and those where the next choice meets it."""
    sites: tuple[dict[int, list[Conjunction]], ...] = ({}, {})
    for site in question.sites:
        sites[site.steps].setdefault(site.place, []).append(site.when)
    here, later = (encoding.goals(own) for own in sites)
    return GoalSets(here, later)


def _union(many: Iterable[Sets]) -> Sets:
    found: Sets = {}
    for sets in many:
        for place, states in sets.items():
            found[place] = found[place] | states if place in found else states
    return found
