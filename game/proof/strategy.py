"""Settling questions in as few and as small explorations as possible, and saying honestly which stay open.

A small story is explored whole: first the way through it alone, then what texts read besides. Of a large one the ways
are explored as bitmaps, like choices joined, for what is asked of all states together (traps, endings); each question
is answered by `refining`, and where that leaves it open by bitmaps again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from game.proof.abstraction.agenda import Agenda, Lot
from game.proof.abstraction.refining import Refiner
from game.proof.crew import Crew, Done, Local, Ready, look_at
from game.proof.explicit.bitmaps import Bitmaps
from game.proof.explicit.explore import FAR, TooWide
from game.proof.explicit.planning import TooScattered
from game.proof.explicit.rounds import Meeting, Round, asked, told_apart
from game.proof.explicit.witness import Tree
from game.proof.questions.answers import Answer, Limit, Reason
from game.proof.questions.reachability import Question, Site
from game.proof.report.report import RoundFacts
from game.proof.system.joined_moves import merge_ways
from game.proof.system.live_values import Merged, Partitions, merge
from game.proof.system.model import Model
from game.proof.system.terms import Term
from game.proof.system.value_ranges import Possible

Tick = Callable[[str, int], None]

SMALL = 400_000
"""A story whose ways have more states than this counts as large."""

SKETCH = 8_000_000
"""How many states a relaxed story may have, at most."""

SPARSE = 3_000_000
"""Up to how many states the ways of a large story are explored state by state; past that, as bitmaps."""


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
class Settler:
    """Runs the explorations. `base` knows the ways state by state (`whole`: and every choice by name), `bitmaps`
    those of a story too large for that.
    """

    model: Model
    possible: Possible
    tree: Tree
    crew: Crew
    bound: int
    tick: Tick
    facts: list[RoundFacts] = field(default_factory=list)
    widest: Round | None = None
    base: Round | None = None
    bitmaps: Bitmaps | None = None
    whole: bool = True

    def explore(self) -> None:
        """Explore the ways through the story: every choice by name if that is small enough, else like ones joined,
        state by state or as bitmaps.
        """
        self.base = self._round("way", self.model, merge(self.model, {}), min(self.bound, SMALL))
        if self.base is None and self.bound > SMALL:
            self.whole = False
            joined, merged = merge_ways(self.model, {})
            self.base = self._round("joined", joined, merged, min(self.bound, SPARSE))

    def explore_rest(self) -> None:
        """Explore as bitmaps what is too large to explore state by state."""
        if self.base is None and not self.whole:
            self.bitmaps = self._bitmaps("joined", {})

    def _bitmaps(self, about: str, terms: Mapping[int, Sequence[Term]], number: int = 0) -> Bitmaps | None:
        """All states as bitmaps, with what some terms read told apart; None where that is too much."""
        began = time.perf_counter()
        joined, merged = merge_ways(self.model, terms)
        here = Round(joined, self.possible, merged)
        found = None
        if Bitmaps.fits(here.layouts):
            try:
                found = Bitmaps(here.layouts, lambda total: self.tick(about, total))
                here.total = found.explore()
            except TooScattered:
                found = None
        if found is None:
            self.widest = self.widest or here
        facts = self._facts(about, here, found is not None, time.perf_counter() - began)
        self.facts.append(replace(facts, number=number, walked=False))
        return found

    def settle(
        self, questions: Sequence[Question], use: Callable[[Answer], None], meanwhile: Callable[[], None]
    ) -> None:
        """Answer questions, each handed to `use` as soon as it is; do what is to do `meanwhile` while others work."""
        doubts = []
        partitions = Partitions(self.model.functions)
        for question in questions:
            doubt = self._doubt(question, partitions)
            if doubt.sites:
                doubts.append(doubt)
            else:
                use(self._answer(doubt, self.base, doubt.known))
        if self.base is not None:
            self.facts[-1] = replace(self.facts[-1], questions=len(questions) - len(doubts))
        if not self._together(doubts, use):
            self._apart([doubt.question for doubt in doubts], use, meanwhile)
        else:
            meanwhile()

    def _doubt(self, question: Question, partitions: Partitions) -> Doubt:
        """What the first round knows of a question, and the sites at which it might be met sooner."""
        if self.base is None:
            return Doubt(question, question.sites, None)
        plain: list[Site] = []
        hard: list[Site] = []
        for site in question.sites:
            (plain if told_apart(partitions, self.base.merged, site) else hard).append(site)
        known = self.base.meet(plain)
        enough = FAR if known is None else known.length
        nearest = self.base.nearest
        return Doubt(question, [site for site in hard if nearest[site.place] + site.steps < enough], known)

    def _answer(self, doubt: Doubt, here: Round | None, meeting: Meeting | None) -> Answer:
        if meeting is None or here is None:
            return Answer.never(doubt.question)
        return Answer.met(doubt.question, meeting.length, self.tree.meet(here.graph, meeting))

    def _together(self, doubts: Sequence[Doubt], use: Callable[[Answer], None]) -> bool:
        """Answer further questions in one exploration, if that is small enough."""
        if not doubts:
            return True
        if self.base is None or not self.whole:
            return False
        sites = [site for doubt in doubts for site in doubt.sites]
        here = self._round("further", self.model, merge(self.model, asked(sites)), min(self.bound, SMALL))
        if here is None:
            return False
        self.facts[-1] = replace(self.facts[-1], questions=len(doubts), number=len(doubts))
        for doubt in doubts:
            found = here.meet(doubt.sites)
            sooner = found is not None and found.length < doubt.enough
            use(self._answer(doubt, here, found) if sooner else self._answer(doubt, self.base, doubt.known))
        return True

    def _apart(
        self, questions: Sequence[Question], use: Callable[[Answer], None], meanwhile: Callable[[], None]
    ) -> None:
        """Answer further questions in relaxed stories, by all who help."""
        began = time.perf_counter()
        by_id = {question.id: question for question in questions}
        left: list[Question] = []
        states = 0
        ready = Ready(self.model, self.possible, by_id)
        for done in self.crew.run(Agenda(self.model, list(by_id)), ready, self._local(by_id), meanwhile):
            states += done.states
            number = self.tree.graft(done.nodes)
            for answer in done.answers:
                use(replace(answer, node=number[answer.node]))
            left += [by_id[name] for name in done.left]
            self.tick("relaxed", states)
        self.facts.append(
            RoundFacts(
                about="relaxed",
                number=0,
                questions=len(questions) - len(left),
                states=None,
                seconds=time.perf_counter() - began,
                complete=not left,
                forgotten=(),
                merged=(),
                walked=False,
            )
        )
        left.sort(key=lambda question: question.id)
        for answer in self._decided(left) if left else ():
            use(answer)

    def _local(self, by_id: Mapping[str, Question]) -> Local:
        """Looks at a lot in this process."""
        refiner = Refiner(
            self.model,
            self.possible,
            Tree(self.model),
            min(self.bound, SKETCH),
            lambda total: self.tick("relaxed", total),
        )

        def local(lot: Lot) -> Done:
            done = look_at(lot, refiner, by_id)
            self.widest = self.widest or refiner.widest
            return done

        return local

    def _decided(self, left: Sequence[Question]) -> Iterator[Answer]:
        """What relaxed stories left open, from the bitmaps of the story that tells it apart, if these are not too
        large.
        """
        sites = [(number, site) for number, question in enumerate(left) for site in question.sites]
        bitmaps = self._bitmaps("open", asked(site for _, site in sites), len(left))
        if bitmaps is None:
            reason = self.reason(SKETCH)
            yield from (Answer.left_open(question, reason) for question in left)
            return
        goals = [{site.place: bitmaps.holding(site.place, site.when)} for _, site in sites]
        best = [Answer.never(question) for question in left]
        for (number, site), way in zip(sites, bitmaps.soonest(goals), strict=True):
            length, known = len(way) - 1 + site.steps, best[number].length
            if way and (known is None or length < known):
                node = self.tree.take(self.tree.along(bitmaps.layouts, way), site)
                best[number] = Answer.met(left[number], length, node)
        yield from best

    def reason(self, most: int = SPARSE) -> Reason:
        """Why what took more states than were allowed stays open: with a greater bound up to `most` would be."""
        return Reason(Limit.BOUND, self.bound) if self.bound < most else Reason(Limit.SIZE, most)

    def _round(self, about: str, model: Model, merged: list[Merged], bound: int) -> Round | None:
        """One exploration; None where it is too much."""
        began = time.perf_counter()
        here = Round(model, self.possible, merged)
        try:
            done = here.explore(bound, lambda total: self.tick(about, total))
        except TooWide:
            done = False
        if not done and bound == self.bound:
            self.widest = self.widest or here
        self.facts.append(self._facts(about, here, done, time.perf_counter() - began))
        return here if done else None

    def _facts(self, about: str, here: Round, done: bool, seconds: float) -> RoundFacts:
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
