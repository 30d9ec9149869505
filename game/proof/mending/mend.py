"""The mend of a trap or a dead stop: where it is crossed into, what would keep the player out, and the proof of that.

The crossing is the choice of the witness that leads from where an ending can still be reached to where none can. The
weakest guard there over what an author can read (see `cases`) keeps every unsafe case out. The story is then changed in
memory and looked at anew: where the trap can still be come to by another crossing, that one is guarded too, until the
trap is gone. The mend is told only if nothing is lost then in a scene where nothing was lost before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from game.engine import Choice, Expr, Program, Scene
from game.proof.explicit.witness import Node, Tree
from game.proof.mending.cases import Cases, choose
from game.proof.mending.edits import extended, free_name, guarded, takes_choices
from game.proof.mending.lost import Lost, Spot, Way, chain_to
from game.proof.mending.shortest import shortest
from game.proof.report.report import Detour, Guard, Mend
from game.proof.report.spelling import spelled
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
    """Where a way is lost: the node before, the node after, and the choice that leads from one to the other."""

    before: int
    after: int
    spot: Spot


@dataclass(slots=True)
class Mender:
    """Mends the findings of one story. `lost_of` is asked for the story itself and for every mended one."""

    program: Program
    lost_of: LostOf
    lost: Lost | None = field(init=False)

    def __post_init__(self) -> None:
        self.lost = self.lost_of(self.program)

    def mend(self, scene: str, nodes: Sequence[Node], node: int, *, stuck: bool) -> Mend | None:
        """What would mend the finding that the story is lost in a scene, with its witness; None where it is lost from
        the start, or nothing is known of it.
        """
        if self.lost is None:
            return None
        number = self.program.index[scene]
        way = followed(self.lost.model, nodes, node)
        crossing = crossed(self.lost, way)
        if crossing is None:
            return None
        attempt = _Attempt(self.program, self.lost, self.lost_of, number, stuck)
        attempt.close(way, crossing)
        name = way.tree.nodes[crossing.after].choice
        comply = attempt.comply
        turn = way.tree.turns[crossing.after]
        if attempt.done:
            costs = attempt.costs()
            told = Mend(name, turn, comply, tuple(attempt.guards), (), attempt.wide, costs)
            if not attempt.wide:
                return told
            return Mend(name, turn, comply, told.guards, self._detours(number, crossing, way, stuck=stuck), True, costs)
        detours = self._detours(number, crossing, way, stuck=stuck)
        return Mend(name, turn, comply, (), detours, attempt.wide, ())

    def _detours(self, number: int, crossing: Crossing, way: Way, *, stuck: bool) -> tuple[Detour, ...]:
        """A way back to before the crossing, and an ending, if a choice in the scene that leads there is enough."""
        program, lost = self.program, self.lost
        assert lost is not None
        if not takes_choices(program, number):
            return ()
        ends = [index for index in range(len(program.scenes)) if lost.model.machine.scene(index).ending >= 0]
        name = free_name(program, number)
        found = []
        for targets, end in (([crossing.spot.scene], False), (ends[:MOST_DETOURS], True)):
            for target in targets:
                if target != number and self._mended(extended(program, number, target), number, stuck=stuck):
                    scene = lost.model.machine.scene
                    found.append(Detour(scene(number).id, name, scene(target).id, end))
                    break
        return tuple(found)

    def _mended(self, program: Program, number: int, *, stuck: bool) -> bool:
        """Whether nothing is lost in a scene of a changed story, nor where nothing was lost before."""
        after, before = self.lost_of(program), self.lost
        if after is None or before is None or not no_worse(after, before):
            return False
        return not after.scenes() or after.nearest(number, stuck=stuck) is None


@dataclass(slots=True)
class _Attempt:
    """Closing every way into a trap with guards."""

    program: Program
    lost: Lost
    lost_of: LostOf
    scene: int
    stuck: bool
    guards: list[Guard] = field(default_factory=list)
    comply: int | None = None
    wide: bool = False
    done: bool = False
    end: Lost | None = None

    def close(self, way: Way, crossing: Crossing) -> None:
        """Guard one crossing after the other until none is left; `done` where that was to be."""
        program, lost, first = self.program, self.lost, True
        for _ in range(MOST_CROSSINGS):
            cases = lost.cases(crossing.spot)
            expr = self._guard(program, cases, crossing.spot)
            if first:
                self.comply = self._last(lost, way, crossing.spot)
                first = False
            if expr is None or expr == NEVER:
                return
            program = guarded(program, crossing.spot, expr)
            after = self.lost_of(program)
            if after is None or not no_worse(after, self.lost):
                return
            found = after.nearest(self.scene, stuck=self.stuck) if after.scenes() else None
            if found is None:
                self.done, self.end = True, after
                return
            again = crossed(after, found)
            if again is None:
                return
            lost, way, crossing = after, found, again

    def _guard(self, program: Program, cases: Cases, spot: Spot) -> Expr | None:
        """The weakest guard at a crossing, of equals the shortest, noted; None where none can be written."""
        choice = Choice(*Scene(*program.scenes[spot.scene]).choices[spot.choice])
        if choice.kind not in ("choice", "fallback"):
            return None
        best: tuple[int, str, Expr, int] | None = None
        for chosen in choose(cases):
            expr = shortest(program, chosen.slots, cases.verdicts(chosen.slots))
            if expr is not None:
                words = spelled(expr, program)
                if best is None or (len(words), words) < best[:2]:
                    best = (len(words), words, expr, chosen.admitted)
        if best is None:
            return None
        _, words, expr, admitted = best
        closes = cases.safe_count - admitted
        self.wide = self.wide or closes > 0
        self.guards.append(Guard(choice.id, words, closes, cases.safe_count))
        return expr

    def _last(self, lost: Lost, way: Way, spot: Spot) -> int | None:
        """After how many choices the player could still come to the choice where it is safe."""
        node = lost.last_comply(way, spot)
        return None if node < 0 else way.tree.turns[node]

    def costs(self) -> tuple[str, ...]:
        """What can be met in the story and not in the mended one."""
        assert self.end is not None
        gone = self.lost.met() - self.end.met()
        return tuple(sorted(f"{kind}:{name}" for kind, name in gone))


def no_worse(after: Lost, before: Lost) -> bool:
    """Whether a changed story is lost nowhere where it was not before; what it was before is asked last, being dear."""
    left = after.scenes()
    return not left or left <= before.scenes()


def followed(model: Model, nodes: Sequence[Node], node: int) -> Way:
    """A witness played again in a tree of its own."""
    chain: list[Node] = []
    while node > 0:
        chain.append(nodes[node])
        node = nodes[node].before
    tree, at = Tree(model), 0
    for step in reversed(chain):
        at = tree.again(at, step)
    return Way(tree, at)


def crossed(lost: Lost, way: Way) -> Crossing | None:
    """Where a way is lost; None where it is from its start, or never."""
    tree, after = way.tree, -1
    for node in chain_to(way):
        if not lost.is_lost(tree.places[node], tree.values[node]):
            if after < 0:
                return None
            place = lost.model.places[tree.places[node]]
            name = tree.nodes[after].choice
            number = next(index for index, option in enumerate(place.options) if option.choice.id == name)
            return Crossing(node, after, Spot(place.scene, number))
        after = node
    return None
