"""What is still to be asked of relaxed stories: the questions that wait, each with the variables that it needs kept.

Questions whose variables together stay few share a relaxed story. Whoever is free takes the next lot; answers may come
back in any order, and only decide which lots come later, never what the answers are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2, prod
from threading import Lock
from typing import NamedTuple

from game.proof.system.model import Model, Move

Kept = frozenset[int]
"""The variables (slots) that a relaxed story keeps."""

FEW_BITS, MORE_BITS = 16.0, 4.0
"""Questions share a relaxed story up to so many bits of variables, or so many more than the first of them asks for."""

MOST_OUTCOMES = 100
"""Up to how many combinations of values a move may write from what is not kept; past that, what it reads is kept."""


class Lot(NamedTuple):
    """Questions to be asked of one relaxed story, by their ids, and what each of them needs kept."""

    kept: Kept
    own: Mapping[str, Kept]

    @property
    def shared(self) -> bool:
        """Whether questions of different needs are in it."""
        return len(set(self.own.values())) > 1


class Agenda:
    """Questions by what they need kept. Safe to use from several threads.

    `under_way` counts the lots that were taken and whose answers have not come back.
    """

    def __init__(self, model: Model, questions: Sequence[str]) -> None:
        self._sizes = model.functions.sizes
        self._many = _entangling(model)
        self._lock = Lock()
        self._waiting: dict[Kept, list[str]] = {frozenset(): list(questions)} if questions else {}
        self._alone: set[Kept] = set()
        self._whole: dict[Kept, Kept] = {}
        self.under_way = 0

    def take(self, hands: int = 1) -> Lot | None:
        """The next lot: the questions that wait for the fewest variables, with others that ask for few more. Where only
        one group waits and several `hands` are free, a part of it.
        """
        with self._lock:
            if not self._waiting:
                return None
            self.under_way += 1
            if hands > 1 and len(self._waiting) == 1:
                return self._part(hands)
            return self._next()

    def _part(self, hands: int) -> Lot:
        (kept, names), *_ = self._waiting.items()
        size = -(-len(names) // hands)
        self._waiting[kept] = names[size:]
        if not self._waiting[kept]:
            del self._waiting[kept]
        return Lot(kept, dict.fromkeys(names[:size], kept))

    def _next(self) -> Lot:
        order = sorted(self._waiting, key=lambda kept: (len(kept), sorted(kept)))
        kept = order[0]
        own = dict.fromkeys(self._waiting.pop(kept), kept)
        if kept not in self._alone:
            most = max(FEW_BITS, self._bits(kept) + MORE_BITS)
            for other in order[1:]:
                if other not in self._alone and self._bits(kept | other) <= most:
                    kept |= other
                    own |= dict.fromkeys(self._waiting.pop(other), other)
        return Lot(kept, own)

    def give_back(self, lot: Lot) -> None:
        """A lot that nobody could look at waits again."""
        with self._lock:
            self.under_way -= 1
            for name, kept in lot.own.items():
                self._waiting.setdefault(kept, []).append(name)

    def split(self, lot: Lot) -> None:
        """A lot whose relaxed story was too large waits again, each group alone."""
        self.give_back(lot)
        with self._lock:
            self._alone |= set(lot.own.values())

    def learn(self, lot: Lot, more: Mapping[str, Kept]) -> None:
        """A lot was looked at; some of its questions need more kept."""
        with self._lock:
            self.under_way -= 1
            for name, needed in more.items():
                self._waiting.setdefault(self._with(lot.own[name] | needed), []).append(name)

    def _bits(self, kept: Kept) -> float:
        """How wide the values of some variables are together, if they were all told apart everywhere."""
        return sum(log2(self._sizes[slot]) for slot in kept)

    def _with(self, kept: Kept) -> Kept:
        """Some variables, with those from which too many of them are written at once to try every value."""
        found = self._whole.get(kept)
        if found is None:
            found = kept
            while more := self._entangled(found):
                found |= more
            self._whole[kept] = found
        return found

    def _entangled(self, kept: Kept) -> Kept:
        for move, written in self._many:
            if len(written & kept) < 2:
                continue
            loose = [slot for slot, term in move.update.items() if slot in kept and not kept.issuperset(term.slots)]
            if len(loose) > 1 and prod(self._sizes[slot] for slot in loose) > MOST_OUTCOMES:
                return written_from(move, kept)
        return frozenset()


def _entangling(model: Model) -> list[tuple[Move, Kept]]:
    """The moves that write several variables from others, with those that they write."""
    return [
        (move, frozenset(move.update))
        for place in model.places
        for move in place.moves
        if sum(any(read != slot for read in term.slots) for slot, term in move.update.items()) > 1
    ]


def written_from(move: Move, kept: Kept) -> Kept:
    """The variables, not kept yet, from which a move writes into kept ones."""
    return frozenset(read for slot, term in move.update.items() if slot in kept for read in term.slots) - kept
