"""The endings of a story too large to walk, in numbers, as far as sets of its states can be had.

The states that can be reached are counted from their diagrams. From those that can still reach an ending, a move that
leads to one that cannot is where it is shut out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, NamedTuple

from game.proof.endings.exact_shares import Policy, Shares
from game.proof.endings.sampled_shares import sampled_shares
from game.proof.questions.answers import Standing
from game.proof.report.report import UNBOUNDED, Closing, EndingFacts, Length
from game.proof.symbolic.longest_ways import longest_ways
from game.proof.symbolic.system import SymbolicSystem
from game.proof.system.model import Model

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Sets


Opened = dict[int, tuple[int, tuple[Closing, ...]]]
"""Of each ending, by its number, from how many states it can be reached, and the choices after which it cannot."""


class Counted(NamedTuple):
    """What sets of states tell of the endings: how many states can be reached, what is open from them, and of each
    ending the most choices that lead to it. `unsure` are the places where one of several like choices shuts an ending
    out, and it is not known which: these are not told.
    """

    total: int
    open: Opened
    longest: dict[int, Length]
    unsure: frozenset[int]


def counted(system: SymbolicSystem) -> Counted:
    """Count the states of a story. Raises `OutOfNodes`."""
    with system.bounded():
        reached = system.forward.reached()
        opened, unsure = _opened(system, reached)
        total = sum(system.encoding.count(place, states) for place, states in reached.items())
        longest = longest_ways(system.forward, reached).items()
        return Counted(
            total, opened, {ending: UNBOUNDED if one is None else one for ending, one in longest}, frozenset(unsure)
        )


def closing_at(system: SymbolicSystem, places: Collection[int]) -> list[tuple[Closing, ...]]:
    """The choices that shut out each ending, like ones told from each other at some places: the guards of the moves
    there have to be told apart. Raises `OutOfNodes`.
    """
    with system.bounded():
        opened, _ = _opened(system, system.forward.reached(), places)
        return [closing for _, closing in opened.values()]


def _opened(system: SymbolicSystem, reached: Sets, apart: Collection[int] = ()) -> tuple[Opened, set[int]]:
    """What is open from the states that can be reached, and the places where that is unsure; at some places like
    choices are told apart, and then nothing is counted.
    """
    encoding, backward = system.encoding, system.backward
    found: Opened = {}
    unsure: set[int] = set()
    for ending in range(len(system.model.machine.program.endings)):
        opened = backward.leading_to(backward.endings(ending))
        before = 0
        closing: dict[str, None] = {}
        for place, states in reached.items():
            here = states & opened[place] if place in opened else encoding.false
            if not here.satisfiable():
                continue
            before += 0 if apart else encoding.count(place, here)
            for move in system.model.places[place].moves if place in apart else backward.moves[place]:
                if move.target not in reached:
                    continue
                behind = opened.get(move.target, encoding.false)
                if not (here & encoding.before(move, ~behind)).satisfiable():
                    continue
                if move.like:
                    unsure.add(place)
                else:
                    closing[system.model.places[place].options[move.choice].choice.id] = None
        found[ending] = before, tuple(map(Closing, closing))
    return found, unsure


class LargeEndings:
    """The facts of each ending: what was counted, if anything was, and the rest sampled.

    The shortest way, and whether an ending can be reached at all, is for its own question to tell.
    """

    def __init__(
        self, model: Model, policy: Policy, counted: Counted | None, check: Callable[[], None] = lambda: None
    ) -> None:
        self.model = model
        self.shares: Shares = sampled_shares(model, policy, check)
        self.counted = counted

    def all(self) -> list[EndingFacts]:
        """The facts of every ending, in the author's order."""
        return [self._facts(number, ending.id) for number, ending in enumerate(self.model.machine.program.endings)]

    def _facts(self, number: int, name: str) -> EndingFacts:
        before = after = longest = None
        closing: tuple[Closing, ...] = ()
        if self.counted is not None:
            before, closing = self.counted.open[number]
            after, longest = self.counted.total - before, self.counted.longest.get(number)
            if before == 0:
                return EndingFacts(name, Standing.NEVER, share=0.0, before=0, after=after)
        return EndingFacts(
            id=name,
            standing=Standing.OPEN,
            longest=longest,
            longest_seen=self.shares.longest[number],
            share=self.shares.of[number],
            sampled=self.shares.sampled,
            before=before,
            after=after,
            closing=closing,
        )
