"""A model's moves made ready to be taken many times, on plain lists of values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from game.proof.system.lookups import Lookup, of_parts
from game.proof.system.model import Conjunction, Model, Move


class Step(NamedTuple):
    """One move, ready to be taken."""

    guard: Lookup
    move: Move
    updates: tuple[tuple[int, Lookup], ...]

    def after(self, values: Sequence[int]) -> list[int]:
        """The values after the move, from those before it."""
        found = list(values)
        for slot, value in self.updates:
            found[slot] = value(values)
        return found


class OpenedBy(NamedTuple):
    """One choice at a place, when it is open, and its moves."""

    number: int
    open: Lookup
    steps: tuple[Step, ...]


class Steps:
    """The moves of one model, which change no more than some slots. `at` a place they are made ready once."""

    def __init__(self, model: Model, slots: Collection[int]) -> None:
        self.model = model
        self.slots = frozenset(slots)
        self._at: dict[int, tuple[OpenedBy, ...]] = {}

    def at(self, place: int) -> tuple[OpenedBy, ...]:
        """The choices of a place that have moves."""
        found = self._at.get(place)
        if found is None:
            found = self._at[place] = self._prepared(place)
        return found

    def _prepared(self, place: int) -> tuple[OpenedBy, ...]:
        lookup = self.model.terms.lookup
        steps: dict[int, list[Step]] = {}
        for move in self.model.places[place].moves:
            updates = tuple((slot, lookup(term)) for slot, term in move.update.items() if slot in self.slots)
            steps.setdefault(move.choice, []).append(Step(condition(self.model, move.guard), move, updates))
        options = self.model.places[place].options
        return tuple(
            OpenedBy(number, condition(self.model, options[number].open), tuple(own))
            for number, own in sorted(steps.items())
        )


def condition(model: Model, terms: Conjunction) -> Lookup:
    """Whether all of some terms of a model hold, on the values of all slots."""
    lookups = [model.terms.lookup(term) for term in terms]
    if not lookups:
        return _always
    return of_parts("and", lookups) if len(lookups) > 1 else lookups[0]


def _always(values: Sequence[int]) -> int:
    return 1
