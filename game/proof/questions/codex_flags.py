"""The codex in the model: one hidden flag for each entry whose page varies, set once the entry has become known.

An entry is known from the page that links to it, or from the page of another known entry; what its own page shows can
depend on the state in which it is read, at any time after. With the flags, all of this becomes conditions at places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from game.engine import Entry, Program, Slot
from game.proof.questions.page_parts import Part, Walker
from game.proof.questions.reachability import Later, Question, Site
from game.proof.system.model import Conjunction, Model
from game.proof.system.terms import Term


def page_parts(walker: Walker, entry: Entry) -> Iterator[Part]:
    """The parts of an entry's page, those of its stages under the stage's condition."""
    yield from walker.blocks(entry.blocks)
    for holds, blocks in entry.stages:
        yield from walker.blocks(blocks, (holds,))


def codex_flags(program: Program) -> list[Slot]:
    """A hidden flag for each entry whose page depends on the state, if only by a picture that has variants."""
    walker = Walker(program.texts[program.language], program.slots)
    varying = {picture.id for picture in program.pictures if picture.variants}
    return [
        Slot(f"known:{entry.id}", "known", 0, 1, 0)
        for entry in program.codex
        if entry.stages
        or any(part.when or (part.kind == "picture" and part.name in varying) for part in page_parts(walker, entry))
    ]


class Codex:
    """Turns 'later' into sites, and makes the moves set the flags."""

    def __init__(self, model: Model, entries: Mapping[str, Question]) -> None:
        self.model = model
        self.terms = model.terms
        self.entries = entries
        self.slots = {
            slot.name.partition(":")[2]: index
            for index, slot in enumerate(model.terms.slots)
            if slot.name.startswith("known:")
        }
        self.links: list[dict[str, Term]] = [{} for _ in model.places]
        for name, question in entries.items():
            for site in question.sites:
                here = self.terms.apply("and", self.terms.true, *site.when)
                linked = self.links[site.place]
                linked[name] = self.terms.apply("or", linked.get(name, self.terms.false), here)
        self.feeders = {name: self._feeders(name) for name in entries}
        self.conditional = {name: self._conditional(name) for name in entries}
        self.sources = sorted({later.entry for found in self.conditional.values() for later in found})
        self.fed: dict[str, list[str]] = {name: [] for name in entries}
        for name, feeders in self.feeders.items():
            for feeder in feeders:
                self.fed[feeder].append(name)
        self._linked = [self._linked_to(place) for place in range(len(model.places))]
        self._now: dict[int, dict[str, Term]] = {}
        self._opens: dict[tuple[str, int], Term] = {}
        self._alike: dict[tuple[str, tuple[Term, ...], tuple[Term, ...]], Term] = {}
        self._known: dict[tuple[str, int], Term] = {}

    def _feeders(self, entry: str) -> frozenset[str]:
        """The entries that make an entry known as soon as they are: itself, and those that always link to it."""
        found = [entry]
        seen = {entry}
        for one in found:
            for later in self.entries[one].later:
                if not later.when and later.entry not in seen:
                    seen.add(later.entry)
                    found.append(later.entry)
        return frozenset(found)

    def _linked_to(self, place: int) -> dict[str, list[Term]]:
        """The entries that links at a place make known as they are, with when."""
        found: dict[str, list[Term]] = {}
        for name, term in self.links[place].items():
            for entry in self.fed[name]:
                found.setdefault(entry, []).append(term)
        return found

    def _conditional(self, entry: str) -> list[Later]:
        """Where other entries' pages make an entry known under a condition."""
        feeders = self.feeders[entry]
        laters = (later for one in feeders for later in self.entries[one].later)
        return list(dict.fromkeys(later for later in laters if later.when and later.entry not in feeders))

    def mark(self) -> None:
        """Let every move remember what was known when it was made."""
        for index, place in enumerate(self.model.places):
            for name, slot in self.slots.items():
                known = self.known(name, index)
                if known is self.terms.variable(slot):
                    continue
                for move in place.moves:
                    if move.target >= 0:
                        move.update[slot] = known

    def known(self, entry: str, place: int) -> Term:
        """When an entry is known at a place, its page included."""
        found = self._known.get((entry, place))
        if found is None:
            before = [self.terms.variable(self.slots[entry])] if entry in self.slots else []
            found = self.terms.apply("or", self.terms.false, *before, self.opens(entry, place))
            self._known[entry, place] = found
        return found

    def opens(self, entry: str, place: int) -> Term:
        """When the page at a place makes an entry known, by itself or through what is known of others by then."""
        found = self._opens.get((entry, place))
        if found is None:
            now, linked = self._known_now(place), tuple(self._linked[place].get(entry, ()))
            key = (entry, linked, tuple(now.values()))
            found = self._alike.get(key)
            if found is None:
                found = self._alike[key] = self._through(entry, place, now)
            self._opens[entry, place] = found
        return found

    def _through(self, entry: str, place: int, now: Mapping[str, Term]) -> Term:
        f = self.terms
        terms = [
            f.apply("and", now[later.entry], *(f.of(expr, {}) for expr in later.when))
            for later in self.conditional[entry]
        ]
        return f.apply("or", f.false, *self._linked[place].get(entry, ()), *terms)

    def _known_now(self, place: int) -> dict[str, Term]:
        """What is known at a place of the entries that lead on under conditions: one may lead to another at once."""
        found = self._now.get(place)
        if found is None:
            f = self.terms
            now: dict[str, Term] = dict.fromkeys(self.sources, f.false)
            for _ in range(len(self.sources) + 1):
                last = now
                now = {
                    name: f.apply("or", f.variable(self.slots[name]), self._through(name, place, last))
                    for name in self.sources
                }
                if now == last:
                    break
            found = self._now[place] = now
        return found

    def sites(self, question: Question) -> Iterator[Site]:
        """The sites that stand for what a question meets later, in the codex."""
        f = self.terms
        inside = question.later[0].inside
        pages = question.later
        read_on = [[f.of(expr, {}) for expr in later.when] for later in pages]
        if question.kind == "entry":
            read_on = [[]]
        alike: dict[tuple[Term, ...], Conjunction] = {}
        for place in range(len(self.model.places)):
            if question.kind == "entry":
                known: tuple[Term, ...] = (self.opens(question.name, place),)
            else:
                known = tuple(self.known(later.entry, place) for later in pages)
            when = alike.get(known)
            if when is None:
                shown = [f.apply("and", one, *read) for one, read in zip(known, read_on, strict=True)]
                when = alike[known] = f.conjunction([f.apply("or", f.false, *shown)])
            if when != (f.false,):
                yield Site(place, when, inside=inside)


def resolve(model: Model, questions: Sequence[Question]) -> None:
    """Give every question about the codex its sites, and the moves their marks."""
    entries = {question.name: question for question in questions if question.kind == "entry"}
    codex = Codex(model, entries)
    codex.mark()
    found = [(question, list(codex.sites(question))) for question in questions if question.later]
    for question, sites in found:
        question.sites += sites
