"""Which method answers which question, and what stays open.

A small story is walked whole: first the ways through it alone, then what texts read besides. Of a large one

1. an earlier proof tells most of what has not changed since (`earlier`),
2. random plays meet most of what can be met (`plays`), whatever stands on their ways included,
3. decision diagrams, worked out backwards (`symbolic`), tell what must never be and the shortest way to each ending,
   many questions in one set,
4. what is left is asked one by one: by searches that few slots lead (`guided`), then by a set of its own.

Traps come right after the plays and what must not be. That there is none needs no states where every play ends
(`ranking`); else it is looked for where plays can go on for ever, and then among all states (`by_diagrams`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from game.proof.budget import Budget
from game.proof.by_diagrams import ByDiagrams
from game.proof.earlier import Earlier, wants_shortest
from game.proof.endings.exact_shares import Policy
from game.proof.endings.facts import Endings
from game.proof.endings.large import LargeEndings
from game.proof.explicit.along import Met
from game.proof.explicit.explore import FAR, TooWide
from game.proof.explicit.plays import Plays
from game.proof.explicit.rounds import Meeting, Round, asked, told_apart
from game.proof.explicit.traps import Trap, traps_in_graph
from game.proof.explicit.witness import Tree
from game.proof.helpers import Helpers
from game.proof.limits import Limits
from game.proof.mending.lost import ExplicitLost
from game.proof.mends import Asked, Mends
from game.proof.questions.answers import Answer, Limit, Reason
from game.proof.questions.properties import Property
from game.proof.questions.reachability import Question, Site
from game.proof.report.parts import Parts, parts_of
from game.proof.report.report import EndingFacts, Report, RoundFacts
from game.proof.system.live_values import Merged, Partitions, merge
from game.proof.system.model import Model
from game.proof.system.ranking import unranked
from game.proof.system.value_ranges import Possible

Tick = Callable[[str, int], None]
Use = Callable[[Answer], None]


@dataclass(slots=True)
class BoundedQuestion:
    """A question that the first round could only bound: met soonest as in `known`, unless one of `sites` is sooner."""

    question: Question
    sites: list[Site]
    known: Meeting | None

    @property
    def enough(self) -> int:
        """A length that is known to do."""
        return FAR if self.known is None else self.known.length


@dataclass
class Strategy:
    """Runs the methods. `before` is an earlier report on the story, `parts` what the proof of a large one reads. `base`
    knows the ways of a small story state by state; `played` is what plays have met.
    """

    model: Model
    possible: Possible
    tree: Tree
    budget: Budget
    helpers: Helpers
    bound: int
    limits: Limits
    tick: Tick
    before: Report | None = None
    facts: list[RoundFacts] = field(default_factory=list)
    widest: Round | None = None
    base: Round | None = None
    played: dict[str, Met] = field(default_factory=dict)
    parts: Parts = field(default_factory=Parts)
    earlier: Earlier | None = None

    @cached_property
    def diagrams(self) -> ByDiagrams:
        """The diagrams of a large story."""
        tick = self.tick
        found = ByDiagrams(self.model, self.possible, self.tree, self.limits, self.budget, lambda: tick("diagrams", 0))
        if found.lacking:
            self._note("without", 0, 0, None, time.perf_counter(), complete=False)
        return found

    def settle(self, questions: Sequence[Question], use: Use, traps: Callable[[], None]) -> None:
        """Answer questions, each handed to `use` as soon as it is. `traps` is called when it is known what must not be,
        before whatever else may take long.
        """
        ways = {} if self.before is None else self.before.parts.ways
        parts = parts_of(self.model, questions) if ways else None
        same = parts is not None and parts.has_ways(ways)
        if ways and not same:
            self._start_counting()
        self.base = self._round("way", merge(self.model, {}), known=same)
        if self.base is None:
            if not ways:
                self._start_counting()
            self.parts = parts or parts_of(self.model, questions)
            self._settle_large(self._told_before(questions, use), use, traps)
        else:
            self.end()
            self._settle_small(self.base, questions, use)
            traps()

    # small stories

    def _settle_small(self, base: Round, questions: Sequence[Question], use: Use) -> None:
        partitions = Partitions(self.model.terms)
        doubts = []
        for question in questions:
            doubt = self._doubt(base, question, partitions)
            if doubt.sites:
                doubts.append(doubt)
            else:
                use(self._answer(doubt, base, doubt.known))
        self.facts[-1] = replace(self.facts[-1], questions=len(questions) - len(doubts))
        if doubts and not self._together(base, doubts, use):
            self._settle_large([doubt.question for doubt in doubts], use, lambda: None)

    def _doubt(self, base: Round, question: Question, partitions: Partitions) -> BoundedQuestion:
        """What the first round knows of a question, and the sites at which it might be met sooner."""
        plain: list[Site] = []
        hard: list[Site] = []
        for site in question.sites:
            (plain if told_apart(partitions, base.merged, site) else hard).append(site)
        known = base.meet(plain)
        enough = FAR if known is None else known.length
        return BoundedQuestion(
            question, [site for site in hard if base.nearest[site.place] + site.steps < enough], known
        )

    def _answer(self, doubt: BoundedQuestion, here: Round, meeting: Meeting | None) -> Answer:
        if meeting is None:
            return Answer.never(doubt.question)
        return Answer.met(doubt.question, meeting.length, self.tree.meet(here.graph, meeting))

    def _together(self, base: Round, doubts: Sequence[BoundedQuestion], use: Use) -> bool:
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

    def _round(self, about: str, merged: list[Merged], *, known: bool = False) -> Round | None:
        """One exploration; None where it is too much, or is `known` to be."""
        began = time.perf_counter()
        here = Round(self.model, self.possible, merged)
        if known:
            self.widest = here
            return None
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
            forgotten=self._names(set(range(len(self.model.terms.slots))) - live),
            merged=self._names(live - whole),
        )

    def _names(self, slots: set[int]) -> tuple[str, ...]:
        """The names of the story's own variables among some slots."""
        own = self.model.terms.slots
        return tuple(own[slot].name for slot in sorted(slots) if own[slot].kind != "known")

    # large stories

    def _start_counting(self) -> None:
        """Count beside all else, where there is another processor: of a large story it has to be done in any case."""
        if self.helpers.number:
            self.diagrams.start_counting()

    def end(self) -> None:
        """Let go of the process that counts: nothing is asked any more."""
        if "diagrams" in self.__dict__:
            self.diagrams.stop_counting()

    def _told_before(self, questions: Sequence[Question], use: Use) -> list[Question]:
        """Answer what an earlier proof tells; what is left."""
        if self.before is None:
            return list(questions)
        began = time.perf_counter()
        try:
            self.earlier = earlier = Earlier(self.before, self.parts, self.tree, questions)
        except (LookupError, ValueError, TypeError):  # its numbers do not fit together: nobody wrote it for us
            return list(questions)
        for answer in earlier.answers:
            use(answer)
        self.played = dict(earlier.met)
        told = {answer.id for answer in earlier.answers}
        left = [question for question in questions if question.id not in told]
        self._note("before", len(told), len(told), None, began, complete=not left)
        return left

    def _settle_large(self, questions: Sequence[Question], use: Use, traps: Callable[[], None]) -> None:
        """Answer questions in a story of any size; what must not be comes first, then `traps` is called."""
        told: set[str] = set()

        def tell(answer: Answer) -> None:
            told.add(answer.id)
            use(answer)

        try:
            never = self.earlier.never if self.earlier is not None and self.diagrams.usable else ()
            left = self._play([question for question in questions if question.id not in never], tell)
            left += [question for question in questions if question.id in never]
            faults = [question for question in left if isinstance(question, Property)]
            others = [question for question in left if not isinstance(question, Property)]
            left = self._by_diagrams(faults, tell)
            traps()
            left += self._by_diagrams(others, tell)
            if never:
                hard = [question for question in left if question.id in never]
                left = [question for question in left if question.id not in never] + self._play(hard, tell)
            for question in left:
                if question.id not in self.played:
                    tell(Answer.left_open(question, self.reason()))
        finally:  # what was met and asked for as soon as can be is met all the same when there is no more time
            for name, one in self.played.items():
                if name not in told:
                    use(Answer.met(one.question, one.length, one.node, shortest=False))

    def _play(self, questions: Sequence[Question], use: Use) -> list[Question]:
        """Meet by playing what can be met so; what is left, and what is to be met as soon as can be."""
        met = self.played
        unmet = [question for question in questions if question.id not in met]
        if not unmet:
            return list(questions)
        began = time.perf_counter()
        patience = self.limits.patience if self.earlier is None else self.limits.patience // 4
        plays = Plays(self.model, self.tree, unmet, patience)
        try:
            number = plays.run(lambda: self.tick("plays", len(plays.met)))
        finally:
            met.update((one.question.id, one) for one in plays.met)
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
        """Answer questions from sets of states, together and then one by one; those for which there are not nodes
        enough are left.
        """
        if not questions or not self.diagrams.usable:
            return list(questions)
        began = time.perf_counter()
        left = self.diagrams.together(questions, use)
        if answered := len(questions) - len(left):
            self._note("diagrams", answered, answered, None, began, complete=True)
        if not left:
            return left
        began, asked_singly = time.perf_counter(), len(left)
        left = self.diagrams.singly(left, use, self.played, self.helpers)
        self._note("singly", asked_singly, asked_singly - len(left), None, began, complete=not left)
        return left

    def _note(
        self, about: str, number: int, questions: int, states: int | None, began: float, *, complete: bool
    ) -> None:
        seconds = time.perf_counter() - began
        self.facts.append(RoundFacts(about, number, questions, states, seconds, complete, (), (), walked=False))

    def reason(self) -> Reason:
        """Why what no method could decide stays open: what would take one of them further."""
        reason = self.diagrams.reason()
        if reason is not None:
            return reason
        return Reason(Limit.BOUND, self.bound) if self.bound < self.limits.explicit else Reason(Limit.SIZE)

    # what is asked of all states together

    def traps(self, use: Callable[[list[Trap]], None], mends: Mends | None) -> bool:
        """Find the traps of the story; whether that is known. Of a large story what would mend them is told after them,
        if that is wanted.
        """
        if self.base is not None:
            use(list(traps_in_graph(self.tree, self.base.graph)))
            return True
        rest = unranked(self.model, self.possible)
        if not rest.moves or (self.earlier is not None and self.earlier.has_no_trap()):
            use([])
            return True
        return self.diagrams.usable and self.diagrams.traps(rest, use, mends)

    def mend(self, mends: Mends, asked: Sequence[Asked]) -> None:
        """Look for what would mend findings, by the method that the story's size allows for."""
        base = self.base
        tick = partial(self.tick, "mending", 0)
        if base is not None:
            mends.apart(lambda tick: ExplicitLost(base, self.possible), asked, tick)
        elif self.diagrams.usable:
            mends.apart(self.diagrams.where_lost, asked, tick)

    def endings(self, policy: Policy, check: Callable[[], None]) -> tuple[list[EndingFacts], float]:
        """The endings in numbers, and the share of playthroughs that come to none; `check` is called from time to time,
        and may raise.
        """
        found = self._endings(policy, check)
        return found if isinstance(found, tuple) else (found.all(), found.shares.left)

    def _endings(
        self, policy: Policy, check: Callable[[], None]
    ) -> Endings | LargeEndings | tuple[list[EndingFacts], float]:
        if self.base is not None:
            return Endings(self.model, self.base.graph, policy, check)
        began = time.perf_counter()
        if self.earlier is not None and (known := self.earlier.endings()) is not None:
            self._note("joined", 0, 0, self.earlier.report.counted, began, complete=True)
            return known, self.earlier.report.left_over
        counted = self.diagrams.counted() if self.diagrams.usable else None
        total = None if counted is None else counted.total
        self._note("joined", 0, 0, total, began, complete=counted is not None)
        return LargeEndings(self.model, policy, counted, check)
