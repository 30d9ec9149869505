"""The order of the slots in diagrams: each right after the one with which it is read most.

The size of a diagram hangs on the order of its bits more than on anything else; what is compared with one another has
to stand together. Finding the best order is hopeless (Bollig and Wegener, 1996), so a plain rule stands here: every
slot follows the slot that it is read together with most often, if that one is read together with more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from game.proof.system.model import Move


def slot_order(moves: Iterable[Move], used: Collection[int]) -> list[int]:
    """The slots of `used` in the order in which their bits should stand."""
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
    for first in sorted(set(used) - led):
        waiting = [first]
        while waiting:
            slot = waiting.pop()
            order.append(slot)
            waiting += reversed(followers.get(slot, ()))
    return order


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
