"""The cases at a crossing: in which states a choice is safe to take, in which it is not, and on what that depends.

A guard may only read what an author can read there. Over some variables the weakest guard that lets no unsafe case
through is settled: it holds for just those values with which no case is unsafe. So the search is for the variables: a
guard is exact over them if no safe case has the values of an unsafe one. Two cases that conflict differ in some other
variable, and every exact set of variables that holds these has one of those too (a hitting set, built up as it fails).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from game.proof.system.terms import Array

MOST_SLOTS = 4
"""How many variables a guard may read."""

MOST_TRIED = 600
"""How many sets of variables are tried at a crossing."""

Values = tuple[int, ...]
"""Values of a variable that nothing tells apart."""


class CaseVerdict(NamedTuple):
    """What a guard over some variables has to say about some values of these: `open` true, or else false."""

    values: tuple[Values, ...]
    open: bool


class Cases(Protocol):
    """All cases at a crossing, however they are kept. Slots are those on which the cases may depend. `luck` says
    whether chance alone tells in some of them: these are unsafe.
    """

    luck: bool

    @property
    def safe_count(self) -> int:
        """How many safe cases there are."""

    def admitted(self, slots: Sequence[int]) -> int:
        """How many safe cases the weakest guard over some slots lets through."""

    def conflict(self, slots: Sequence[int]) -> tuple[int, ...]:
        """Further slots, one of which has to be told apart to let more through; none where the guard is exact."""

    def verdicts(self, slots: Sequence[int]) -> list[CaseVerdict]:
        """The weakest guard over some slots, value by value; values that never come are left out."""


class Chosen(NamedTuple):
    """Slots for a guard, and how many of the safe cases it lets through."""

    slots: tuple[int, ...]
    admitted: int


def choose(cases: Cases) -> list[Chosen]:
    """The sets of slots over which the weakest guards are found: all that let equally many cases through, none of them
    with a slot too many."""
    tried: dict[tuple[int, ...], int] = {}
    exact: set[tuple[int, ...]] = set()
    waiting: list[tuple[int, ...]] = [()]
    for slots in waiting:
        if slots in tried or len(tried) >= MOST_TRIED or any(set(one) <= set(slots) for one in exact):
            continue
        tried[slots] = cases.admitted(slots)
        further = cases.conflict(slots) if tried[slots] < cases.safe_count else ()
        if tried[slots] == cases.safe_count:
            exact.add(slots)
        elif len(slots) < MOST_SLOTS:
            waiting += [tuple(sorted((*slots, slot))) for slot in further]
    most = max(tried.values())
    best = [slots for slots, admitted in tried.items() if admitted == most]
    small = [slots for slots in best if not any(set(other) < set(slots) for other in best)]
    return [Chosen(slots, most) for slots in small]


class Rows:
    """Cases written down one by one: for each slot the class of its value in every case, and whether it is safe.

    `classes[slot]` are the values of each class. What stands in both is the same case come to more than once.
    """

    def __init__(
        self, classes: dict[int, list[Values]], columns: dict[int, Array], safe: Array, *, luck: bool = False
    ) -> None:
        self.classes = classes
        self.columns = {slot: column for slot, column in columns.items() if len(classes[slot]) > 1}
        self.safe = safe
        self.luck = luck
        self.safe_count = int(np.count_nonzero(safe))

    def _numbered(self, slots: Sequence[int]) -> tuple[Array, int]:
        """For each case the number of its values of some slots, and how many numbers there are."""
        numbers = np.zeros(len(self.safe), dtype=np.int64)
        for slot in slots:
            numbers = numbers * len(self.classes[slot]) + self.columns[slot]
        found, inverse = np.unique(numbers, return_inverse=True)
        return inverse.reshape(-1), len(found)

    def _refused(self, slots: Sequence[int]) -> tuple[Array, Array]:
        """For each case the number of its values, and for each number whether an unsafe case has these values."""
        numbers, count = self._numbered(slots)
        refused = np.zeros(count, dtype=bool)
        refused[numbers[~self.safe]] = True
        return numbers, refused

    def admitted(self, slots: Sequence[int]) -> int:
        """See `Cases`."""
        numbers, refused = self._refused(slots)
        return int(np.count_nonzero(self.safe & ~refused[numbers]))

    def conflict(self, slots: Sequence[int]) -> tuple[int, ...]:
        """See `Cases`; the slots in which a safe case differs from the unsafe one most like it."""
        numbers, refused = self._refused(slots)
        blocked = np.flatnonzero(self.safe & refused[numbers])
        if not len(blocked):
            return ()
        one = blocked[0]
        others = np.flatnonzero(~self.safe & (numbers == numbers[one]))
        differs = {slot: column[others] != column[one] for slot, column in self.columns.items() if slot not in slots}
        nearest = int(np.argmin(sum(differs.values(), np.zeros(len(others), dtype=np.int64))))
        return tuple(slot for slot, differ in differs.items() if differ[nearest])

    def verdicts(self, slots: Sequence[int]) -> list[CaseVerdict]:
        """See `Cases`."""
        numbers, refused = self._refused(slots)
        _, first = np.unique(numbers, return_index=True)
        return [
            CaseVerdict(
                tuple(self.classes[slot][int(self.columns[slot][row])] for slot in slots), not bool(refused[number])
            )
            for number, row in enumerate(first.tolist())
        ]
