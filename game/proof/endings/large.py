"""The endings of a story too large to walk, in numbers, as far as sets of its states can be had.

The states that can be reached are counted from their diagrams. From those that can still reach an ending, a move that
leads to one that cannot is where it is shut out.
"""

from __future__ import annotations

from collections.abc import Callable
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


class Counted(NamedTuple):
    """What sets of states tell of the endings: how many states can be reached; of each ending from how many of them it
    can be, and the choices after which it cannot; and the most choices that lead to it.
    """

    total: int
    open: dict[int, tuple[int, tuple[Closing, ...]]]
    longest: dict[int, Length]


def counted(system: SymbolicSystem) -> Counted:
    """Count the states of a story. Raises `OutOfNodes`."""
    with system.bounded():
        reached = system.forward.reached()
        endings = range(len(system.model.machine.program.endings))
        opened = {ending: _open(system, reached, ending) for ending in endings}
        total = sum(system.encoding.count(place, states) for place, states in reached.items())
        longest = longest_ways(system.forward, reached).items()
        return Counted(total, opened, {ending: UNBOUNDED if one is None else one for ending, one in longest})


def _open(system: SymbolicSystem, reached: Sets, ending: int) -> tuple[int, tuple[Closing, ...]]:
    """From how many states an ending can be reached, and the choices after which it cannot."""
    encoding, backward = system.encoding, system.backward
    opened = backward.leading_to(backward.endings(ending))
    before = 0
    closing: dict[str, None] = {}
    for place, states in reached.items():
        here = states & opened[place] if place in opened else encoding.false
        if not here.satisfiable():
            continue
        before += encoding.count(place, here)
        for move in backward.moves[place]:
            behind = opened.get(move.target, encoding.false)
            crossing = here & encoding.before(move, ~behind)
            if crossing.satisfiable():
                options = system.model.places[place].options
                closing |= {options[choice].choice.id: None for choice in (move.choice, *move.like)}
    return before, tuple(Closing(choice) for choice in closing)


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
        return [self._facts(number, ending[0]) for number, ending in enumerate(self.model.machine.program.endings)]

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
