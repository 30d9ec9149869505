"""The shortest condition that says what a guard has to say, in the author's own spelling.

Comparisons of one variable with a number or a name, and of the sum or the difference of two, are the words; each is a
set of the cases that have to be told apart. What is looked for is a set of clauses that together refuse all that has
to be refused (`a and (b or c)`) or a set of terms that together let all through (`a or b and c`): a covering problem
like that of Quine and McCluskey, with the length of what is written as the cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations
from operator import or_
from typing import NamedTuple

import numpy as np

from game.engine import Expr, Program
from game.proof.mending.cases import CaseVerdict
from game.proof.report.spelling import spelled
from game.proof.system.terms import Array
from game.story.expressions.terms import join, negate

MOST_WORDS = 260
"""Up to how many words are paired with one another."""

MOST_DEEP = 4
"""Up to how many parts a covering is looked for exactly; a longer one is put together part by part."""

MOST_STEPS = 20_000
"""Steps of the exact search."""


class Word(NamedTuple):
    """A condition: the cases for which it holds, as the bits of a number, and how long it is written."""

    holds: int
    expr: Expr
    cost: int


def shortest(program: Program, slots: Sequence[int], verdicts: Sequence[CaseVerdict]) -> Expr | None:
    """The shortest condition found that is what the verdicts say; None where no words tell them apart."""
    if not verdicts:
        return None
    let = sum(1 << number for number, one in enumerate(verdicts) if one.open)
    every = (1 << len(verdicts)) - 1
    if let in (0, every):
        return ("const", int(let == every))
    words = _Words(program, slots, verdicts).all()
    found = [one for one in (_clauses(program, words, let, every), _terms(program, words, let, every)) if one]
    return min(found, key=lambda one: (one.cost, spelled(one.expr, program))).expr if found else None


def _clauses(program: Program, words: list[Word], let: int, every: int) -> Word | None:
    """Clauses, each of which lets all through that it should, and which together refuse the rest."""
    parts = [one for one in words if one.holds & let == let]
    parts += _pairs(program, "or", [one for one in words if one.holds & let != let], let, every)
    flipped = [one._replace(holds=~one.holds & every & ~let) for one in parts]
    return _covered(program, "and", flipped, every & ~let, let)


def _terms(program: Program, words: list[Word], let: int, every: int) -> Word | None:
    """Terms, none of which lets anything through that it should not, and which together let the rest through."""
    refused = every & ~let
    parts = [one for one in words if not one.holds & refused]
    partial = [one for one in words if one.holds & refused]
    parts += _pairs(program, "and", partial, let, every)
    parts += _grown(program, partial, let, every)
    return _covered(program, "or", [one._replace(holds=one.holds & let) for one in parts], let, let)


def _pairs(program: Program, op: str, words: list[Word], let: int, every: int) -> list[Word]:
    """Two words joined, where that is right and each alone is not."""
    refused = every & ~let
    short = sorted(words, key=lambda one: one.cost)[:MOST_WORDS]
    found: dict[int, Word] = {}
    for one, other in combinations(short, 2):
        holds = one.holds | other.holds if op == "or" else one.holds & other.holds
        right = holds & let == let and holds & refused != refused if op == "or" else not holds & refused and holds
        if right:
            cost = one.cost + other.cost + len(op) + 2
            known = found.get(holds)
            if known is None or cost < known.cost:
                found[holds] = Word(holds, join(op, [one.expr, other.expr]), cost)
    return list(found.values())


def _grown(program: Program, words: list[Word], let: int, every: int) -> Iterator[Word]:
    """For each case that is let through, words that hold for it and together for nothing refused: enough of them."""
    refused = every & ~let
    seen: set[int] = set()
    left = let
    while left:
        case = left & -left
        holds, chosen = every, list[Word]()
        own = [one for one in words if one.holds & case]
        while holds & refused and own:
            left_in = holds
            best = min(own, key=lambda one: ((left_in & one.holds & refused).bit_count(), one.cost))
            if best.holds & holds == holds or not (holds & refused & ~best.holds):
                break
            holds &= best.holds
            chosen.append(best)
        if not holds & refused and holds not in seen:
            seen.add(holds)
            yield Word(holds, join("and", [one.expr for one in chosen]), sum(one.cost + 5 for one in chosen) - 5)
        left &= ~(holds | case)


def _covered(program: Program, op: str, parts: list[Word], wanted: int, let: int) -> Word | None:
    """The cheapest parts found that together cover what is wanted, joined."""
    useful = _undominated([one._replace(holds=one.holds & wanted) for one in parts if one.holds & wanted])
    chosen = _greedy(useful, wanted)
    if chosen is None:
        return None
    better = _Exact(useful, chosen).search(wanted)
    expr = join(op, [one.expr for one in better])
    return Word(let, expr, len(spelled(expr, program)))


def _undominated(parts: list[Word]) -> list[Word]:
    """Without parts that cover no more than a cheaper one does."""
    found: list[Word] = []
    for one in sorted(parts, key=lambda one: (one.cost, -one.holds.bit_count())):
        if not any(other.holds & one.holds == one.holds for other in found):
            found.append(one)
    return found


def _greedy(parts: list[Word], wanted: int) -> list[Word] | None:
    chosen: list[Word] = []
    while wanted:
        left = wanted
        best = max(parts, key=lambda one: (one.holds & left).bit_count() / (one.cost + 4), default=None)
        if best is None or not best.holds & wanted:
            return None
        chosen.append(best)
        wanted &= ~best.holds
    for one in sorted(chosen, key=lambda one: -one.cost):
        rest = [other for other in chosen if other is not one]
        if not one.holds & ~_union(rest):
            chosen = rest
    return chosen


def _union(words: Sequence[Word]) -> int:
    """The cases for which any of some words holds."""
    return reduce(or_, (one.holds for one in words), 0)


class _Exact:
    """Branch and bound over coverings with few parts."""

    def __init__(self, parts: list[Word], known: list[Word]) -> None:
        self.parts = parts
        self.best = known
        self.cost = self._price(known)
        self.steps = 0

    @staticmethod
    def _price(chosen: Sequence[Word]) -> int:
        return sum(one.cost + 4 for one in chosen)

    def search(self, wanted: int) -> list[Word]:
        """The cheapest covering within the bounds, or the known one."""
        self._extend([], wanted, 0)
        return self.best

    def _extend(self, chosen: list[Word], wanted: int, cost: int) -> None:
        self.steps += 1
        if cost >= self.cost or self.steps > MOST_STEPS:
            return
        if not wanted:
            self.best, self.cost = list(chosen), cost
            return
        if len(chosen) == MOST_DEEP:
            return
        case = wanted & -wanted
        for one in self.parts:
            if one.holds & case:
                self._extend([*chosen, one], wanted & ~one.holds, cost + one.cost + 4)


class _Words:
    """The comparisons of some slots, each as the set of verdicts for which it holds."""

    def __init__(self, program: Program, slots: Sequence[int], verdicts: Sequence[CaseVerdict]) -> None:
        self.program = program
        self.slots = slots
        self.verdicts = verdicts
        self.found: dict[int, Word] = {}

    def all(self) -> list[Word]:
        """Every word that tells some of the cases apart, the cheapest of those that mean the same."""
        for spot, slot in enumerate(self.slots):
            self._of_one(spot, slot)
        numbers = [spot for spot, slot in enumerate(self.slots) if self.program.slots[slot].kind == "int"]
        for one, other in combinations(numbers, 2):
            self._of_two(one, other)
        return list(self.found.values())

    def _of_one(self, spot: int, slot: int) -> None:
        kind, column = self.program.slots[slot].kind, [one.values[spot] for one in self.verdicts]
        low, high = self._ends(spot)
        if kind in ("bool", "member"):
            self._take(("var", slot), low == 1, high == 0)
            return
        if kind != "enum":
            self._thresholds(("var", slot), low, high)
        for value in np.unique(low[low == high]).tolist():
            may = np.fromiter((value in values for values in column), bool, len(column))
            self._take(("==", ("var", slot), ("const", value)), may & (low == high), ~may)

    def _of_two(self, one: int, other: int) -> None:
        left, right = ("var", self.slots[one]), ("var", self.slots[other])
        (low, high), (least, most) = self._ends(one), self._ends(other)
        self._thresholds(("+", left, right), low + least, high + most)
        self._thresholds(("-", left, right), low - most, high - least)

    def _ends(self, spot: int) -> tuple[Array, Array]:
        """The least and the greatest value of a slot in each case."""
        low, high = zip(*((min(one.values[spot]), max(one.values[spot])) for one in self.verdicts), strict=True)
        return np.asarray(low, dtype=np.int64), np.asarray(high, dtype=np.int64)

    def _thresholds(self, side: Expr, low: Array, high: Array) -> None:
        """At least so much, wherever that lies between the values of two cases."""
        for value in np.unique(low)[1:].tolist():
            self._take(self._at_least(side, value), low >= value, high < value)

    def _at_least(self, side: Expr, value: int) -> Expr:
        """At least so much; said of a small difference as of its two sides."""
        if side[0] == "-" and value in (0, 1):
            return (">" if value else ">=", side[1], side[2])
        return (">=", side, ("const", value))

    def _take(self, expr: Expr, yes: Array, no: Array) -> None:
        """Keep a condition and its opposite, by for which cases it surely holds and surely does not."""
        if not (yes | no).all():
            return
        holds = int.from_bytes(np.packbits(yes, bitorder="little").tobytes(), "little")
        every = (1 << len(yes)) - 1
        for one, cases in ((expr, holds), (negate(expr), every & ~holds)):
            if cases in (0, every):
                continue
            cost = len(spelled(one, self.program))
            known = self.found.get(cases)
            if known is None or cost < known.cost:
                self.found[cases] = Word(cases, one, cost)
