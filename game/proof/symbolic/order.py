"""The order of the slots in diagrams: each right after the one with which it is read most.

The size of a diagram hangs on the order of its bits more than on anything else; what is compared with one another has
to stand together. Finding the best order is hopeless (Bollig and Wegener, 1996), so plain rules stand here: every slot
follows the slot that it is read together with most often, if that one is read together with more. What guards come to
read late in the story can stand before what they read early: on the shipped story that halves the sets that can be
reached, against the order of numbers, and gives longest ways in a third of the time; where guards join many flags of a
long story it needs too many nodes, so traps are looked for without.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from game.proof.system.model import Move
from game.proof.system.terms import slots_of


def slot_order(moves: Sequence[Move], used: Collection[int], rank: Sequence[int] | None = None) -> list[int]:
    """The slots of `used` in the order in which their bits should stand; with the `rank` of places in play, what is
    read late comes first.
    """
    together: dict[int, dict[int, int]] = {}
    for slots in set(_read_together(moves, frozenset(used))):
        for one in slots:
            row = together.setdefault(one, {})
            for other in slots:
                if other != one:
                    row[other] = row.get(other, 0) + 1
    weight = {slot: sum(row.values()) for slot, row in together.items()}
    followers: dict[int, list[int]] = {}
    led: set[int] = set()
    for slot in sorted(together):
        leader = max(sorted(together[slot]), key=lambda other: (together[slot][other], weight[other]))
        if (weight[leader], -leader) > (weight[slot], -slot):
            followers.setdefault(leader, []).append(slot)
            led.add(slot)
    order: list[int] = []
    read = {} if rank is None else _first_read(moves, rank)

    def latest(slots: Iterable[int]) -> list[int]:
        return sorted(slots, key=lambda slot: (-read.get(slot, 0), slot))

    for first in latest(set(used) - led):
        waiting = [first]
        while waiting:
            slot = waiting.pop()
            order.append(slot)
            waiting += reversed(latest(followers.get(slot, ())))
    return order


def _first_read(moves: Iterable[Move], rank: Sequence[int]) -> dict[int, int]:
    """For each slot that a guard reads the rank of the first place where one does."""
    found: dict[int, int] = {}
    for move in moves:
        for slot in slots_of(move.guard):
            found[slot] = min(rank[move.source], found.get(slot, rank[move.source]))
    return found


def _read_together(moves: Iterable[Move], used: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """The slots that one table of a guard reads, or that one effect reads and writes."""
    for move in moves:
        for term in move.guard:
            for leaf in term.leaves():
                slots = tuple(slot for slot in leaf.slots if slot in used)
                if len(slots) > 1:
                    yield slots
        for slot, term in move.update.items():
            slots = tuple(sorted({slot, *term.slots} & used))
            if len(slots) > 1:
                yield slots
