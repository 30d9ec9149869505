"""The mend of a trap or a dead stop: where it is crossed into, what would keep the player out, and the proof of that.

The crossing is the choice of the witness that leads from where an ending can still be reached to where none can. The
weakest guard there over what an author can read (see `cases`) keeps every unsafe case out. Where the trap can still be
come to by another crossing, that one is guarded too, until the trap is gone.

Why an exact guard is proved without looking at the story anew: it closes a choice just where all that the choice can
lead to is lost. Such a move is on no way to an ending. So wherever an ending could be reached it still can be, by other
choices that are open (so none opens that waits for all others to be closed), and what is lost is what was lost before,
as far as it can still be reached. What remains to be asked is whether any move that is still open leads into the trap.

A guard that closes more, or that chance decides about, may cut others off. Then the story is changed in memory and
looked at anew, and the mend is told only if nothing is lost then in a scene where nothing was lost before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from game.engine import Expr, Program
from game.proof.explicit.witness import Node, Tree
from game.proof.mending.cases import choose
from game.proof.mending.edits import extended, free_name, guarded, named, takes_choices
from game.proof.mending.lost import GuardSpot, Lost, WayIn, chain_to, deals
from game.proof.mending.shortest import shortest
from game.proof.report.report import Detour, Guard, Mend
from game.proof.report.spelling import spelled
from game.proof.symbolic.diagrams import OutOfNodes
from game.proof.system.model import Model

MOST_CROSSINGS = 12
"""How many ways into one trap are guarded."""

MOST_DETOURS = 8
"""How many places to lead on to are tried from a trap."""

NEVER = ("const", 0)

LostOf = Callable[[Program], Lost | None]
"""Works out where a story is lost; None where that is too much."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a way is lost: the node before, the node after, the choice that leads from one to the other, and the scene
    that it comes to.
    """

    before: int
    after: int
    spot: GuardSpot
    to: int

    def spots(self, lost: Lost) -> list[GuardSpot]:
        """Where a condition could keep the player out: at the choice, and at the card that it deals; where chance alone
        tells what the choice leads to, at the card first.
        """
        choice = lost.model.machine.scene(self.spot.scene).choices[self.spot.choice]
        found = [self.spot] if choice.kind in ("choice", "fallback") else []
        if deals(choice.target, self.to):
            found.insert(0 if found and lost.cases(self.spot).luck else 1, GuardSpot(self.to))
        return found


class _Now(NamedTuple):
    """The story as far as it is mended: where it is lost but for the choices that are closed."""

    program: Program
    lost: Lost
    closed: frozenset[GuardSpot]


@dataclass(slots=True)
class Mender:
    """Mends the findings of one story, of which it is known where it is `lost`. `lost_of` is asked for mended ones."""

    program: Program
    lost: Lost
    lost_of: LostOf

    def mend(self, scene: str, nodes: Sequence[Node], node: int) -> Iterator[Mend]:
        """What would mend the finding that the story is lost in a scene, with its witness: first its guards, as soon as
        they are proved, then with all else that can be told; nothing where it is lost from the start. Raises
        `OutOfNodes` where not even that is known.
        """
        number = self.program.index[scene]
        way = followed(self.lost.model, nodes, node)
        crossing = crossed(self.lost, way)
        if crossing is None:
            return
        attempt = _Attempt(self.program, self.lost, self.lost_of, number)
        done = attempt.close(crossing)
        told = Mend(way.tree.nodes[crossing.after].choice, way.tree.lengths[crossing.after], None, costs=None)
        if done:
            told = replace(told, guards=tuple(attempt.guards), wide=attempt.wide)
            yield told
        if done:
            with suppress(OutOfNodes):
                told = replace(told, costs=attempt.costs())
        with suppress(OutOfNodes) if done else nullcontext():
            if not done or attempt.wide:
                told = replace(told, detours=self._detours(number, crossing), wide=attempt.wide)
            comply = self.lost.last_comply(way, crossing.spot)
            told = replace(told, comply=None if comply < 0 else way.tree.lengths[comply])
        yield told

    def _detours(self, number: int, crossing: Crossing) -> tuple[Detour, ...]:
        """A way back to before the crossing, and an ending, if a choice in the scene that leads there is enough."""
        program, lost = self.program, self.lost
        if not takes_choices(program, number):
            return ()
        ends = [index for index in range(len(program.scenes)) if lost.model.machine.scene(index).ending >= 0]
        name = free_name(program, number)
        found = []
        for targets, end in (([crossing.spot.scene], False), (ends[:MOST_DETOURS], True)):
            for target in targets:
                after = None if target == number else self.lost_of(extended(program, number, target))
                if after is not None and no_worse(after, lost) and number not in after.scenes():
                    scene = lost.model.machine.scene
                    found.append(Detour(scene(number).id, name, scene(target).id, end))
                    break
        return tuple(found)


@dataclass(slots=True)
class _Attempt:
    """Closing every way into a trap with guards."""

    program: Program
    lost: Lost
    lost_of: LostOf
    scene: int
    guards: list[Guard] = field(default_factory=list)
    wide: bool = False
    end: Lost | None = None

    def close(self, crossing: Crossing) -> bool:
        """Guard one crossing after the other until none is left; whether that came to an end."""
        now = _Now(self.program, self.lost, frozenset())
        for _ in range(MOST_CROSSINGS):
            after = next(filter(None, (self._closed(now, spot) for spot in crossing.spots(now.lost))), None)
            if after is None:
                return False
            now = after
            found = now.lost.way_in(self.scene, now.closed)
            if found is None:
                self.end = now.lost
                return True
            again = crossed(now.lost, found)
            if again is None:
                return False
            crossing = again
        return False

    def _closed(self, now: _Now, spot: GuardSpot) -> _Now | None:
        """The story with the weakest guard at a spot, which is noted; None where none can be told and proved."""
        cases = now.lost.cases(spot)
        best: tuple[int, str, Expr, int] | None = None
        for chosen in choose(cases):
            expr = shortest(now.program, chosen.slots, cases.verdicts(chosen.slots))
            if expr is not None and expr != NEVER:
                words = spelled(expr, now.program)
                if best is None or (len(words), words) < best[:2]:
                    best = (len(words), words, expr, chosen.admitted)
        if best is None:
            return None
        _, words, expr, admitted = best
        program, closes = guarded(now.program, spot, expr), cases.safe_count - admitted
        if closes or cases.luck or _opens_more(now.lost, spot):
            after = self.lost_of(program)
            if after is None or not no_worse(after, self.lost):
                return None
            found = _Now(program, after, frozenset())
        else:
            found = _Now(program, now.lost, now.closed | {spot})
        self.wide = self.wide or closes > 0
        self.guards.append(Guard(named(program, spot), words, closes, cases.safe_count))
        return found

    def costs(self) -> tuple[str, ...] | None:
        """What can be met in the story and not in the mended one; None where that is not known."""
        assert self.end is not None
        gone = self.lost.gone(self.scene, self.end)
        return None if gone is None else tuple(sorted(gone))


def _opens_more(lost: Lost, spot: GuardSpot) -> bool:
    """Whether what is closed could open something: another card, or, where it is lost already, a choice that is open
    where no other is.
    """
    choices = lost.model.machine.scene(spot.scene).choices
    return spot.choice < 0 or (any(choice.fallback for choice in choices) and spot.scene in lost.scenes())


def no_worse(after: Lost, before: Lost) -> bool:
    """Whether a changed story is lost nowhere where it was not before, and leads nowhere only where it did; what it was
    before is asked last, being dear."""
    left, ends = after.scenes(), after.dead_ends()
    return (not left or left <= before.scenes()) and (not ends or ends <= before.dead_ends())


def followed(model: Model, nodes: Sequence[Node], node: int) -> WayIn:
    """A witness played again in a tree of its own."""
    chain: list[Node] = []
    while node > 0:
        chain.append(nodes[node])
        node = nodes[node].before
    tree, at = Tree(model), 0
    for step in reversed(chain):
        at = tree.again(at, step)
    return WayIn(tree, at)


def crossed(lost: Lost, way: WayIn) -> Crossing | None:
    """Where a way is lost; None where it is from its start, or never."""
    tree, after = way.tree, -1
    for node in chain_to(way):
        if not lost.is_lost(tree.places[node], tree.values[node]):
            if after < 0:
                return None
            place = lost.model.places[tree.places[node]]
            name = tree.nodes[after].choice
            number = next(index for index, option in enumerate(place.options) if option.choice.id == name)
            return Crossing(node, after, GuardSpot(place.scene, number), lost.model.places[tree.places[after]].scene)
        after = node
    return None
