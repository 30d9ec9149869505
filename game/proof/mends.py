"""Looking for mends in a process of its own, no longer than that may take: the verdict of a proof stands without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from game.engine import Program, load
from game.proof.apart import Tick, apart
from game.proof.budget import Budget, OutOfBudget
from game.proof.by_diagrams import ByDiagrams
from game.proof.explicit.explore import TooWide
from game.proof.explicit.rounds import Round
from game.proof.explicit.witness import Tree
from game.proof.limits import Limits
from game.proof.mending.lost import ExplicitLost, Lost
from game.proof.mending.mend import Mender
from game.proof.questions.answers import Limit, Reason
from game.proof.report.report import Mend
from game.proof.symbolic.diagrams import OutOfNodes
from game.proof.system.live_values import merge
from game.proof.system.model import TooManyPlaces, build_model
from game.proof.system.value_ranges import Possible, drop_impossible

Asked = tuple[str, int]
"""The scene where a story is lost, and the node of the tree at the end of the way there."""

MORE_PLACES = 4
"""How many times the places of the story one with a mend may have: one move or two make no more of it."""

DETAILS = 4
"""Into how many parts the time is divided for what else is told of mends."""

Send = Callable[[tuple[int, Mend]], None]


@dataclass
class Mends:
    """Mends of one story's findings, each handed to `use` with the number of its finding. A changed story is walked
    state by state up to so many `states`. `reason` tells why it was given up; None where it was not.
    """

    program: Program
    tree: Tree
    limits: Limits
    budget: Budget
    states: int
    use: Callable[[int, Mend], None]
    reason: Reason | None = None
    _own: Budget | None = field(default=None, init=False)
    _left: set[int] = field(default_factory=set, init=False)

    def apart(self, known: Callable[[Tick], Lost], asked: Sequence[Asked], tick: Tick) -> None:
        """Mend what is asked for; `known` works out where the story is lost."""

        def watched() -> None:
            tick()
            self.check()

        self.begin(len(asked))
        with self.as_far_as_it_goes():
            apart(
                lambda send, tick: self.look(known(tick), asked, send, tick),
                self.take,
                watched,
                self.budget,
            )

    def look(self, lost: Lost, asked: Sequence[Asked], send: Send, tick: Tick) -> None:
        """Mend what is asked for where it is known where the story is lost: here, and as long as it takes."""
        mender = Mender(self.program, lost, lambda story: self._lost_in(story, tick))
        for number, (scene, node) in enumerate(asked):
            with suppress(OutOfNodes):  # another finding may need less
                for mend in mender.mend(scene, self.tree.nodes, node):
                    send((number, mend))

    def _lost_in(self, program: Program, tick: Tick) -> Lost | None:
        """Where a changed story is lost, by the method that its size allows for; None where that is too much."""
        try:
            model = build_model(load(program), tick=tick, most=MORE_PLACES * len(self.tree.model.places))
        except TooManyPlaces:  # a way back out of a called scene, say, after which calls pile up
            return None
        possible = Possible(model, tick)
        drop_impossible(model, possible, tick)
        here = Round(model, possible, merge(model, {}))
        with suppress(TooWide):
            if here.explore(self.states, lambda total: tick()):
                return ExplicitLost(here, possible)
        diagrams = ByDiagrams(model, possible, Tree(model), self.limits, self.budget, tick)
        with suppress(OutOfNodes):
            return diagrams.where_lost(tick) if diagrams.usable else None
        return None

    @property
    def begun(self) -> bool:
        """Whether anything was asked for."""
        return self._own is not None

    def begin(self, number: int) -> None:
        """From now on it counts how long so many findings take: no longer, if they have to, than all has taken."""
        self._left = set(range(number))
        self._own = self.budget.for_mending(max(self.limits.mending, self.budget.gone))

    def take(self, found: tuple[int, Mend]) -> None:
        """Hand on what was found. Once there is something for all, a part of the time is enough for what else can be
        told of them.
        """
        self.check()
        self.use(*found)
        if found[0] in self._left:
            self._left.discard(found[0])
            if not self._left:
                self._own = self.budget.for_mending(self.limits.mending / DETAILS)

    def check(self) -> None:
        """Raise OutOfBudget where it takes too long."""
        if self._own is not None:
            self._own.check()

    @contextmanager
    def as_far_as_it_goes(self) -> Iterator[None]:
        """Once begun, what there is no room or no time for is left."""
        try:
            yield
        except OutOfBudget as out:
            if out.reason.limit is not Limit.MENDING:
                raise
            self.reason = out.reason if self._left else None
        except (OutOfNodes, MemoryError):
            if self._own is None:
                raise
