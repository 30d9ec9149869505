"""A story as a transition system: places (a scene with the calls that are open) and moves between them.

A move is one outcome of one choice. Its guard and its effects are functions of the values *before* the choice, so that
a move is taken in one step however many effects, targets and scenes' own effects it runs through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import NamedTuple

from game.engine import Block, Choice, Invariant, Machine, Scene, Slot, start
from game.engine.code import trail_blocks
from game.engine.markup import links
from game.engine.state import STAYED, Trail, staying
from game.engine.targets import STAY
from game.proof.system.branches import Branch, Brancher, Odds, Stack
from game.proof.system.effects import Env, Fall, Overrun, enter, take
from game.proof.system.terms import Term, Terms

Conjunction = tuple[Term, ...]


BY_CHOICE = -1
"""In the place of the scene in whose effects an overrun is: those of the choice itself."""


class Told:
    """Leaves out of trails what reads the same for everybody, tells of nothing in the codex, and from where nothing
    has to be reachable.
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.texts = machine.program.texts[machine.program.language]
        scenes = machine.program.scenes
        wishes = [invariant for invariant in machine.program.invariants if invariant[0] == "can"]
        origins = {str(scenes[one][0]) for wish in wishes for one in Invariant(*wish).where[2]}
        self._origins = origins
        self._known: dict[str, bool] = {}

    def of(self, scene: int, trail: Trail) -> Trail:
        """A trail that led to a scene, without what makes no difference."""
        if not trail:
            return trail
        own = self.machine.bare(scene)
        return tuple(
            name for name in trail if self._differs(own.id if name == STAYED else name) or name in self._origins
        )

    def _differs(self, name: str) -> bool:
        """Whether it makes a difference that a scene or a choice's result is shown."""
        found = self._known.get(name)
        if found is None:
            shown = trail_blocks(self.machine, (name,))
            found = any(self._varies(run) or (scene is not None and bool(scene.picture)) for scene, run in shown)
            self._known[name] = found
        return found

    def _varies(self, blocks: tuple[Block, ...]) -> bool:
        """Whether blocks have parts of which it can be asked whether anybody meets them."""
        for block in blocks:
            if block[0] in ("if", "picture"):
                return True
            if block[0] != "rule":
                text = self.texts[block[1]]
                if not isinstance(text, str) or links(text):
                    return True
        return False


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """One outcome of a choice. `target` is a place index, or -1 for a fault of the story (see `Branch.fault`).

    `update` gives the slots that may change. `overruns` are those of the scenes entered, each with its scene, and of
    the choice (`BY_CHOICE`) where its rolls make a difference. `like` are the choices that do the same, where several
    were joined (see `joined_moves`). `passed` are the scenes on the way that ran on, and `owner` is the id of what led
    to the fault.
    """

    source: int
    choice: int
    guard: Conjunction
    target: int
    update: Env
    odds: tuple[Odds, ...]
    fault: str
    overruns: tuple[tuple[int, Overrun], ...]
    like: tuple[int, ...] = ()
    passed: tuple[int, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A choice at a place: when it is open, when it is shown, and where its own effects overrun, if they always do the
    same.
    """

    choice: Choice
    open: Conjunction
    shown: Conjunction
    overruns: tuple[Overrun, ...]


@dataclass(slots=True, eq=False)
class Place:
    """A scene with its open calls (innermost last), its options and the moves that leave it. Of the `trail` that led
    here only what makes a difference to what may be read is kept.
    """

    scene: int
    stack: Stack
    options: list[Option] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    ending: int = -1
    trail: Trail = ()


@dataclass(slots=True, eq=False)
class Model:
    """The whole system. Place 0 is where the story starts, with the values `start`, after it `passed` some scenes."""

    machine: Machine
    terms: Terms
    places: list[Place]
    start: tuple[int, ...]
    opening: tuple[tuple[int, Overrun], ...]
    passed: tuple[int, ...] = ()


MOST_PLACES = 200_000
MOST_WALKED = 250_000
"""So many scenes are gone through for one choice, each as often as ways lead to it on which others have run on."""

_TICKS = 256
"""How many of them from one tick to the next."""


class TooManyPlaces(Exception):
    """The scenes of a story call one another in a round, so that its places have no end, or it has too many: where
    pages that run on lead apart again and again, they are as many as there are ways.
    """


def build_model(
    machine: Machine, flags: Sequence[Slot] = (), tick: Callable[[], None] = lambda: None, most: int = MOST_PLACES
) -> Model:
    """All places that can be reached if every guard that is not plainly false could hold, with their moves.

    `flags` are slots of the proof's own, past those of the story; `tick` is called now and then and may raise. Raises
    TooManyPlaces where there are more than `most`.
    """
    return _Builder(machine, flags, tick, most).build(tuple(slot.start for slot in flags))


class _Arrival(NamedTuple):
    """Where an outcome of a choice comes to at last, or what fault it meets, by what (`owner`)."""

    when: Conjunction
    odds: tuple[Odds, ...]
    scene: int
    stack: Stack
    trail: Trail
    env: Env
    overruns: tuple[tuple[int, Overrun], ...] = ()
    passed: tuple[int, ...] = ()
    fault: str = ""
    owner: str = ""


class _Passed(NamedTuple):
    """A scene that ran on, with where its effects overrun, after those `before` it: of thousands on a way, none copies
    the others.
    """

    before: _Passed | None
    scene: int
    overruns: tuple[tuple[int, Overrun], ...]


class _Coming(NamedTuple):
    """A branch of what a choice or a scene (`owner`) leads to from the scene `home`, before anything is done there."""

    branch: Branch
    owner: str
    home: int
    env: Env
    passed: _Passed | None = None


class _Builder:
    def __init__(self, machine: Machine, flags: Sequence[Slot], tick: Callable[[], None], most: int) -> None:
        self.machine = machine
        self.most = most
        self.tick = tick
        self.terms = Terms((*machine.program.slots, *flags))
        self.told = Told(machine)
        self.places: list[Place] = []
        self.numbers: dict[tuple[int, Stack, Trail], int] = {}

    def build(self, flags: tuple[int, ...]) -> Model:
        program = self.machine.program
        first = start(self.machine)
        values: Env = {slot: self.terms.number(one.start) for slot, one in enumerate(program.slots)}
        begun = _Coming(Branch((), program.start, (), ()), "", program.start, values)
        opening = next(self._outcomes([begun], ()))  # it is the same for everybody: see S229
        self._number(opening.scene, opening.stack, opening.trail)
        for place in self.places:  # grows while we walk it
            self._fill(place)
            self.tick()
        overruns, passed = opening.overruns, opening.passed
        return Model(self.machine, self.terms, self.places, (*first.values, *flags), overruns, passed)

    def _number(self, scene: int, stack: Stack, trail: Trail) -> int:
        trail = self.told.of(scene, trail)
        found = self.numbers.get((scene, stack, trail))
        if found is None:
            if len(stack) > len(self.machine.program.scenes) or len(self.places) >= self.most:
                raise TooManyPlaces
            found = self.numbers[scene, stack, trail] = len(self.places)
            self.places.append(Place(scene, stack, ending=self.machine.scene(scene).ending, trail=trail))
        return found

    def _fill(self, place: Place) -> None:
        scene = self.machine.scene(place.scene)
        if scene.ending >= 0:
            return
        own = [self._own(choice) for choice in scene.choices]
        for index, choice in enumerate(scene.choices):
            opened = self._open(scene, own, index)
            falls = take(self.terms, choice)
            overruns = falls[0].overruns if len(falls) == 1 else ()
            place.options.append(Option(choice, opened, self._shown(choice, own[index], opened), overruns))
            if opened != (self.terms.false,):
                self._moves(place, index, opened, falls)

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

    def _moves(self, place: Place, index: int, opened: Conjunction, falls: list[Fall]) -> None:
        choice = self.machine.scene(place.scene).choices[index]
        source = self.numbers[place.scene, place.stack, place.trail]
        trail = (choice.id,) if choice.result else ()
        moves = []
        for fall in falls:
            own = tuple((BY_CHOICE, one) for one in fall.overruns) if len(falls) > 1 else ()
            brancher = Brancher(self.terms, fall.env)
            brancher.walk(choice.target, place.stack, fall.when, odds_of(fall))
            coming = [_Coming(one, choice.id, place.scene, fall.env) for one in reversed(brancher.found)]
            for one in self._outcomes(coming, trail):
                guard = self.terms.conjunction([*opened, *one.when])
                if guard == (self.terms.false,):
                    continue
                target = -1 if one.fault else self._number(one.scene, one.stack, one.trail)
                update, overruns = ({}, own) if one.fault else (one.env, (*own, *one.overruns))
                moves.append(
                    Move(source, index, guard, target, update, one.odds, one.fault, overruns, (), one.passed, one.owner)
                )
        place.moves += _like_ones_joined(moves) if any(map(is_rolled, moves)) else moves

    def _outcomes(self, todo: list[_Coming], trail: Trail) -> Iterator[_Arrival]:
        """Every outcome of some branches, the last one first, scenes that run on included. Raises TooManyPlaces where
        they lead apart so often that there are too many.
        """
        walked = 0
        while todo:
            walked += 1
            if walked % _TICKS == 0:
                self.tick()
            if walked > MOST_WALKED:
                raise TooManyPlaces
            (when, scene, stack, odds, fault), owner, home, env, passed = todo.pop()
            if fault:
                yield self._arrival(_Arrival(when, odds, -1, stack, (), {}, (), (), fault, owner), passed)
                continue
            if scene == STAY:
                stays = self._arrival(_Arrival(when, odds, self.machine.home(home), stack, trail, dict(env)), passed)
                yield stays._replace(trail=staying(stays.trail, owner))
                continue
            own, coming = self.machine.scene(scene), list[_Coming]()
            for fall in enter(self.terms, own, env):
                here, likely = (*when, *fall.when), (*odds, *odds_of(fall))
                overruns = tuple((scene, one) for one in fall.overruns)
                if own.run_on is None:
                    yield self._arrival(_Arrival(here, likely, scene, stack, trail, fall.env, overruns), passed)
                    continue
                brancher = Brancher(self.terms, fall.env)
                brancher.walk(own.run_on, stack, here, likely)
                beyond = _Passed(passed, scene, overruns)
                coming += [_Coming(one, own.on, scene, fall.env, beyond) for one in brancher.found]
            todo += reversed(coming)

    def _arrival(self, end: _Arrival, passed: _Passed | None) -> _Arrival:
        """The end of a way with what the scenes that ran on have brought."""
        if passed is None:
            return end
        way = []
        while passed is not None:
            way.append(passed)
            passed = passed.before
        way.reverse()
        scenes = [one.scene for one in way]
        return end._replace(
            trail=(*end.trail, *(own.id for own in map(self.machine.scene, scenes) if own.shows)),
            overruns=(*(overrun for one in way for overrun in one.overruns), *end.overruns),
            passed=tuple(scene for scene in scenes if self.machine.home(scene) == scene),
        )


def odds_of(fall: Fall) -> tuple[Odds, ...]:
    """How likely rolls fall so: nothing where there are none."""
    return (Odds(fall.weight, ((fall.total, ()),)),) if fall.total > 1 else ()


def rolls_of(move: Move) -> list[Odds]:
    """Those of a move's draws that are rolls."""
    return [draw for draw in move.odds if len(draw.parts) == 1]


def is_rolled(move: Move) -> bool:
    """Whether a move hangs on rolls."""
    return bool(rolls_of(move))


def _like_ones_joined(moves: Iterable[Move]) -> list[Move]:
    """The moves of a choice, of which those that only rolls tell apart are one: it is as likely as all of them."""
    found: dict[tuple[object, ...], Move] = {}
    for move in moves:
        rolls = rolls_of(move)
        others = tuple(draw for draw in move.odds if len(draw.parts) > 1)
        weight, total = prod(draw.weight for draw in rolls), prod(draw.parts[0][0] for draw in rolls)
        update = sorted(move.update.items(), key=lambda item: item[0])
        alone = -1 if rolls else len(found)
        key = (move.guard, move.target, move.fault, move.passed, move.owner, others, total, alone, *update)
        known, overruns = found.get(key), move.overruns
        if known is not None:
            weight += known.odds[-1].weight
            overruns = tuple(dict.fromkeys((*known.overruns, *overruns)))
        odds = (*others, Odds(weight, ((total, ()),))) if rolls else others
        found[key] = replace(move, odds=odds, overruns=overruns)
    return list(found.values())


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
