"""Playing at random: what is met on the way can be met, and the play is its witness.

Two kinds of players take turns: one chooses freely, one prefers what has been chosen least so far, so that rare ways
are tried too. What neither meets may still be there: that is for a proof to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from game.proof.explicit.along import Met, Unmet
from game.proof.explicit.steps import Step, Steps
from game.proof.explicit.witness import Tree
from game.proof.questions.reachability import Question
from game.proof.system.model import Model, Move, slots_read

SEED = 1945
"""Always the same, so that a proof gives the same report every time."""

MOST_LOOKED_AT = 1_500_000
"""At how many choices may be looked since something new was met."""

LONGEST_PLAY = 600
"""After how many choices a play is given up."""


class Plays:
    """Random plays of one model, for some questions; `met` gets what they meet."""

    def __init__(self, model: Model, tree: Tree, questions: Sequence[Question], patience: int) -> None:
        self.model = model
        self.tree = tree
        self.patience = patience
        self.chance = Random(SEED)
        self.met: list[Met] = []
        self.unmet = Unmet(model, questions)
        self._questions = questions
        self.looked_at = 0
        self._taken: dict[tuple[int, int], int] = {}
        self._steps = Steps(model, ())

    def run(self, tick: Callable[[], None]) -> int:
        """Play until nothing is left to meet, or so many plays in a row (`patience`) meet nothing new; how many plays
        that were.
        """
        played = last = looked_at = 0
        refreshed = self.unmet.left + 1
        while self.unmet.left and played - last < self.patience and self.looked_at - looked_at < MOST_LOOKED_AT:
            if self.unmet.left < refreshed:
                refreshed = self.unmet.left // 2
                self._remember_only_what_is_read()
            played += 1
            before = len(self.met)
            self._play(bold=played % 2 == 0)
            if len(self.met) > before:
                last, looked_at = played, self.looked_at
            tick()
        return played

    def _remember_only_what_is_read(self) -> None:
        """From now on leave out effects on slots that neither the way nor what is left to meet depends on."""
        met = {one.question.id for one in self.met}
        sites = (site for question in self._questions if question.id not in met for site in question.sites)
        self._steps = Steps(self.model, slots_read(self.model, (term for site in sites for term in site.when)))

    def _play(self, *, bold: bool) -> None:
        """One play."""
        values = list(self.model.start)
        place = node = depth = 0
        way: list[tuple[Move, list[int]]] = []
        while True:
            if hits := self.unmet.at(place, values):
                node, depth = self.tree.play(node, way[depth:], self._steps.slots), len(way)
                self.met += [Met(one.question, self.tree.take(node, one.site), depth + one.site.steps) for one in hits]
            if len(way) >= LONGEST_PLAY or not self.unmet.left:
                return
            step = self._choose(place, values, bold=bold)
            if step is None:
                return
            place, values = step.move.target, step.after(values)
            way.append((step.move, values))

    def _choose(self, place: int, values: Sequence[int], *, bold: bool) -> Step | None:
        """A move that can be taken; None where there is none."""
        choices = self._steps.at(place)
        self.looked_at += len(choices)
        opened = [one for one in choices if one.open(values)]
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
            steps = tuple(one for one in steps if one.guard(values))
        if not steps:
            return None
        step = steps[int(self.chance.random() * len(steps))]
        return None if step.move.target < 0 else step
