"""What an earlier proof of a story, before a change or before it was stopped, still tells.

Each way that it kept is played again in the story as it is now. What stands on those that can be, is met; a way is a
fact, whoever found it. What could never be met, and what was met as soon as can be, stands where nothing on which it
depends has changed (see `report.parts`). The rest is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from game.proof.explicit.along import Met, Replayed, Unmet, along
from game.proof.explicit.witness import Tree
from game.proof.questions.answers import Answer, Standing
from game.proof.questions.properties import Property
from game.proof.questions.reachability import Question
from game.proof.report.parts import Parts, touched
from game.proof.report.report import EndingFacts, Report
from game.proof.report.rules import BY_KIND


def kind_of(question: Question) -> int:
    """What must not be, the endings, and the rest: questions of a kind read alike."""
    return 0 if isinstance(question, Property) else 1 if question.kind == "ending" else 2


def wants_shortest(question: Question) -> bool:
    """Whether a witness of a question has to be a shortest one: of what must not be, and of endings."""
    return kind_of(question) < 2


class Earlier:
    """An earlier report beside the parts of the story as it is now, in whose tree its ways are played again.

    `answers` are those that are known by it, `met` what only a shortest way is still asked of, and `never` the ids of
    what could never be met but has to be asked again. `same_ways` says that no way through the story has changed.
    """

    def __init__(self, report: Report, parts: Parts, tree: Tree, questions: Sequence[Question]) -> None:
        self.report = report
        self._tree = tree
        self.parts = parts
        self.same_ways = parts.has_ways(report.parts.ways)
        self._touched = {
            "w": touched(tree.model, report.parts.ways, parts.ways),
            "p": touched(tree.model, report.parts.places, parts.places),
        }
        self._known = {one.id: one for one in (*report.answers, *report.parts.properties) if not one.is_open}
        numbers, played = tree.graft(report.nodes), Replayed(tree)
        self._nodes = {old: -1 if new is None else played.node(new) for old, new in numbers.items()}
        standing = {question.id: self._standing(question) for question in questions}
        again = {kind_of(question) for question in questions if standing[question.id] is None}
        unmet = Unmet(
            tree.model,
            (one for one in questions if standing[one.id] is None or (wants_shortest(one) and kind_of(one) in again)),
        )
        found = along(tree, unmet, [node for node in self._nodes.values() if node >= 0])
        self._found = {one.question.id: one for one in found}
        self.answers: list[Answer] = []
        self.met: dict[str, Met] = {}
        self.never: set[str] = set()
        for question in questions:
            self._sort(question, standing[question.id], kind_of(question) in again)

    def _standing(self, question: Question) -> Answer | None:
        """The answer of a question if it is still what it was."""
        one, digest = self._known.get(question.id), self.parts.asked[question.id]
        if one is None or self.report.parts.asked.get(question.id) != digest:
            return None
        if wants_shortest(question) and not one.shortest:
            return None
        if not self._touched[digest[0]].isdisjoint(site.place for site in question.sites):
            return None
        if one.node is None:
            return one
        node = self._nodes[one.node]
        return replace(one, node=node) if self._meets(question, node, one.length) else None

    def _meets(self, question: Question, node: int, length: int | None) -> bool:
        """Whether a question is met after so many choices, at a node (-1: its way could not be played)."""
        tree, holds = self._tree, self._tree.model.terms.holds
        return length is not None and any(
            site.place == tree.places[at]
            and site.steps == length - tree.lengths[at]
            and holds(site.when, tree.values[at])
            for at in (node, tree.nodes[node].before if node >= 0 else -1)
            if at >= 0
            for site in question.sites
        )

    def _sort(self, question: Question, standing: Answer | None, again: bool) -> None:
        """Which of several shortest ways is shown hangs on all questions of a kind: they are asked again together."""
        found = self._found.get(question.id)
        if standing is not None and not (again and standing.is_met and wants_shortest(question)):
            self.answers.append(standing)
        elif found is None:
            if question.id in self._known and self._known[question.id].standing is Standing.NEVER:
                self.never.add(question.id)
        elif wants_shortest(question):
            self.met[question.id] = found
        else:
            self.answers.append(Answer.met(question, found.length, found.node, shortest=found.length == 0))

    def has_no_trap(self) -> bool:
        """Whether it is known that there is no trap."""
        told = [*self.report.findings, *(one.asked for one in self.report.left)]
        return self._is_whole() and all(one.code != BY_KIND["trap"].code for one in told)

    def endings(self) -> list[EndingFacts] | None:
        """The endings in numbers, as they were before their shortest ways were known; None where they have changed."""
        names = [ending.id for ending in self._tree.machine.program.endings]
        if not self._is_whole() or self.report.counted is None or [one.id for one in self.report.endings] != names:
            return None
        return [
            one if one.before == 0 else replace(one, standing=Standing.OPEN, shortest=None, shortest_seen=None)
            for one in self.report.endings
        ]

    def _is_whole(self) -> bool:
        return self.same_ways and self.report.stopped is None
