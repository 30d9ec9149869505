"""A story as a transition system: places (a scene with the calls that are open) and moves between them.

A move is one outcome of one choice. Its guard and its effects are functions of the values *before* the choice, so that
a move is taken in one step however many effects, targets and scenes' own effects it runs through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from game.engine import Choice, Machine, Scene, Slot
from game.proof.system.branches import Branch, Brancher, Odds, Stack
from game.proof.system.effects import Env, Overrun, Runner
from game.proof.system.terms import Term, Terms

Conjunction = tuple[Term, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """One outcome of a choice. `target` is a place index, or -1 for a fault of the story (see `Branch.fault`).

    `update` gives the slots that may change. `overruns` are those of the scene arrived at. `like` are the choices that
    do the same, where several were joined (see `joined_moves`).
    """

    source: int
    choice: int
    guard: Conjunction
    target: int
    update: Env
    odds: tuple[Odds, ...]
    fault: str
    overruns: tuple[Overrun, ...]
    like: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A choice at a place: when it is open, when it is shown, and where its own effects overrun."""

    choice: Choice
    open: Conjunction
    shown: Conjunction
    overruns: tuple[Overrun, ...]


@dataclass(slots=True, eq=False)
class Place:
    """A scene with its open calls (innermost last), its options and the moves that leave it."""

    scene: int
    stack: Stack
    options: list[Option] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    ending: int = -1


@dataclass(slots=True, eq=False)
class Model:
    """The whole system. Place 0 is where the story starts, with the values `start`."""

    machine: Machine
    terms: Terms
    places: list[Place]
    start: tuple[int, ...]
    opening: tuple[Overrun, ...]


MOST_PLACES = 200_000


class TooManyPlaces(Exception):
    """The scenes of a story call one another in a round, so that its places have no end."""


def build_model(
    machine: Machine, flags: Sequence[Slot] = (), tick: Callable[[], None] = lambda: None, most: int = MOST_PLACES
) -> Model:
    """All places that can be reached if every guard that is not plainly false could hold, with their moves.

    `flags` are slots of the proof's own, past those of the story; `tick` is called now and then and may raise. Raises
    TooManyPlaces where there are more than `most`.
    """
    from game.engine import start

    return _Builder(machine, flags, tick, most).build((*start(machine).values, *(slot.start for slot in flags)))


class _Builder:
    def __init__(self, machine: Machine, flags: Sequence[Slot], tick: Callable[[], None], most: int) -> None:
        self.machine = machine
        self.most = most
        self.tick = tick
        self.terms = Terms((*machine.program.slots, *flags))
        self.places: list[Place] = []
        self.numbers: dict[tuple[int, Stack], int] = {}

    def build(self, values: tuple[int, ...]) -> Model:
        program = self.machine.program
        self._number(program.start, ())
        for place in self.places:  # grows while we walk it
            self._fill(place)
            self.tick()
        runner = Runner(self.terms, {s: self.terms.number(slot.start) for s, slot in enumerate(program.slots)})
        runner.enter(self.machine.scene(program.start))
        return Model(self.machine, self.terms, self.places, values, tuple(runner.overruns))

    def _number(self, scene: int, stack: Stack) -> int:
        found = self.numbers.get((scene, stack))
        if found is None:
            if len(stack) > len(self.machine.program.scenes) or len(self.places) >= self.most:
                raise TooManyPlaces
            found = self.numbers[scene, stack] = len(self.places)
            self.places.append(Place(scene, stack, ending=self.machine.scene(scene).ending))
        return found

    def _fill(self, place: Place) -> None:
        scene = self.machine.scene(place.scene)
        if scene.ending >= 0:
            return
        own = [self._own(choice) for choice in scene.choices]
        for index, choice in enumerate(scene.choices):
            opened = self._open(scene, own, index)
            runner = Runner(self.terms, {})
            if choice.taken >= 0:
                runner.count_up(choice.taken)
            runner.run(choice.do)
            place.options.append(
                Option(choice, opened, self._shown(choice, own[index], opened), tuple(runner.overruns))
            )
            if opened != (self.terms.false,):
                self._moves(place, index, opened, runner.env)

    def _own(self, choice: Choice) -> Term:
        """Whether a choice's own conditions hold: its guard, and not used up."""
        f = self.terms
        holds = f.true if choice.guard is None else f.of(choice.guard, {})
        return f.apply("and", holds, self._unused(choice)) if choice.once else holds

    def _unused(self, choice: Choice) -> Term:
        return self.terms.of(("==", ("var", choice.taken), ("const", 0)), {})

    def _open(self, scene: Scene, own: list[Term], index: int) -> Conjunction:
        """A fallback is open only where nothing else is."""
        f = self.terms
        rest: list[Term] = []
        if scene.choices[index].fallback:
            rest = [f.negation(one) for one, other in zip(own, scene.choices, strict=True) if not other.fallback]
        return f.conjunction([own[index], *rest])

    def _shown(self, choice: Choice, own: Term, opened: Conjunction) -> Conjunction:
        if choice.fallback:
            return opened
        if choice.secret:
            return self.terms.conjunction([own])
        return self.terms.conjunction([self._unused(choice)] if choice.once else [])

    def _moves(self, place: Place, index: int, opened: Conjunction, env: Env) -> None:
        scene = self.machine.scene(place.scene)
        source = self.numbers[place.scene, place.stack]
        brancher = Brancher(self.terms, env)
        brancher.walk(scene.choices[index].target, place.stack)
        for branch in brancher.found:
            guard = self.terms.conjunction([*opened, *branch.when])
            if guard != (self.terms.false,):
                place.moves.append(self._move(source, index, guard, branch, env))

    def _move(self, source: int, index: int, guard: Conjunction, branch: Branch, env: Env) -> Move:
        if branch.scene < 0:
            return Move(source, index, guard, -1, {}, branch.odds, branch.fault, ())
        runner = Runner(self.terms, dict(env))
        runner.enter(self.machine.scene(branch.scene))
        target = self._number(branch.scene, branch.stack)
        return Move(source, index, guard, target, runner.env, branch.odds, "", tuple(runner.overruns))


def slots_read(model: Model, wanted: Iterable[Term] = ()) -> set[int]:
    """The slots on which the way through the story and some terms depend: those that guards, odds and these terms
    read, and those from which these are written.
    """
    moves = [move for place in model.places for move in place.moves]
    terms = {term for move in moves for term in move.guard}
    terms.update(term for place in model.places for option in place.options for term in option.open)
    terms.update(term for move in moves for draw in move.odds for _, parts in draw.parts for term in parts)
    terms.update(wanted)
    found: set[int] = set()
    while fresh := {slot for term in terms for slot in term.slots} - found:
        found |= fresh
        terms = {term for move in moves for slot, term in move.update.items() if slot in fresh}
    return found
