"""The state machine itself: start, advance, and what phase a state is in."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping

from game.engine.code import ChoiceCode, SceneCode
from game.engine.draw import Dice, Luck, Tape, Throw
from game.engine.errors import NotOffered, WrongPhase
from game.engine.machine import Machine
from game.engine.page import page
from game.engine.state import STAYED, Phase, State, Trail, staying
from game.engine.targets import STAY, Chance, Draws, Stack

Typed = tuple[str, ...]
_new = tuple.__new__
"""Building a named tuple this way takes a third of the time of calling its class."""


def start(machine: Machine, seed: Luck = 0) -> State:
    """The first state of a session: the start scene, entered.

    Raises BadDraw where loaded dice give what cannot come out.
    """
    program = machine.program
    values = [slot.start for slot in program.slots]
    for slot_index, slot in enumerate(program.slots):
        if slot.cap is not None:
            values[slot_index] = max(slot.low, min(values[slot_index], machine.expr(slot.cap)(values)))
    return _enter(machine, program.start, values, (), 0, seed, (), ("",) * len(program.typed))


def advance(machine: Machine, state: State, choice: str, said: str | None = None) -> State:
    """The state after taking a choice, named by its full id ('trench/tell') or its last part.

    `said` is what the player typed where the choice asks for words; whatever it is, `game.engine.typed.cleaned` makes
    of it what is kept. None, and what is nothing but blanks, is the start value.

    Raises NotOffered (closed, used up, or not of this page), WrongPhase (the story has ended), StoryFault (no way on),
    BadDraw (loaded dice that give what cannot come out).
    """
    scene, values, stack, turn, seed, _, typed = state
    taken = machine.choices.get(choice)
    if taken is None or taken.scene != scene:
        taken = machine.code(scene).named(choice)
        if taken is None:
            raise _refusal(machine, state, choice, taken)
    if (test := taken.test) is not None:
        first, second, rows = test
        holds = rows[values[first]][values[second]]
    else:
        holds = taken.guard is None or taken.guard(values)
    if not holds or (taken.limited and not _is_open(machine.code(scene), taken, values)):
        raise _refusal(machine, state, choice, taken)
    moves, resolve = taken.moves, taken.resolve
    if resolve is None and moves is not None:
        if moves:
            after = list(values)
            for slot, row in moves:
                after[slot] = row[after[slot]]
            values = tuple(after)
        return _new(State, (taken.goes, values, stack, turn + 1, seed, taken.trail, typed))
    if taken.ask >= 0:
        typed = _typed(machine, taken.ask, typed, said)
    after = list(values)
    for effect in taken.effects:
        effect(after)
    if resolve is None:
        return _new(State, (taken.goes, tuple(after), stack, turn + 1, seed, taken.trail, typed))
    chance = _chance(seed, turn)
    goes, stack = resolve(after, stack, chance)
    if goes == STAY:
        return _arrive(machine, scene, after, stack, turn + 1, _left(chance), (*taken.trail, STAYED), typed)
    return _enter(machine, goes, after, stack, turn + 1, _left(chance), taken.trail, typed)


def _typed(machine: Machine, number: int, typed: Typed, said: str | None) -> Typed:
    """The words that the player typed so far, with those of one variable new."""
    from game.engine.typed import cleaned  # few stories ask for words

    new = "" if said is None else cleaned(said, machine.program.typed[number].cells)
    return (*typed[:number], new, *typed[number + 1 :])


def _chance(seed: Luck, turn: int) -> Draws:
    """What the draws of one choice go by."""
    return Throw(seed, turn) if isinstance(seed, Dice) else Chance(seed, turn)


def _left(chance: Draws) -> Luck:
    """What is left of it after them."""
    return chance.dice if isinstance(chance, Throw) else chance.seed


def _enter(
    machine: Machine, scene: int, values: list[int], stack: Stack, turn: int, seed: Luck, trail: Trail, typed: Typed
) -> State:
    """The state after coming to a scene, and to those to which its page runs on: a turn each, as if one had gone on by
    a choice.
    """
    code = machine.codes[scene] or machine.code(scene)
    for effect in code.enter:
        effect(values)
    if code.rolls:
        seed = _roll(code, values, turn, seed)
    if code.run_on is None:
        return _arrive(machine, scene, values, stack, turn, seed, trail, typed)
    passed = list(trail)  # a tuple that grows with each of thousands of scenes would be copied each time
    while code.run_on is not None:
        own = machine.bare(scene)
        if own.shows:
            passed.append(own.id)
        chance = _chance(seed, turn)
        goes, stack = code.run_on(values, stack, chance)
        turn, seed = turn + 1, _left(chance)
        if goes == STAY:
            return _arrive(
                machine, machine.home(scene), values, stack, turn, seed, staying(tuple(passed), own.id), typed
            )
        scene = goes
        code = machine.codes[scene] or machine.code(scene)
        for effect in code.enter:
            effect(values)
        if code.rolls:
            seed = _roll(code, values, turn, seed)
    return _arrive(machine, scene, values, stack, turn, seed, tuple(passed), typed)


def _roll(code: SceneCode, values: list[int], turn: int, seed: Luck) -> Luck:
    """Do those effects of a scene that is entered in which chance has a part; what is left of the luck after them."""
    chance = _chance(seed, turn)
    for roll in code.rolls:
        roll(values, chance)
    return _left(chance)


def _arrive(
    machine: Machine, scene: int, values: list[int], stack: Stack, turn: int, seed: Luck, trail: Trail, typed: Typed
) -> State:
    """A page is come to: loaded dice draw its words."""
    if isinstance(seed, Dice):
        seed = seed.arrive(machine.shuffles(scene, trail), turn)
    return _new(State, (scene, tuple(values), stack, turn, seed, trail, typed))


def draws(
    machine: Machine, seed: int, choices: Iterable[str], fates: Mapping[tuple[int, int], int] = {}
) -> tuple[int, ...]:
    """The outcome of each draw when these choices are taken, as loaded dice take them.

    `fates` says how some fall, by turn and place; the others fall as the seed says. Raises the engine's errors.
    """
    tape = Tape(seed, (), fates=fates)
    state = start(machine, tape)
    for choice in choices:
        state = advance(machine, state, choice)
    return tuple(tape.made)


def _is_open(code: SceneCode, choice: ChoiceCode, values: tuple[int, ...]) -> bool:
    if choice.guard is not None and not choice.guard(values):
        return False
    if choice.once >= 0 and values[choice.once]:
        return False
    if not choice.fallback:
        return True
    return not any(_is_open(code, other, values) for other in code.choices if not other.fallback)


def _refusal(machine: Machine, state: State, choice: str, found: ChoiceCode | None) -> NotOffered | WrongPhase:
    """Why a choice cannot be taken, in words."""
    scene = machine.scene(state.scene)
    if scene.ending >= 0:
        ending = machine.program.endings[scene.ending].id
        return WrongPhase(f"the story has ended ({ending}): start again or go back before choosing {choice!r}")
    shown = page(machine, state).options
    if found is None:
        names = ", ".join(option.id for option in shown if option.open) or "none"
        return NotOffered(choice, f"scene {scene.id!r} has no such choice; open now: {names}")
    closed = next((option for option in shown if option.id == found.id), None)
    if closed is not None and closed.reason:
        return NotOffered(choice, closed.reason)
    return NotOffered(choice, "it is not offered now")


def phase(machine: Machine, state: State) -> Phase:
    """Whether a choice can be made, the story has ended, or nothing is open (the story's fault)."""
    if machine.code(state.scene).ending >= 0:
        return Phase.ENDED
    return Phase.CHOOSING if open_choices(machine, state) else Phase.STUCK


def open_choices(machine: Machine, state: State) -> tuple[str, ...]:
    """The full ids of the choices that `advance` would take, in the author's order; no text is built."""
    code = machine.code(state.scene)
    return tuple([choice.id for choice in code.choices if _is_open(code, choice, state.values)])


Value = int | str | bool | tuple[str, ...]
"""A variable's value as its author writes it; of a set the members that are in it, in the order of the declaration."""


def values_by_name(machine: Machine, state: State) -> dict[str, Value]:
    """The author's variables with their values as the author writes them; counters are left out."""
    found: dict[str, Value] = {}
    for slot, value in zip(machine.program.slots, state.values, strict=True):
        if slot.kind == "bool":
            found[slot.name] = bool(value)
        elif slot.kind == "enum":
            found[slot.name] = slot.names[value]
        elif slot.kind == "int":
            found[slot.name] = value
        elif slot.kind == "member":
            name, _, member = slot.name[:-1].partition("[")
            held = found.get(name, ())
            found[name] = (*held, member) if value and isinstance(held, tuple) else held
    return found


def typed_by_name(machine: Machine, state: State) -> dict[str, str]:
    """What the player typed, by the name of the variable it was typed for, '' where that was nothing."""
    return dict(zip((variable.name for variable in machine.program.typed), state.typed, strict=True))


def state_digest(machine: Machine, state: State, called: Mapping[str, str] = {}) -> str:
    """Eight hexadecimal digits of a state, made from names: moving scenes or adding counters does not change it, nor
    does a new member of a set, or a new set, as long as nothing is in it.

    `called` gives scenes ('trench') and variables ('variable:y') other names, such as those of an earlier edition.
    """
    path = [machine.scene(machine.home(index)).id for index in (*state.stack, state.scene)]
    named = values_by_name(machine, state).items()
    if called:
        path = [called.get(name, name) for name in path]
        named = {called.get(f"variable:{name}", name): value for name, value in named}.items()
    scenes = "/".join(path)
    told = _told_apart(named) if machine.has_sets else named
    values = ";".join(f"{name}={value}" for name, value in sorted(told))
    return f"{zlib.crc32(f'{scenes}|{values}'.encode()):08x}"


def _told_apart(named: Iterable[tuple[str, Value]]) -> Iterator[tuple[str, Value]]:
    """Names and values; of a set only the members that it has."""
    for name, value in named:
        if isinstance(value, tuple):
            yield from ((f"{name}[{member}]", True) for member in value)
        else:
            yield name, value
