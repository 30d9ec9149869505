"""What each part of a proof has read, as digests: after a change of the story they tell which answers still stand.

Two levels, since no way depends on most of what a page does: `ways` of a place is all that decides where its choices
lead, `places` also what its moves write for questions alone to read (what is known of the codex, which promise has been
come by). All is called by the author's names and tables of values, so that numbers of slots, scenes and texts may
shift. A slot counts with its range and its value at the start.

Why an answer stands. Let a place be *touched* if it is new, if its digest is another, if the story starts there and did
not, or if a move of the new story leads to it from a touched one. Each way to a place that is not touched passes only
by places whose moves are those of the old story, with the same effects on all slots that guards there or the question
read: it is a way of the old story. So

- what could never be met where its sites are not touched, and read alike, can never be met, and
- if a shortest witness of it is a way of the new story too (it is played), none is shorter there either.

A slot that nothing read before and something reads now does not slip through: whatever reads it has another digest. The
level that a question belongs to stands in its digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from game.engine.program import junctions
from game.proof.questions.answers import Answer
from game.proof.questions.reachability import Question
from game.proof.system.components import places_graph
from game.proof.system.model import Model, Move, Place, slots_read
from game.proof.system.terms import Fn, Term


@dataclass(slots=True)
class Parts:
    """Digests of places by their names, in the order of their numbers, and of questions by their ids; `properties` are
    the answers that a report tells as findings only. All are empty where a story was walked state by state.
    """

    ways: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    properties: list[Answer] = field(default_factory=list)

    def has_ways(self, ways: dict[str, str]) -> bool:
        """Whether the ways through a story are those of some other digests, in the same order."""
        return list(self.ways.items()) == list(ways.items())


def parts_of(model: Model, questions: Sequence[Question]) -> Parts:
    """The digests of a model and of questions about it."""
    asked = {term for question in questions for site in question.sites for term in site.when}
    digests = _Digests(model, slots_read(model), slots_read(model, asked))
    found = Parts(asked={question.id: digests.question(question) for question in questions})
    for name, place in zip(digests.names, model.places, strict=True):
        found.ways[name], found.places[name] = digests.place(place)
    return found


def touched(model: Model, before: dict[str, str], after: dict[str, str]) -> set[int]:
    """The touched places of a model, by their digests before and after a change."""
    waiting = [number for number, (name, one) in enumerate(after.items()) if before.get(name) != one]
    if next(iter(before), "") != next(iter(after)):
        waiting.append(0)
    found = set(waiting)
    behind = places_graph(model)
    while waiting:
        for place in behind[waiting.pop()]:
            if place not in found:
                found.add(place)
                waiting.append(place)
    return found


class _Digests:
    def __init__(self, model: Model, ways: set[int], read: set[int]) -> None:
        self.model = model
        self.ways = ways
        self.read = read
        scenes = junctions(model.machine.program)
        self.names = [
            "|".join([*(str(scenes[one][0]) for one in (place.scene, *place.stack)), *place.trail])
            for place in model.places
        ]
        slots = zip(model.terms.slots, model.start, strict=True)
        self.slots = [f"{slot.name} {slot.low} {slot.high} {start}" for slot, start in slots]
        self._terms: dict[Term, str] = {}

    def place(self, place: Place) -> tuple[str, str]:
        """A place as far as ways depend on it, and wholly."""
        program = self.model.machine.program
        ways: list[object] = ["" if place.ending < 0 else program.endings[place.ending].id]
        ways += [(place.options[move.choice].choice.id, *self._move(move)) for move in place.moves]
        more = [self._updates(move, self.read - self.ways) for move in place.moves]
        first = _digest(ways)
        return first, _digest([first, *more])

    def _move(self, move: Move) -> Iterable[object]:
        yield self.names[move.target] if move.target >= 0 else move.fault
        yield self._all(move.guard)
        yield [(one.weight, [(weight, self._all(when)) for weight, when in one.parts]) for one in move.odds]
        yield self._updates(move, self.ways)

    def _updates(self, move: Move, slots: set[int]) -> list[tuple[str, str]]:
        return sorted((self.slots[slot], self._term(term)) for slot, term in move.update.items() if slot in slots)

    def question(self, question: Question) -> str:
        """What a question asks for, where, and whether ways alone decide it."""
        level = all(self.ways.issuperset(term.slots) for site in question.sites for term in site.when)
        sites = [f"{self.names[site.place]} {site.steps} {self._all(site.when)}" for site in question.sites]
        return ("w" if level else "p") + _digest(sites)

    def _all(self, terms: Iterable[Term]) -> str:
        return " ".join(map(self._term, terms))

    def _term(self, term: Term) -> str:
        found = self._terms.get(term)
        if found is None:
            if isinstance(term, Fn):
                read = [self.slots[slot] for slot in term.slots]
                found = _digest([*read, hashlib.sha256(term.table.tobytes()).hexdigest()])
            else:
                found = _digest([term.op, *map(self._term, term.parts)])
            self._terms[term] = found
        return found


def _digest(parts: Sequence[object]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
