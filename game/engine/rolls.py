"""Rolls among effects, compiled once: what chance decides when the effects are done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game.engine.effects import Apply, compile_op, is_rolled
from game.engine.expr import Compile
from game.engine.program import Op, Slot
from game.engine.targets import Draws, Place, Resolve, Stack, drawn

Roll = Callable[[list[int], Draws], None]
"""An effect that chance has a part in."""


def compile_rolls(ops: Sequence[Op], slots: Sequence[Slot], compile_expr: Compile) -> tuple[Roll, ...]:
    """One function per op, to be applied in order; the draws are made as the ops come. Raises BadDraw when applied."""
    return tuple([_compile(op, slots, compile_expr) for op in ops])


def _compile(op: Op, slots: Sequence[Slot], compile_expr: Compile) -> Roll:
    if not is_rolled(op):
        return _plain(compile_op(op, slots, compile_expr))
    if op[0] == "roll":
        return _roll(op, compile_op(op[3], slots, compile_expr))
    holds = compile_expr(op[1])
    then, otherwise = (compile_rolls(part, slots, compile_expr) for part in op[2:])

    def apply(values: list[int], chance: Draws) -> None:
        for effect in then if holds(values) else otherwise:
            effect(values, chance)

    return apply


def _plain(effect: Apply) -> Roll:
    return lambda values, chance: effect(values)


def _roll(op: Op, effect: Apply) -> Roll:
    dice = op[2]

    def apply(values: list[int], chance: Draws) -> None:
        thrown = [low + drawn(chance, place, sides) for place, low, sides in dice]
        with_rolled(values, thrown, effect)

    return apply


def with_rolled(values: list[int], thrown: Sequence[int], effect: Apply) -> None:
    """Apply an effect that reads what was thrown: the numbers stand behind the slots for so long, the first last."""
    size = len(values)
    values += thrown[::-1]
    effect(values)
    del values[size:]


def before(rolls: Sequence[Roll], resolve: Resolve) -> Resolve:
    """What finds the scene to which a choice leads once its effects are done."""

    def rolled(values: list[int], stack: Stack, chance: Draws) -> Place:
        for roll in rolls:
            roll(values, chance)
        return resolve(values, stack, chance)

    return rolled
