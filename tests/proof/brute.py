"""The definition of truth: a plain breadth-first search over the engine, every draw tried with every outcome."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

import numpy as np

from game.engine import (
    Choice,
    Luck,
    Machine,
    Op,
    Phase,
    Program,
    Scene,
    State,
    StoryFault,
    advance,
    open_choices,
    page,
    phase,
    start,
    status,
    targets,
)
from game.engine.code import SceneCode
from game.engine.effects import compile_ops
from game.engine.state import stayed
from game.proof.report.played import loaded_dice, luck_for
from game.proof.system.outcomes import Fate

HARDLY_ANY = 1e-12
"""Less than this share of all playthroughs is told of nobody."""

MOST_STEPS = 200_000


class TooLarge(Exception):
    """The story has more states than brute force takes on."""


class Script:
    """Stands in for the engine's draws: gives what it is told, then zeros, and notes what it gave at which place, and
    how many outcomes each had.
    """

    def __init__(self, told: tuple[int, ...]) -> None:
        self.told = told
        self.sizes: list[int] = []
        self.given: list[tuple[int, int]] = []

    def __call__(self, seed: int, place: int, turn: int, total: int) -> int:
        index = len(self.sizes)
        self.sizes.append(total)
        self.given.append((place, self.told[index] if index < len(self.told) else 0))
        return self.given[-1][1]


CERTAIN = Fraction(1)


def every_draw(where: str, run: Callable[[], Any]) -> Iterator[tuple[Any, Fraction]]:
    """What `run` gives under every combination of draws, with the odds of that combination."""
    waiting: list[tuple[int, ...]] = [()]
    while waiting:
        told = waiting.pop()
        script = Script(told)
        found = _scripted(where, script, run)
        yield found, Fraction(1, prod(script.sizes)) if script.sizes else CERTAIN
        for index in range(len(told), len(script.sizes)):
            prefix = (*told, *([0] * (index - len(told))))
            waiting += [(*prefix, number) for number in range(1, script.sizes[index])]


def _scripted(where: str, script: Script, run: Callable[[], Any]) -> Any:
    """What `run` gives while a script stands in for a function; `mock.patch` would take longer than most runs."""
    room, _, name = where.rpartition(".")
    names = vars(sys.modules[room])
    real = names[name]
    names[name] = script
    try:
        return run()
    finally:
        names[name] = real


class Traced(Machine):
    """A machine that notes which scenes are entered, but for one to which a choice plainly leads."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.entered: list[int] = []
        scenes = [Scene(*raw) for raw in program.scenes]
        every = (op for scene in scenes for one in (scene, *(Choice(*raw) for raw in scene.choices)) for op in one.do)
        self.dice = {place for op in every for place in places_of(op)}

    def code(self, index: int) -> SceneCode:
        known = self.codes[index]
        if known is None:
            code = super().code(index)
            known = self.codes[index] = code._replace(enter=(lambda _: self.entered.append(index), *code.enter))
        return known


def places_of(op: Op) -> Iterator[int]:
    """Where the dice of an effect fall."""
    if op[0] == "if":
        for one in (*op[2], *op[3]):
            yield from places_of(one)
    elif op[0] == "roll":
        yield from (place for place, _, _ in op[2])


class Head(NamedTuple):
    """What a choice came to: the state (turn set to zero) and the scenes entered on the way, or what had no way on; and
    the draws of the rolls among the effects, in order.
    """

    state: State | None
    entered: tuple[int, ...]
    fault: str
    rolled: tuple[int, ...]


def outcomes(machine: Traced, state: State, choice: str) -> dict[Head, Fraction]:
    """What a choice can come to, with the odds."""

    def take() -> Head:
        machine.entered.clear()
        script = vars(targets)["draw"]
        try:
            after = advance(machine, state, choice)
        except StoryFault as fault:
            return Head(None, (), fault.place, rolled(script))
        scene, values, stack, _, seed, trail, typed = after
        entered = tuple(machine.entered) or (() if stayed(trail) else (scene,))
        kept = tuple(one for one in entered if machine.home(one) == one)
        return Head(State(scene, values, stack, 0, seed, trail, typed), kept, "", rolled(script))

    def rolled(script: Script) -> tuple[int, ...]:
        return tuple(number for place, number in script.given if place in machine.dice)

    found: dict[Head, Fraction] = {}
    for after, odds in every_draw("game.engine.targets.draw", take):
        found[after] = found[after] + odds if after in found else odds
    return found


class Edge(NamedTuple):
    """A choice taken at a state, with one outcome: None for a fault of the story, which `fault` names."""

    tail: State
    choice: str
    head: State | None
    entered: tuple[int, ...] = ()
    fault: str = ""
    rolled: tuple[int, ...] = ()


class Overruns:
    """Where effects leave the range of a variable that its author did not let stop there."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.slots = machine.program.slots
        self._effects: dict[str, list[Callable[[list[int]], Iterable[str]]]] = {}
        self._rolled: Iterator[int] = iter(())

    def start(self) -> set[str]:
        """Those of the opening."""
        values = [slot.start for slot in self.slots]
        return {name for scene in self.opening() for name in self._entering(scene, values)}

    def opening(self) -> list[int]:
        """The scenes entered at the start: what runs on there leads plainly on."""
        found = [self.machine.program.start]
        while (run_on := self.machine.scene(found[-1]).run_on) is not None:
            found.append(run_on[1])
        return found

    def on(self, edge: Edge) -> set[str]:
        """Those of a choice that is taken, and of the scenes that are entered then."""
        code = self.machine.scene(edge.tail.scene)
        choice = next(one for one in code.choices if one.id == edge.choice)
        values = list(edge.tail.values)
        self._rolled = iter(edge.rolled)
        if choice.taken >= 0:
            values[choice.taken] = min(values[choice.taken] + 1, self.slots[choice.taken].high)
        if choice.cycle >= 0:
            values[choice.cycle] = (values[choice.cycle] + 1) % (self.slots[choice.cycle].high + 1)
        found = set(self._run(choice.id, choice.do, values))
        if edge.head is not None:
            for scene in edge.entered:
                found.update(self._entering(scene, values))
            assert tuple(values) == edge.head.values
        return found

    def _entering(self, number: int, values: list[int]) -> Iterator[str]:
        scene = self.machine.scene(number)
        if scene.visits >= 0:
            values[scene.visits] = min(values[scene.visits] + 1, self.slots[scene.visits].high)
        if scene.cycle >= 0:
            values[scene.cycle] = (values[scene.cycle] + 1) % (self.slots[scene.cycle].high + 1)
        yield from self._run(scene.id, scene.do, values)

    def _run(self, about: str, ops: Sequence[Op], values: list[int]) -> Iterator[str]:
        if about not in self._effects:
            self._effects[about] = [self._compiled(about, op) for op in ops]
        for effect in self._effects[about]:
            yield from effect(values)

    def _compiled(self, about: str, op: Op) -> Callable[[list[int]], Iterable[str]]:
        """What runs an effect, and says which ranges it leaves."""
        expr = self.machine.expr
        if op[0] == "if":
            holds, parts = expr(op[1]), [[self._compiled(about, one) for one in part] for part in (op[3], op[2])]
            return lambda values: [name for one in parts[bool(holds(values))] for name in one(values)]
        if op[0] == "roll":
            inner = self._compiled(about, op[3])

            def roll(values: list[int]) -> Iterable[str]:
                shown = [low + next(self._rolled) for _, low, _ in op[2]]
                values += shown[::-1]
                yield from inner(values)
                del values[len(self.slots) :]

            return roll
        slot, (apply,) = self.slots[op[1]], compile_ops((op,), self.slots, expr)
        value, name = expr(op[2]), f"overrun:{about}:{slot.name}"

        def run(values: list[int]) -> Iterable[str]:
            wanted = value(values) + (values[op[1]] if op[0] == "add" else 0)
            apply(values)
            if op[0] == "cap":
                return
            if wanted < slot.low and slot.saturates not in ("low", "both"):
                yield f"{name}:low"
            if wanted > slot.high and slot.saturates not in ("high", "both"):
                yield f"{name}:high"

        return run


class Brute:
    """Everything there is to know, found the slow way. Lengths are numbers of choices.

    `distance` has every state with the choices it takes to come there, `seen` what there is to see at it, `after` what
    can come next with its odds, and `edges` the same by choices. `met` is the least length for all that can be met.
    """

    def __init__(self, machine: Machine, limit: int = 20000) -> None:
        self.machine = Traced(machine.program)
        self.first = start(self.machine)._replace(turn=0)
        self.distance = {self.first: 0}
        self.after: dict[State, dict[State, Fraction]] = {}
        self.edges: list[Edge] = []
        self.seen: dict[State, frozenset[str]] = {}
        self.met: dict[str, int] = {}
        self.overruns = Overruns(self.machine)
        self.note(self.overruns.start(), 0)
        self.note((self.scene_name(one) for one in self.overruns.opening()), 0)
        queue = [self.first]
        for state in queue:
            self.seen[state] = frozenset(self.look(state))
            self.note(self.seen[state], self.distance[state])
            queue += self._leave(state)
            if len(queue) > limit:
                raise TooLarge

    def _leave(self, state: State) -> list[State]:
        """Take every choice of a state; gives the states that are new."""
        machine, after, fresh = self.machine, self.after.setdefault(state, {}), []
        length = self.distance[state] + 1
        choices = open_choices(machine, state) if machine.scene(state.scene).ending < 0 else ()
        share = Fraction(1, max(len(choices), 1))
        for choice in choices:
            for (new, entered, fault, rolled), odds in outcomes(machine, state, choice).items():
                edge = Edge(state, choice, new, entered, fault, rolled)
                self.edges.append(edge)
                self.note(self.shown_by(edge), length)
                if new is not None:
                    weight = share if odds is CERTAIN else odds * share
                    after[new] = after[new] + weight if new in after else weight
                    if new not in self.distance:
                        self.distance[new] = length
                        fresh.append(new)
        return fresh

    def shown_by(self, edge: Edge) -> set[str]:
        """What is met by taking a choice."""
        entered = map(self.scene_name, edge.entered)
        return {f"taken:{edge.choice}" if edge.head else f"fault:{edge.fault}", *entered, *self.overruns.on(edge)}

    def scene_name(self, number: int) -> str:
        """What meeting a scene is called."""
        return f"scene:{self.machine.scene(number).id}"

    def on_way(self, states: Sequence[State], choices: Sequence[str]) -> set[str]:
        """What is met by the last choice of a way, whichever of several outcomes led to the last state."""
        if not choices:
            return {self.scene_name(one) for one in self.overruns.opening()}
        last = (states[-2], choices[-1], states[-1])
        return {name for edge in self.edges if edge[:3] == last for name in self.shown_by(edge)}

    def note(self, names: Iterable[str], length: int) -> None:
        for name in names:
            if length < self.met.get(name, length + 1):
                self.met[name] = length

    def look(self, state: State) -> Iterator[str]:
        """What there is to see at a state."""
        machine = self.machine
        scene = machine.scene(state.scene)
        yield f"scene:{scene.id}"
        if scene.ending >= 0:
            yield f"ending:{machine.program.endings[scene.ending].id}"
        if phase(machine, state) is Phase.STUCK:
            yield f"stuck:{scene.id}"
        for (shown, lines), _ in every_draw(
            "game.engine.prose.draw", lambda: (page(machine, state), status(machine, state))
        ):
            words = f"{shown.text} {' '.join(line.text for line in lines)}"
            for option in shown.options:
                yield f"shown:{option.id}"
                if option.open:
                    yield f"open:{option.id}"
                words += f" {option.caption}{option.cost} {option.reason} {option.prompt if option.open else ''}"
            yield from (f"word:{word}" for word in words.split())

    @cached_property
    def before(self) -> dict[State, list[State]]:
        """The states from which one choice leads to a state."""
        found: dict[State, list[State]] = {state: [] for state in self.distance}
        for state, after in self.after.items():
            for new in after:
                found[new].append(state)
        return found

    def leading_to(self, goal: Iterable[State]) -> set[State]:
        """The states from which a state of a goal can be reached, the goal included."""
        found = set(goal)
        queue = list(found)
        while queue:
            fresh = [state for state in self.before[queue.pop()] if state not in found]
            found.update(fresh)
            queue += fresh
        return found

    def ends(self) -> set[State]:
        """The states at an ending."""
        return {state for state in self.distance if self.machine.scene(state.scene).ending >= 0}

    def traps(self) -> set[State]:
        """The states from which no ending can be reached."""
        return self.distance.keys() - self.leading_to(self.ends())

    def longest(self) -> dict[State, int]:
        """The longest way to each state, -1 where a loop lies on the way."""
        into = {state: len(before) for state, before in self.before.items()}
        lengths = dict.fromkeys(self.distance, -1)
        ready = [(state, 0) for state, count in into.items() if not count]
        best: dict[State, int] = dict(ready)
        queue = [state for state, _ in ready]
        for state in queue:
            lengths[state] = best[state]
            for new in self.after[state]:
                best[new] = max(best.get(new, 0), best[state] + 1)
                into[new] -= 1
                if not into[new]:
                    queue.append(new)
        return lengths

    def shares(self, steps: int | None = None) -> tuple[dict[str, float], float]:
        """The share of playthroughs that have come to each ending, and of those that have not ended, after so many
        choices (None: when hardly any that can still come to an ending is under way)."""
        numbers = {state: number for number, state in enumerate(self.distance)}
        flows = [
            (numbers[state], numbers[new], odds) for state in self.after for new, odds in self.after[state].items()
        ]
        tails, heads = (np.array([flow[side] for flow in flows], dtype=np.int64) for side in (0, 1))
        odds = np.array([float(flow[2]) for flow in flows])
        ends = self.ends()
        over = np.array([numbers[state] for state in ends], dtype=np.int64)
        hopeful = np.array([numbers[state] for state in self.leading_to(ends) - ends], dtype=np.int64)
        mass = np.eye(1, len(numbers))[0]
        ended = np.zeros(len(numbers))
        for step in range(1 + (MOST_STEPS if steps is None else steps)):
            if step:
                mass = np.bincount(heads, mass[tails] * odds, len(numbers))
            ended[over] += mass[over]
            if steps is None and mass[hopeful].sum() < HARDLY_ANY:
                break
        found: dict[str, float] = {}
        for state in ends:
            name = self.machine.program.endings[self.machine.scene(state.scene).ending].id
            found[name] = found.get(name, 0.0) + float(ended[numbers[state]])
        return found, float(mass.sum() - mass[over].sum())

    def first_met(self, kind: str) -> dict[str, int]:
        """The lengths noted under names that begin with a kind."""
        return {name.partition(":")[2]: length for name, length in self.met.items() if name.startswith(f"{kind}:")}


class Walk(Brute):
    """Brute force over states and choices alone: no page is made and no effect looked into, so that whole families are
    walked in seconds.
    """

    def look(self, state: State) -> Iterator[str]:
        yield f"scene:{self.machine.scene(state.scene).id}"

    def shown_by(self, edge: Edge) -> set[str]:
        return {f"taken:{edge.choice}", *map(self.scene_name, edge.entered)}


def replay(machine: Machine, choices: Sequence[str], fates: Sequence[Fate]) -> list[State]:
    """The states on a witness, played through the engine: by a seed under which its draws come out where there is one,
    and by dice; turns and luck are left out."""
    lucks = luck_for(machine, choices, fates), loaded_dice(machine, choices, fates)
    by_seed, by_dice = (_play(machine, luck, choices) for luck in lucks)
    assert by_seed == by_dice
    return by_seed


def _play(machine: Machine, luck: Luck, choices: Sequence[str]) -> list[State]:
    states = [start(machine, luck)]
    for choice in choices:
        states.append(advance(machine, states[-1], choice))
    return [state._replace(turn=0, seed=0) for state in states]
