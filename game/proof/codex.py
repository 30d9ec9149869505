"""The codex in the model: one hidden flag for each entry whose page varies, set once the entry has become known.

An entry is known from the page that links to it, or from the page of another known entry; what its own page shows can depend
on the state in which it is read, at any time after. With the flags, all of this becomes conditions at places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from game.engine import Entry, Expr, Program, Slot
from game.proof.functions import Term
from game.proof.model import Model
from game.proof.questions import Later, Question, Site
from game.proof.wording import Part, Walker


def page_parts(walker: Walker, entry: Entry) -> Iterator[Part]:
    """The parts of an entry's page, those of its stages under the stage's condition."""
    yield from walker.blocks(entry.blocks)
    for holds, blocks in entry.stages:
        yield from walker.blocks(blocks, (holds,))


def flags(program: Program) -> list[Slot]:
    """A hidden flag for each entry whose page depends on the state."""
    walker = Walker(program.texts[program.language], program.slots)
    entries = [Entry(*raw) for raw in program.codex]
    return [
        Slot(f"known:{entry.id}", "known", 0, 1, 0)
        for entry in entries
        if entry.stages or any(part.when for part in page_parts(walker, entry))
    ]


class Codex:
    """Turns 'later' into sites, and makes the moves set the flags."""

    def __init__(self, model: Model, entries: dict[str, Question]) -> None:
        self.model = model
        self.functions = model.functions
        self.entries = entries
        self.slots = {
            slot.name.partition(":")[2]: index
            for index, slot in enumerate(model.functions.slots)
            if slot.kind == "known"
        }
        self._links = {name: self._linking(question.sites) for name, question in entries.items()}

    def _linking(self, sites: Sequence[Site]) -> dict[int, Term]:
        """For each place, when its page links to an entry."""
        found: dict[int, Term] = {}
        for site in sites:
            here = self.functions.apply("and", self.functions.true, *site.when)
            found[site.place] = self.functions.apply("or", found.get(site.place, self.functions.false), here)
        return found

    def mark(self) -> None:
        """Let every move remember what was known when it was made."""
        for index, place in enumerate(self.model.places):
            for name, slot in self.slots.items():
                known = self.known(name, index, ())
                if known is self.functions.variable(slot):
                    continue
                for move in place.moves:
                    if move.target >= 0:
                        move.update[slot] = known

    def known(self, entry: str, place: int, above: tuple[str, ...]) -> Term:
        """When an entry is known at a place, its page included. Ways round through `above` add nothing."""
        f = self.functions
        terms: list[Term] = [f.variable(self.slots[entry])] if entry in self.slots else []
        for one in self._feeders(entry):
            terms.append(self._links[one].get(place, f.false))
            for later in self.entries[one].later:
                if later.when and later.entry not in above and later.entry != entry:
                    terms.append(
                        f.apply("and", self.known(later.entry, place, (*above, entry)), *self._all(later.when))
                    )
        return f.apply("or", *terms)

    def _feeders(self, entry: str) -> list[str]:
        """The entries that make an entry known as soon as they are: itself, and those that always link to it."""
        found = [entry]
        for one in found:
            found += [later.entry for later in self.entries[one].later if not later.when and later.entry not in found]
        return found

    def _all(self, when: Sequence[Expr]) -> list[Term]:
        return [self.functions.of(expr, {}) for expr in when]

    def sites(self, question: Question) -> Iterator[Site]:
        """The sites that stand for what a question meets later, in the codex."""
        for later in question.later:
            yield from self._later_sites(later)

    def _later_sites(self, later: Later) -> Iterator[Site]:
        if not later.when:
            for one in self._feeders(later.entry):
                for site in self.entries[one].sites:
                    yield Site(site.place, site.when, inside=later.inside)
                for more in self.entries[one].later:
                    if more.when:
                        yield from self._later_sites(Later(more.entry, more.when, later.inside))
            return
        for place in range(len(self.model.places)):
            terms = [self.known(later.entry, place, ()), *self._all(later.when)]
            when = self.functions.conjunction(terms)
            if when != (self.functions.false,):
                yield Site(place, when, inside=later.inside)


def resolve(model: Model, questions: Sequence[Question]) -> None:
    """Give every question about the codex its sites, and the moves their marks."""
    entries = {question.name: question for question in questions if question.kind == "entry"}
    codex = Codex(model, entries)
    codex.mark()
    found = [(question, list(codex.sites(question))) for question in questions if question.later]
    for question, sites in found:
        question.sites += sites
