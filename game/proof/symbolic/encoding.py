"""Places, guards and effects as decision diagrams over the bits of the slots that matter.

Every bit has a twin right after it, for the value after a move (used forwards alone, see `forward`).

A slot is encoded by the class of its value: the coarsest partition that is finer than those of all places (see
`live_values`), its classes numbered in binary. Any value of a class may stand for it: at each place the values of one
class do the same up to the classes of that place, by the definition of live values, and a set of states at a place
never tells more apart than these.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from game.graphs import component_ranks
from game.proof.symbolic.diagrams import CACHE, Diagrams, OutOfNodes
from game.proof.symbolic.order import slot_order
from game.proof.system.components import places_graph
from game.proof.system.live_values import Classes, Merged, Partitions, labels
from game.proof.system.model import Conjunction, Model, Move
from game.proof.system.numbering import first_of_each
from game.proof.system.terms import Array, Fn, Operation, Term, distinct
from game.proof.system.value_ranges import Possible

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Diagram, Sets, Substitution

MOST_VALUES = 1 << 11
"""How many values a term may have that no table holds: there is a set for each."""


class Encoding:
    """One model in bits. `merged` are the partitions of its places for what is asked of it; `nodes` how many nodes the
    diagrams may have; `without` writes terms of the story as this model does, without what others determine;
    `late_first` is one of two orders of the slots (see `order`). Raises `DDMemoryError` from any method where
    there are not nodes enough.
    """

    def __init__(
        self,
        model: Model,
        possible: Possible,
        merged: Sequence[Merged],
        nodes: int,
        without: Callable[[Term], Term] = lambda term: term,
        *,
        late_first: bool = False,
    ) -> None:
        self.model = model
        self.without = without
        self.possible = possible
        self.merged = merged
        self.terms = model.terms
        self.live = [place for place in range(len(model.places)) if possible.bits[place]]
        self.labels = self._labels()
        self.samples = {slot: first_of_each(label) for slot, label in self.labels.items()}
        moves = [move for place in self.live for move in model.places[place].moves]
        rank = component_ranks(places_graph(model)) if late_first else None
        self.order = slot_order(moves, self.labels.keys(), rank)
        self.rank = {slot: rank for rank, slot in enumerate(self.order)}
        self.bits: dict[int, list[int]] = {}
        count = 0
        for slot in self.order:
            width = int(len(self.samples[slot]) - 1).bit_length()
            self.bits[slot] = list(range(count, count + 2 * width, 2))
            count += 2 * width
        self.diagrams = Diagrams(count, nodes, CACHE)
        self.true, self.false = self.diagrams.true, self.diagrams.false
        self._truths: dict[Term, Diagram] = {}
        self._outcomes: dict[Term, dict[int, Diagram]] = {}
        self._guards: dict[Conjunction, Diagram] = {}
        self._writes: dict[tuple[int, Term], list[Diagram]] = {}
        self._substitutions: dict[tuple[tuple[int, Term], ...], Substitution | None] = {}
        self._within: dict[tuple[int, bytes], Diagram] = {}
        self._relations: dict[tuple[int, Term], Diagram] = {}
        self._told_apart: dict[int, tuple[Diagram, Diagram, Substitution | None]] = {}
        self.care = [self._care(place) for place in range(len(model.places))]

    def _labels(self) -> dict[int, Array]:
        """For each slot that matters anywhere, the class of each of its values."""
        partitions = Partitions(self.terms)
        joined: dict[int, Classes] = {}
        for place in self.live:
            for slot, classes in self.merged[place].items():
                held = joined.get(slot)
                joined[slot] = classes if held is None else partitions.join(held, classes)
        return {slot: labels(classes) for slot, classes in joined.items()}

    # terms

    def _samples_of(self, fn: Fn) -> tuple[tuple[int, ...], Array]:
        """A table on one value for each class, and its slots, in the order of the bits."""
        table, slots = fn.table, fn.slots
        for axis in reversed(range(len(slots))):
            if slots[axis] in self.samples:
                table = table.take(self.samples[slots[axis]], axis=axis)
            else:  # it cannot matter for what is asked: any value will do
                table = table.take(0, axis=axis)
                slots = slots[:axis] + slots[axis + 1 :]
        by_rank = sorted(range(len(slots)), key=lambda axis: self.rank[slots[axis]])
        return tuple(slots[axis] for axis in by_rank), np.transpose(table, by_rank)

    def _where(self, slots: Sequence[int], table: Array) -> Diagram:
        """The set where a table of truth values, with an axis for each slot, holds."""
        bits: list[int] = []
        for axis, slot in enumerate(slots):
            missing = (1 << len(self.bits[slot])) - table.shape[axis]
            if missing:
                last = table.take([-1], axis=axis)
                table = np.concatenate([table, np.repeat(last, missing, axis=axis)], axis=axis)
            bits += self.bits[slot]
        return self.diagrams.of_table(table.reshape(-1), bits)

    def truth(self, term: Term) -> Diagram:
        """The set where a term is not zero."""
        found = self._truths.get(term)
        if found is None:
            found = self._truths[term] = self._truth(term)
        return found

    def _truth(self, term: Term) -> Diagram:
        if isinstance(term, Fn):
            slots, table = self._samples_of(term)
            return self._where(slots, table != 0)
        if term.op == "and":
            return self.all_of(term.parts)
        if term.op == "or":
            found = self.false
            for part in term.parts:
                found = found | self.truth(part)
            return found
        if term.op == "not":
            return ~self.truth(term.parts[0])
        found = self.false
        for value, where in self.outcomes(term).items():
            if value:
                found = found | where
        return found

    def all_of(self, terms: Sequence[Term]) -> Diagram:
        """The set where all of some terms hold."""
        found = self.true
        for term in terms:
            found = found & self.truth(term)
        return found

    def guard(self, terms: Conjunction) -> Diagram:
        """The same for a conjunction, made once."""
        found = self._guards.get(terms)
        if found is None:
            found = self._guards[terms] = self.all_of(terms)
        return found

    def outcomes(self, term: Term) -> dict[int, Diagram]:
        """The values of a term, each with the set where it has that value."""
        found = self._outcomes.get(term)
        if found is None:
            found = self._outcomes[term] = self._values(term)
        return found

    def _values(self, term: Term) -> dict[int, Diagram]:
        if isinstance(term, Fn):
            slots, table = self._samples_of(term)
            values = distinct(table)
            if len(values) > MOST_VALUES:
                raise OutOfNodes
            return {int(value): self._where(slots, table == value) for value in values}
        if term.op in ("and", "or", "not"):
            holds = self.truth(term)
            return {1: holds, 0: ~holds}
        if term.op == "ite":
            return self._choice(term)
        return self._folded(term)

    def _choice(self, term: Operation) -> dict[int, Diagram]:
        condition, then, otherwise = term.parts
        holds = self.truth(condition)
        return _regrouped(
            (value, own & where)
            for where, part in ((holds, then), (~holds, otherwise))
            for value, own in self.outcomes(part).items()
        )

    def _folded(self, term: Operation) -> dict[int, Diagram]:
        """An operation on numbers, part by part."""
        first, *rest = term.parts
        found = self.outcomes(first)
        if not rest:
            return _regrouped((int(term.apply(np.asarray(value))), where) for value, where in found.items())
        for part in rest:
            found = _regrouped(
                (int(term.apply(np.asarray(before), np.asarray(value))), here & there)
                for before, here in found.items()
                for value, there in self.outcomes(part).items()
            )
        return found

    # moves

    def substitution(self, move: Move) -> Substitution | None:
        """What a move's effects put in the place of the bits that matter where it leads; None where it changes none."""
        live = self.merged[move.target]
        key = tuple((slot, term) for slot, term in move.update.items() if slot in live)
        if key not in self._substitutions:
            new: dict[int, Diagram] = {}
            for slot, term in key:
                new.update(zip(self.bits[slot], self._written(slot, term), strict=True))
            self._substitutions[key] = self.diagrams.substitution(new) if new else None
        return self._substitutions[key]

    def _written(self, slot: int, term: Term) -> list[Diagram]:
        """The bits of the class that an effect writes."""
        found = self._writes.get((slot, term))
        if found is None:
            found = self._writes[slot, term] = self._new_bits(slot, term)
        return found

    def _new_bits(self, slot: int, term: Term) -> list[Diagram]:
        low, label = self.terms.slots[slot].low, self.labels[slot]
        shifts = range(len(self.bits[slot]) - 1, -1, -1)
        if isinstance(term, Fn):
            slots, table = self._samples_of(term)
            classes = label[table - low]
            return [self._where(slots, (classes >> np.uint32(shift)) & 1 != 0) for shift in shifts]
        found = [self.false for _ in shifts]
        for value, where in self.outcomes(term).items():
            for number, shift in enumerate(shifts):
                if (int(label[value - low]) >> shift) & 1:
                    found[number] = found[number] | where
        return found

    def before(self, move: Move, states: Diagram) -> Diagram:
        """The states at a move's source from which it can be taken into a set at its target."""
        substitution = self.substitution(move)
        moved = states if substitution is None else states.substitute(substitution)
        return self.guard(move.guard) & moved

    def effects(self, move: Move) -> list[tuple[int, Term]]:
        """The slots that a move changes and that matter where it leads, each with what is written."""
        live = self.merged[move.target]
        return [(slot, term) for slot, term in move.update.items() if slot in live]

    def relation(self, slot: int, term: Term) -> Diagram:
        """The set where the twins of a slot's bits hold what is written."""
        found = self._relations.get((slot, term))
        if found is None:
            found = self.true
            for bit, new in zip(reversed(self.bits[slot]), reversed(self._written(slot, term)), strict=True):
                found = found & self.diagrams.variables[bit + 1].equiv(new)
            self._relations[slot, term] = found
        return found

    # states

    def _care(self, place: int) -> Diagram:
        """The states of a place that may be reached, as far as each slot alone can tell, and those that the place does
        not tell from them: what is written is worked out on one value of each class, which need not be one that may
        come up.
        """
        if not self.possible.bits[place]:
            return self.false
        found = self.true
        for slot in reversed(self.order):
            if slot not in self.merged[place]:
                continue
            here = self._may_be(place, slot)
            key = (slot, here.tobytes())
            within = self._within.get(key)
            if within is None:
                padded = np.zeros(1 << len(self.bits[slot]), dtype=bool)
                padded[: len(here)] = here
                within = self._within[key] = self.diagrams.of_table(padded, self.bits[slot])
            found = found & within
        return found

    def _may_be(self, place: int, slot: int) -> Array:
        """For each class of a slot, whether a place may have it, or does not tell it from one that it may have."""
        own, positions = labels(self.merged[place][slot]), self.possible.positions(place, slot)
        if len(positions) == len(own):
            return np.ones(len(self.samples[slot]), dtype=bool)
        may = np.zeros(int(own.max()) + 1, dtype=bool)
        may[own[positions]] = True
        return np.asarray(may[own[self.samples[slot]]])

    def state(self, place: int, values: Sequence[int]) -> Diagram:
        """The set of one state of a place."""
        found = self.true
        for slot in reversed(self.order):
            if slot in self.merged[place]:
                found = found & self.holding(slot, values[slot])
        return found

    def holding(self, slot: int, value: int) -> Diagram:
        """The set where a slot's value is of the class of some value."""
        found = self.true
        for bit, holds in reversed(self.assigned(slot, value)):
            variable = self.diagrams.variables[bit]
            found = found & (variable if holds else ~variable)
        return found

    def count(self, place: int, states: Diagram) -> int:
        """How many states of a place a set holds; it tells apart only what matters there."""
        mattering = sum(len(self.bits[slot]) for slot in self.order if slot in self.merged[place])
        told = self._told_apart.get(place)
        if told is None:
            told = self._told_apart[place] = self._as_told_apart(place)
        relation, changed, back = told
        if back is not None:
            states = self.diagrams.both_without(states, relation, changed).substitute(back)
        return states.sat_count(self.diagrams.bits) >> (self.diagrams.bits - mattering)

    def _as_told_apart(self, place: int) -> tuple[Diagram, Diagram, Substitution | None]:
        """What makes one state of all those that a place does not tell apart though others do: of the classes of a slot
        that are one there, the first. It stands in twins; what is to be forgotten; the twins' return, None for nothing.
        """
        relation: Diagram = self.true
        changed: list[int] = []
        for slot, classes in self.merged[place].items():
            _, first, own = np.unique(labels(classes)[self.samples[slot]], return_index=True, return_inverse=True)
            if len(first) == len(own):
                continue
            bits = self.bits[slot]
            for shift, bit in enumerate(reversed(bits)):
                told = self._where((slot,), (first[own] >> shift) & 1 != 0)
                relation = relation & self.diagrams.variables[bit + 1].equiv(told)
            changed += bits
        back = {bit + 1: self.diagrams.variables[bit] for bit in changed}
        return relation, self.diagrams.cube(changed), self.diagrams.substitution(back) if back else None

    def assigned(self, slot: int, value: int) -> list[tuple[int, bool]]:
        """The bits of a slot's value."""
        return self.bits_of(slot, int(self.labels[slot][value - self.terms.slots[slot].low]))

    def bits_of(self, slot: int, number: int) -> list[tuple[int, bool]]:
        """The bits of a slot's class, by its number."""
        own = self.bits[slot]
        return [(bit, bool((number >> (len(own) - 1 - spot)) & 1)) for spot, bit in enumerate(own)]

    def all_but(self, slots: Container[int]) -> Diagram:
        """Names the bits of all slots but some, to be forgotten or to stand for every value."""
        return self.diagrams.cube([bit for slot, own in self.bits.items() if slot not in slots for bit in own])

    def has(self, states: Diagram, values: Sequence[int]) -> bool:
        """Whether a set holds the state with these values of all slots."""
        if states == self.false or states == self.true:
            return bool(states == self.true)
        bits = [assigned for slot in self.order for assigned in self.assigned(slot, values[slot])]
        return states.eval(bits)

    def goals(self, sites: Mapping[int, Sequence[Conjunction]]) -> Sets:
        """For each place, the states where one of some conditions of the story holds."""
        found: Sets = {}
        for place, conditions in sites.items():
            if not self.possible.bits[place]:
                continue
            states = self.false
            for condition in conditions:
                states = states | self.guard(tuple(self.without(term) for term in condition))
            states = states & self.care[place]
            if states.satisfiable():
                found[place] = states
        return found


def _regrouped(parts: Iterable[tuple[int, Diagram]]) -> dict[int, Diagram]:
    """For each value, the union of its sets, without empty ones."""
    found: dict[int, Diagram] = {}
    for value, where in parts:
        if where.satisfiable():
            found[value] = found[value] | where if value in found else where
            if len(found) > MOST_VALUES:
                raise OutOfNodes
    return found
