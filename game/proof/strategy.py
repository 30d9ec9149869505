"""Which method answers which question, and what stays open.

A small story is walked whole: first the ways through it alone, then what texts read besides. Of a large one

1. random plays meet most of what can be met (`plays`), whatever stands on their ways included,
2. decision diagrams, worked out backwards, answer what is left, the shortest way to each ending and what must never be
   (`symbolic`), many questions in one set,
3. relaxed stories (`refining`) answer one by one what the diagrams have not room for.

That no trap is there needs no states where every play ends (`ranking`); else the diagrams tell.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from game.proof.abstraction.agenda import Agenda, Lot
from game.proof.abstraction.must import surely_lost
from game.proof.abstraction.refining import Refiner
from game.proof.crew import Crew, Done, Local, Ready, look_at
from game.proof.endings.exact_shares import Policy
from game.proof.endings.facts import Endings
from game.proof.endings.large import LargeEndings
from game.proof.explicit.along import Met
from game.proof.explicit.explore import FAR, TooWide
from game.proof.explicit.plays import Plays
from game.proof.explicit.rounds import Meeting, Round, asked, told_apart
from game.proof.explicit.traps import Trap, traps_in_graph
from game.proof.explicit.witness import Tree
from game.proof.limits import Limits
from game.proof.questions.answers import Answer, Limit, Reason
from game.proof.questions.properties import Demand
from game.proof.questions.reachability import Question, Site
from game.proof.report.report import RoundFacts
from game.proof.symbolic.diagrams import OutOfNodes, available
from game.proof.symbolic.reachability import Reachability
from game.proof.symbolic.system import SymbolicSystem
from game.proof.symbolic.traps import lost_states, symbolic_traps
from game.proof.system.live_values import Merged, Partitions, merge
from game.proof.system.model import Model
from game.proof.system.ranking import every_play_ends
from game.proof.system.value_ranges import Possible

FIRST_TRY = 10
"""Into how many parts the nodes are divided for what is tried first."""

Tick = Callable[[str, int], None]
Use = Callable[[Answer], None]


@dataclass(slots=True)
class Doubt:
    """A question that the first round could only bound: met soonest as in `known`, unless one of `sites` is sooner."""

    question: Question
    sites: list[Site]
    known: Meeting | None

    @property
    def enough(self) -> int:
        """A length that is known to do."""
        return FAR if self.known is None else self.known.length


@dataclass(slots=True)
class Strategy:
    """Runs the methods. `base` knows the ways of a small story state by state, `ways` those of a large one as
    diagrams; `played` is what plays have met.
    """

    model: Model
    possible: Possible
    tree: Tree
    crew: Crew
    bound: int
    limits: Limits
    tick: Tick
    facts: list[RoundFacts] = field(default_factory=list)
    widest: Round | None = None
    base: Round | None = None
    ways: SymbolicSystem | None = None
    played: dict[str, Met] = field(default_factory=dict)

    def settle(self, questions: Sequence[Question], use: Use) -> None:
        """Answer questions, each handed to `use` as soon as it is."""
        self.base = self._round("way", merge(self.model, {}))
        if self.base is None:
            self._settle_large(questions, use)
        else:
            self._settle_small(self.base, questions, use)

    # small stories

    def _settle_small(self, base: Round, questions: Sequence[Question], use: Use) -> None:
        partitions = Partitions(self.model.functions)
        doubts = []
        for question in questions:
            doubt = self._doubt(base, question, partitions)
            if doubt.sites:
                doubts.append(doubt)
            else:
                use(self._answer(doubt, base, doubt.known))
        self.facts[-1] = replace(self.facts[-1], questions=len(questions) - len(doubts))
        if doubts and not self._together(base, doubts, use):
            self._settle_large([doubt.question for doubt in doubts], use)

    def _doubt(self, base: Round, question: Question, partitions: Partitions) -> Doubt:
        """What the first round knows of a question, and the sites at which it might be met sooner."""
        plain: list[Site] = []
        hard: list[Site] = []
        for site in question.sites:
            (plain if told_apart(partitions, base.merged, site) else hard).append(site)
        known = base.meet(plain)
        enough = FAR if known is None else known.length
        return Doubt(question, [site for site in hard if base.nearest[site.place] + site.steps < enough], known)

    def _answer(self, doubt: Doubt, here: Round, meeting: Meeting | None) -> Answer:
        if meeting is None:
            return Answer.never(doubt.question)
        return Answer.met(doubt.question, meeting.length, self.tree.meet(here.graph, meeting))

    def _together(self, base: Round, doubts: Sequence[Doubt], use: Use) -> bool:
        """Answer further questions in one exploration, if that is small enough."""
        sites = [site for doubt in doubts for site in doubt.sites]
        here = self._round("further", merge(self.model, asked(sites)))
        if here is None:
            return False
        self.facts[-1] = replace(self.facts[-1], questions=len(doubts), number=len(doubts))
        for doubt in doubts:
            found = here.meet(doubt.sites)
            sooner = found is not None and found.length < doubt.enough
            use(self._answer(doubt, here, found) if sooner else self._answer(doubt, base, doubt.known))
        return True

    def _round(self, about: str, merged: list[Merged]) -> Round | None:
        """One exploration; None where it is too much."""
        began = time.perf_counter()
        here = Round(self.model, self.possible, merged)
        try:
            done = here.explore(min(self.bound, self.limits.explicit), lambda total: self.tick(about, total))
        except TooWide:
            done = False
        if not done:
            self.widest = self.widest or here
        self.facts.append(self._explored(about, here, done, time.perf_counter() - began))
        return here if done else None

    def _explored(self, about: str, here: Round, done: bool, seconds: float) -> RoundFacts:
        """What a round did, with the variables it forgot everywhere and those of which it merged some values."""
        live: set[int] = set()
        whole: set[int] = set()
        for place, layout in enumerate(here.layouts.of):
            live.update(layout.slots)
            if self.possible.bits[place]:
                whole.update(
                    slot for slot in layout.slots if layout.sizes[slot] == len(self.possible.positions(place, slot))
                )
        return RoundFacts(
            about=about,
            number=0,
            questions=0,
            states=here.total,
            seconds=seconds,
            complete=done,
            forgotten=self._names(set(range(len(self.model.functions.slots))) - live),
            merged=self._names(live - whole),
        )

    def _names(self, slots: set[int]) -> tuple[str, ...]:
        """The names of the story's own variables among some slots."""
        own = self.model.functions.slots
        return tuple(own[slot].name for slot in sorted(slots) if own[slot].kind != "known")

    # large stories

    def _settle_large(self, questions: Sequence[Question], use: Use) -> None:
        left = self._play(questions, use)
        if left and self.limits.nodes and available():
            left = self._by_diagrams(left, use)
        if left:
            self._relaxed(left, use)

    def _play(self, questions: Sequence[Question], use: Use) -> list[Question]:
        """Meet by playing what can be met so; what is left, and what is to be met as soon as can be."""
        began = time.perf_counter()
        plays = Plays(self.model, self.tree, questions, self.limits.patience)
        number = plays.run(lambda: self.tick("plays", len(plays.met)))
        met = self.played = {one.question.id: one for one in plays.met}
        left = []
        for question in questions:
            if question.id not in met or wants_shortest(question):
                left.append(question)
            else:
                one = met[question.id]
                use(Answer.met(question, one.length, one.node, shortest=one.length == 0))
        self._note("plays", number, len(questions) - len(left), None, began, complete=not left)
        return left

    def _by_diagrams(self, questions: Sequence[Question], use: Use) -> list[Question]:
        """Answer questions from backward sets; those for which there are not nodes enough are left."""
        began = time.perf_counter()
        search = Reachability(self.tree, self._system, self.limits.failures)
        groups: dict[str, list[Question]] = {}
        for question in questions:
            kind = "demand" if isinstance(question, Demand) else "ending" if question.kind == "ending" else "rest"
            groups.setdefault(kind, []).append(question)
        left = [question for group in groups.values() for question in search.settle(group, use)]
        self._note("diagrams", len(questions), len(questions) - len(left), None, began, complete=not left)
        return left

    def _system(self, sites: Iterable[Site], nodes: int = 0) -> SymbolicSystem:
        """The ways as diagrams, with what sites read told apart."""
        tick = self.tick
        return SymbolicSystem(
            self.model, self.possible, asked(sites), nodes or self.limits.nodes, lambda: tick("diagrams", 0)
        )

    def _relaxed(self, questions: Sequence[Question], use: Use) -> None:
        """Answer questions one by one in relaxed stories, by all who help."""
        began = time.perf_counter()
        by_id = {question.id: question for question in questions}
        left: list[Question] = []
        states = 0
        ready = Ready(self.model, self.possible, by_id)
        for done in self.crew.run(Agenda(self.model, list(by_id)), ready, self._local(by_id)):
            states += done.states
            number = self.tree.graft(done.nodes)
            for answer in done.answers:
                use(replace(answer, node=number[answer.node]))
            left += [by_id[name] for name in done.left]
            self.tick("relaxed", states)
        self._note("relaxed", 0, len(questions) - len(left), None, began, complete=not left)
        for question in sorted(left, key=lambda question: question.id):
            met = self.played.get(question.id)
            if met is None:
                use(Answer.left_open(question, self.reason()))
            else:
                use(Answer.met(question, met.length, met.node, shortest=False))

    def _local(self, by_id: Mapping[str, Question]) -> Local:
        """Looks at a lot in this process."""
        refiner = Refiner(
            self.model,
            self.possible,
            Tree(self.model),
            min(self.bound, self.limits.relaxed),
            lambda total: self.tick("relaxed", total),
        )

        def local(lot: Lot) -> Done:
            done = look_at(lot, refiner, by_id)
            self.widest = self.widest or refiner.widest
            return done

        return local

    def _note(
        self, about: str, number: int, questions: int, states: int | None, began: float, *, complete: bool
    ) -> None:
        seconds = time.perf_counter() - began
        self.facts.append(RoundFacts(about, number, questions, states, seconds, complete, (), (), walked=False))

    def reason(self) -> Reason:
        """Why what took more states than were allowed stays open: with a greater bound up to a limit it would be."""
        most = self.limits.relaxed
        return Reason(Limit.BOUND, self.bound) if self.bound < most else Reason(Limit.SIZE, most)

    # what is asked of all states together

    def traps(self) -> list[Trap] | None:
        """The traps of the story; None where that is not known."""
        if self.base is not None:
            return list(traps_in_graph(self.tree, self.base.graph))
        if every_play_ends(self.model, self.possible):
            return []
        for nodes, find in (
            (self.limits.nodes // FIRST_TRY, lost_states),
            (self.limits.nodes, surely_lost),
            (self.limits.nodes, lost_states),
        ):
            if nodes and available():
                try:
                    ways = self._system((), nodes)
                    lost = find(ways)
                    if lost is not None:
                        return list(symbolic_traps(self.tree, ways, lost))
                except OutOfNodes:
                    pass
        return None

    def endings(self, policy: Policy, check: Callable[[], None]) -> Endings | LargeEndings:
        """The endings in numbers; `check` is called from time to time, and may raise."""
        if self.base is not None:
            return Endings(self.model, self.base.graph, policy, check)
        began = time.perf_counter()
        found = LargeEndings(self.model, policy, self._ways(), check)
        self._note("joined", 0, 0, found.total, began, complete=found.total is not None)
        return found

    def _ways(self) -> SymbolicSystem | None:
        """The ways of a large story as diagrams, if there is room for them."""
        if self.ways is None and self.limits.nodes and available():
            try:
                self.ways = self._system(())
            except OutOfNodes:
                return None
        return self.ways


def wants_shortest(question: Question) -> bool:
    """Whether a witness of a question has to be a shortest one: of what must not be, and of endings."""
    return isinstance(question, Demand) or question.kind == "ending"
