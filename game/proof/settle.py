"""Settling questions in as few and as small rounds as possible, and saying honestly which stay open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from game.proof.explore import Reached, TooWide
from game.proof.functions import Term
from game.proof.graph import FAR
from game.proof.guided import Bound, Guided
from game.proof.layout import WIDEST
from game.proof.merging import Merged, Partitions, merge
from game.proof.model import Model
from game.proof.possible import Possible
from game.proof.questions import Question, Site
from game.proof.relaxing import closure, relax
from game.proof.results import RoundFacts
from game.proof.rounds import Meeting, Round, asked, told_apart

Tick = Callable[[str, int], None]

FIRST_TRY = 1_000_000
"""A round about many questions at once is given up after this many states (or ten times the first round's)."""

WHOLE = ("eventually",)
"""The kinds of questions that need every state: they ask about ways, not about what is met."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A question with its answer, and the round (with its number) that gave it; `whole` rounds know every state."""

    number: int
    here: Round
    question: Question
    meeting: Meeting | None


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


Use = Callable[[Settled], None]


@dataclass(slots=True)
class Settler:
    """Runs the rounds. `left` are the questions that no round within the bound could settle."""

    model: Model
    possible: Possible
    bound: int
    tick: Tick
    use: Use
    facts: list[RoundFacts] = field(default_factory=list)
    left: list[Question] = field(default_factory=list)
    widest: Round | None = None
    base: Round | None = None
    serial: int = 0

    def first(self, questions: Sequence[Question], after: Callable[[int, Round], None]) -> list[Doubt]:
        """The round about the way through the story alone; returns what it leaves in doubt."""
        merged = merge(self.model, {})
        about = "the way through the story"
        here = self._round(about, merged, len(questions), self.bound)
        if here is None:
            return [Doubt(question, question.sites, None) for question in questions]
        began = time.perf_counter()
        self.base = here
        partitions = Partitions(self.model.functions)
        doubts = []
        for question in questions:
            doubt = self._doubt(question, here, partitions)
            if doubt.sites:
                doubts.append(doubt)
            else:
                self.use(Settled(self.serial, here, question, doubt.known))
        after(self.serial, here)
        seconds = self.facts[-1].seconds + time.perf_counter() - began
        self.facts[-1] = self._facts(about, here, len(questions) - len(doubts), True, seconds)
        return doubts

    def _doubt(self, question: Question, here: Round, partitions: Partitions) -> Doubt:
        """What the first round knows of a question, and the sites at which it might be met sooner."""
        plain: list[Site] = []
        hard: list[Site] = []
        for site in question.sites:
            (plain if told_apart(partitions, here.merged, site) else hard).append(site)
        if question.kind in WHOLE:
            return Doubt(question, question.sites if hard else [], None)
        known = here.meet(plain)
        enough = FAR if known is None else known.length
        nearest = here.nearest
        return Doubt(question, [site for site in hard if nearest[site.place] + site.steps < enough], known)

    def rest(self, doubts: Sequence[Doubt]) -> None:
        """Further rounds: all questions at once if that is small enough, else one led search for each question."""
        if not doubts:
            return
        sites = [site for doubt in doubts for site in doubt.sites]
        about = f"{len(doubts)} further questions"
        here = self._round(about, merge(self.model, asked(sites)), len(doubts), min(self.bound, self.spared_for()))
        if here is not None:
            for doubt in doubts:
                self._conclude(doubt, here)
            return
        groups: dict[frozenset[int], list[Doubt]] = {}
        for doubt in doubts:
            if doubt.question.kind in WHOLE:
                self._alone(doubt)
            else:
                groups.setdefault(slots_read(doubt.sites), []).append(doubt)
        for slots, group in groups.items():
            self._search(slots, group)

    def spared_for(self) -> int:
        """How many states a round about many questions may have before it is given up."""
        return FIRST_TRY if self.base is None else max(FIRST_TRY, 10 * self.base.total)

    def _alone(self, doubt: Doubt) -> None:
        question = doubt.question
        here = self._round(question.id, merge(self.model, asked(doubt.sites)), 1, self.bound)
        if here is None:
            self.left.append(question)
        else:
            self._conclude(doubt, here)

    def _conclude(self, doubt: Doubt, here: Round) -> None:
        """The answer from a round that tells a doubt's sites apart, or from the first where that is as soon."""
        if doubt.question.kind in WHOLE:
            self.use(Settled(self.serial, here, doubt.question, None))
            return
        found = here.meet(doubt.sites)
        if found is not None and found.length < doubt.enough:
            self.use(Settled(self.serial, here, doubt.question, found))
        else:
            self.use(Settled(1, self.base or here, doubt.question, doubt.known))

    def _search(self, slots: frozenset[int], group: Sequence[Doubt]) -> None:
        """Led searches for questions about the same variables."""
        began = time.perf_counter()
        names = ", ".join(sorted(self.model.functions.slots[slot].name for slot in slots))
        terms = asked(site for doubt in group for site in doubt.sites)
        here = Round(self.model, self.possible, merge(self.model, terms))
        relaxed = self._relaxed(slots, terms)
        bounds = [Bound(one.graph, here.layouts) for one in (self.base, relaxed) if one is not None]
        states, missed = 0, 0
        for doubt in group:
            reached = self._led(here, bounds, doubt, f"{doubt.question.id} (reads {names})")
            states += 0 if reached is None else reached.total
            if reached is None or not reached.complete:
                missed += 1
                self.left.append(doubt.question)
                self.widest = self.widest or here
                continue
            here.take(reached if reached.met else None)
            self.serial += 1
            self._conclude(doubt, here)
        here.total = states
        about = group[0].question.id if len(group) == 1 else f"{len(group)} questions that read {names}"
        self.facts.append(self._facts(about, here, len(group), not missed, time.perf_counter() - began))

    def _led(self, here: Round, bounds: Sequence[Bound], doubt: Doubt, about: str) -> Reached | None:
        """One search; None where keys are too narrow for it."""
        if here.layouts.of[here.layouts.widest].size >= WIDEST:
            return None
        for bound in bounds:
            bound.aim(doubt.sites, exact=self.base is None or bound.graph is not self.base.graph)
        steps = min(site.steps for site in doubt.sites)
        search = Guided(here.layouts, bounds, doubt.sites, self.bound, doubt.enough - steps)
        return search.run(lambda total: self.tick(about, total))

    def _relaxed(self, slots: frozenset[int], terms: dict[int, list[Term]]) -> Round | None:
        """The relaxed story of the variables asked about, explored whole; None where even that is too much."""
        model = relax(self.model, self.possible, closure(self.model, slots))
        found = Round(model, Possible(model), merge(model, terms))
        try:
            whole = found.explore(min(self.bound, FIRST_TRY), lambda total: self.tick("a relaxed story", total))
        except TooWide:
            return None
        return found if whole else None

    def _round(self, about: str, merged: list[Merged], questions: int, bound: int) -> Round | None:
        """One exploration; None where it is too much."""
        began = time.perf_counter()
        here = Round(self.model, self.possible, merged)
        try:
            done = here.explore(bound, lambda total: self.tick(about, total))
        except TooWide:
            done = False
        self.serial += 1
        if not done and self.widest is None:
            self.widest = here
        self.facts.append(self._facts(about, here, questions, done, time.perf_counter() - began))
        return here if done else None

    def _facts(self, about: str, here: Round, questions: int, done: bool, seconds: float) -> RoundFacts:
        """What a round did, with the variables it forgot everywhere and those of which it merged some values."""
        live: set[int] = set()
        whole: set[int] = set()
        for place, layout in enumerate(here.layouts.of):
            live.update(layout.slots)
            if self.possible.bits[place]:
                whole.update(
                    slot for slot in layout.slots if layout.sizes[slot] == len(self.possible.positions(place, slot))
                )
        slots = [slot for slot in self.model.functions.slots if slot.kind != "known"]
        return RoundFacts(
            about=about,
            questions=questions,
            states=here.total,
            seconds=seconds,
            complete=done,
            forgotten=tuple(slot.name for index, slot in enumerate(slots) if index not in live),
            merged=tuple(slot.name for index, slot in enumerate(slots) if index in live - whole),
        )


def slots_read(sites: Iterable[Site]) -> frozenset[int]:
    """The slots that the conditions of sites read."""
    return frozenset(slot for site in sites for term in site.when for slot in term.slots)
