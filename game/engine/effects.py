"""Effects, compiled once into functions that write to a list of slot values and saturate at each slot's range."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game.engine.expr import Compile, Evaluate
from game.engine.program import Op, Slot

Apply = Callable[[list[int]], None]


def compile_ops(ops: Sequence[Op], slots: Sequence[Slot], compile_expr: Compile) -> tuple[Apply, ...]:
    """One function per op, to be applied in order."""
    return tuple(compile_op(op, slots, compile_expr) for op in ops)


def compile_op(op: Op, slots: Sequence[Slot], compile_expr: Compile) -> Apply:
    """The function of one op."""
    kind = op[0]
    if kind == "if":
        return _branch(op, slots, compile_expr)
    slot, value = slots[op[1]], op[2]
    if kind == "cap":
        return _cap(op[1], slot.low, compile_expr(value))
    if kind == "set":
        return _set_number(op[1], slot, value[1]) if value[0] == "const" else _set(op[1], slot, compile_expr(value))
    if kind == "add":
        return count_up(op[1], slot, value[1]) if value[0] == "const" else _add(op[1], slot, compile_expr(value))
    raise ValueError(f"not an effect: {kind!r}")


def is_rolled(op: Op) -> bool:
    """Whether chance has a part in an effect, or in one that stands under its condition."""
    return op[0] == "roll" or (op[0] == "if" and has_rolls((*op[2], *op[3])))


def has_rolls(ops: Sequence[Op]) -> bool:
    """Whether chance has a part in some effects."""
    return any(map(is_rolled, ops))


def count_up(index: int, slot: Slot, step: int) -> Apply:
    """Add a fixed number, stopping at the slot's range."""
    low, high = slot.low, slot.high

    def apply(values: list[int]) -> None:
        value = values[index] + step
        values[index] = high if value > high else low if value < low else value

    return apply


def count_round(index: int, slot: Slot) -> Apply:
    """Add one, starting again from zero past the slot's high end."""
    size = slot.high + 1

    def apply(values: list[int]) -> None:
        values[index] = (values[index] + 1) % size

    return apply


def _set_number(index: int, slot: Slot, number: int) -> Apply:
    value = max(slot.low, min(slot.high, int(number)))

    def apply(values: list[int]) -> None:
        values[index] = value

    return apply


def _set(index: int, slot: Slot, evaluate: Evaluate) -> Apply:
    low, high = slot.low, slot.high

    def apply(values: list[int]) -> None:
        values[index] = max(low, min(high, int(evaluate(values))))

    return apply


def _add(index: int, slot: Slot, evaluate: Evaluate) -> Apply:
    low, high = slot.low, slot.high

    def apply(values: list[int]) -> None:
        values[index] = max(low, min(high, values[index] + int(evaluate(values))))

    return apply


def _cap(index: int, low: int, evaluate: Evaluate) -> Apply:
    def apply(values: list[int]) -> None:
        ceiling = evaluate(values)
        if values[index] > ceiling:
            values[index] = max(low, int(ceiling))

    return apply


def _branch(op: Op, slots: Sequence[Slot], compile_expr: Compile) -> Apply:
    holds = compile_expr(op[1])
    then = compile_ops(op[2], slots, compile_expr)
    otherwise = compile_ops(op[3], slots, compile_expr)

    def apply(values: list[int]) -> None:
        for effect in then if holds(values) else otherwise:
            effect(values)

    return apply
