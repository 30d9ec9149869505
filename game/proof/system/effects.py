"""Effects as functions: running ops on terms instead of on numbers, with the engine's saturation and caps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from game.engine import Choice, Op, Scene, Slot
from game.engine.effects import has_rolls, is_rolled
from game.proof.system.terms import Term, Terms, rolled

Env = dict[int, Term]
"""The values of slots as functions of the values before; a slot that is not there is unchanged."""


class Overrun(NamedTuple):
    """A place where an effect would leave its slot's range: the slot, the end ('low' or 'high') and when it happens."""

    slot: int
    end: str
    when: tuple[Term, ...]


class Runner:
    """Runs effects symbolically. `overruns` gathers where `set` and `add` stop at an end the author did not allow."""

    def __init__(self, terms: Terms, env: Env, condition: Sequence[Term] = ()) -> None:
        self.terms = terms
        self.env = env
        self.condition = tuple(condition)
        self.overruns: list[Overrun] = []

    def value(self, slot: int) -> Term:
        """The present value of a slot."""
        return self.env.get(slot) or self.terms.variable(slot)

    def run(self, ops: Sequence[Op]) -> None:
        """Apply ops in order."""
        for op in ops:
            self._op(op)

    def _op(self, op: Op) -> None:
        f, kind = self.terms, op[0]
        if kind == "if":
            self._branch(op)
            return
        slot = op[1]
        value = f.of(op[2], self.env)
        if kind == "cap":
            ceiling = f.apply("max", f.number(f.slots[slot].low), value)
            self._put(slot, f.apply("min", self.value(slot), ceiling))
            return
        if kind == "add":
            value = f.apply("+", self.value(slot), value)
        elif kind != "set":
            raise ValueError(f"not an effect: {kind!r}")
        self._watch(slot, value)
        self._put(slot, f.within(slot, value))

    def _branch(self, op: Op) -> None:
        f = self.terms
        holds = f.of(op[1], self.env)
        if holds.constant is not None:
            self.run(op[2] if holds.constant else op[3])
            return
        then = Runner(f, dict(self.env), (*self.condition, holds))
        other = Runner(f, dict(self.env), (*self.condition, f.negation(holds)))
        then.run(op[2])
        other.run(op[3])
        self.overruns += then.overruns + other.overruns
        for slot in sorted(then.env.keys() | other.env.keys()):
            self._put(slot, f.apply("ite", holds, then.value(slot), other.value(slot)))

    def _watch(self, slot: int, value: Term) -> None:
        domain: Slot = self.terms.slots[slot]
        for end, op, limit in (("low", "<", domain.low), ("high", ">", domain.high)):
            if domain.saturates in (end, "both"):
                continue
            over = self.terms.apply(op, value, self.terms.number(limit))
            when = self.terms.conjunction((*self.condition, over))
            if when != (self.terms.false,):
                self.overruns.append(Overrun(slot, end, when))

    def _put(self, slot: int, value: Term) -> None:
        if value is self.terms.variable(slot):
            self.env.pop(slot, None)
        else:
            self.env[slot] = value

    def count_up(self, slot: int) -> None:
        """A counter goes up by one and stops at its highest number."""
        f = self.terms
        self._put(slot, f.within(slot, f.apply("+", self.value(slot), f.number(1))))

    def count_round(self, slot: int) -> None:
        """A cycle counter goes round."""
        f = self.terms
        size = f.number(f.slots[slot].high + 1)
        self._put(slot, f.apply("%", f.apply("+", self.value(slot), f.number(1)), size))


class Fall(NamedTuple):
    """One way in which the rolls among some effects fall, of `total` as likely ways `weight`: when effects under
    conditions come to roll so, and what they do then.
    """

    when: tuple[Term, ...]
    env: Env
    overruns: tuple[Overrun, ...]
    weight: int = 1
    total: int = 1


def take(terms: Terms, choice: Choice) -> list[Fall]:
    """What taking a choice does before it leads anywhere: counting that, its own effects."""
    runner = Runner(terms, {})
    if choice.cycle >= 0:
        runner.count_round(choice.cycle)
    if choice.taken >= 0:
        runner.count_up(choice.taken)
    return _falls(runner, choice.do)


def enter(terms: Terms, scene: Scene, env: Env) -> list[Fall]:
    """What entering a scene does: the visit, the cycle, its own effects."""
    runner = Runner(terms, dict(env))
    if scene.visits >= 0:
        runner.count_up(scene.visits)
    if scene.cycle >= 0:
        runner.count_round(scene.cycle)
    return _falls(runner, scene.do)


def _falls(runner: Runner, ops: Sequence[Op]) -> list[Fall]:
    """The ways in which effects go on from where a runner stands."""
    if has_rolls(ops):
        return _rolled(runner.terms, [Fall((), runner.env, tuple(runner.overruns))], ops)
    runner.run(ops)
    return [Fall((), runner.env, tuple(runner.overruns))]


def _rolled(terms: Terms, falls: list[Fall], ops: Sequence[Op]) -> list[Fall]:
    """The same op by op. After each, ways that have come to the same are one."""
    for op in ops:
        step = _step(terms, op)
        together: dict[tuple[object, ...], Fall] = {}
        for fall in (one for before in falls for one in step(before)):
            key = (fall.when, fall.total, *sorted(fall.env.items(), key=_slot))
            known = together.get(key)
            if known is not None:
                overruns = tuple(dict.fromkeys((*known.overruns, *fall.overruns)))
                fall = known._replace(overruns=overruns, weight=known.weight + fall.weight)
            together[key] = fall
        falls = list(together.values())
    return falls


def _slot(item: tuple[int, Term]) -> int:
    return item[0]


def _step(terms: Terms, op: Op) -> Callable[[Fall], Iterator[Fall]]:
    """What gives the ways on from one way."""

    def plain(fall: Fall) -> Iterator[Fall]:
        yield _run(terms, fall, op, {})

    def roll(fall: Fall) -> Iterator[Fall]:
        dice = [range(low, low + sides) for _, low, sides in op[2]]
        fall = fall._replace(total=fall.total * prod(map(len, dice)))
        for shown in product(*dice):
            yield _run(terms, fall, op[3], {rolled(number): terms.number(one) for number, one in enumerate(shown)})

    def branch(fall: Fall) -> Iterator[Fall]:
        holds = terms.of(op[1], fall.env)
        for side, part in ((holds, op[2]), (terms.negation(holds), op[3])):
            when = terms.conjunction([*fall.when, side])
            if when != (terms.false,):
                yield from _rolled(terms, [fall._replace(when=when)], part)

    if not is_rolled(op):
        return plain
    return roll if op[0] == "roll" else branch


def _run(terms: Terms, fall: Fall, op: Op, shown: Env) -> Fall:
    """A way after an effect that reads what dice show."""
    runner = Runner(terms, {**fall.env, **shown})
    runner.run([op])
    for one in shown:
        del runner.env[one]
    return fall._replace(env=runner.env, overruns=(*fall.overruns, *runner.overruns))
