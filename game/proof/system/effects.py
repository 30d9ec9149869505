"""Effects as functions: running ops on terms instead of on numbers, with the engine's saturation and caps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from game.engine import Choice, Op, Scene, Slot
from game.proof.system.terms import Term, Terms

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

    def take(self, choice: Choice) -> None:
        """What taking a choice does before it leads anywhere: counting that, its own effects."""
        if choice.cycle >= 0:
            self.count_round(choice.cycle)
        if choice.taken >= 0:
            self.count_up(choice.taken)
        self.run(choice.do)

    def enter(self, scene: Scene) -> None:
        """What entering a scene does: the visit, the cycle, its own effects."""
        if scene.visits >= 0:
            self.count_up(scene.visits)
        if scene.cycle >= 0:
            self.count_round(scene.cycle)
        self.run(scene.do)
