"""Tables against the functions they stand for."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine.effects import compile_op
from game.engine.expr import compile_expr
from game.engine.program import Expr, Op, Slot
from game.engine.questions import Question, slots_of
from game.engine.tables import LARGEST, MOST_FORMS, Tables, number
from tests.engine.test_parts import CONDITIONS, NUMBERS, SLOTS, VALUES

HIGH = 3


def tables(slots: tuple[Slot, ...] = SLOTS) -> Tables:
    return Tables(slots, compile_expr, slots_of)


@given(CONDITIONS, VALUES)
def test_a_table_says_what_the_condition_says(expr: Expr, values: tuple[int, ...]) -> None:
    table = tables().test(expr)
    assert (table is not None) == (len(slots_of(expr)) in (1, 2))
    if table is not None:
        assert bool(number((table,), values)) == bool(compile_expr(expr)(values))


@given(st.lists(CONDITIONS, max_size=3, unique=True), st.sets(st.integers(0, 3), max_size=2), VALUES, VALUES)
def test_equal_numbers_are_equal_answers(
    exprs: list[Expr], printed: set[int], one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    questions: list[Question] = [("expr", expr) for expr in exprs]
    forms = tables().forms(questions + [("slot", slot) for slot in sorted(printed)])
    if any(len(slots_of(expr)) not in (1, 2) for expr in exprs):
        assert forms is None
        return
    assert forms is not None
    assert 0 <= number(forms.asks, one) < len(forms.known) <= MOST_FORMS
    answers = [
        [*(bool(compile_expr(expr)(values)) for expr in exprs), *(values[slot] for slot in sorted(printed))]
        for values in (one, other)
    ]
    assert (number(forms.asks, one) == number(forms.asks, other)) == (answers[0] == answers[1])


@given(st.sampled_from(["set", "add"]), st.integers(1, 3), NUMBERS, VALUES)
def test_a_move_does_what_the_effect_does(kind: str, slot: int, value: Expr, values: tuple[int, ...]) -> None:
    op: Op = (kind, slot, value)
    apply = compile_op(op, SLOTS, compile_expr)
    move = tables().move(op, apply)
    assert (move is not None) == (slots_of(value) <= {slot})
    if move is not None:
        after = list(values)
        apply(after)
        assert (move[0], move[1][values[slot]]) == (slot, after[slot])


@pytest.mark.parametrize("question", [("draw",), ("slot", 0), ("expr", (">", ("var", 0), ("const", 2)))])
@pytest.mark.parametrize(("low", "high"), [(0, LARGEST), (-LARGEST, 0), (1 << 70, 1 << 71)])
def test_what_is_too_large_has_no_table(question: Any, low: int, high: int) -> None:
    wide = tables((Slot("wide", "int", low, high, low),))
    assert wide.forms([question]) is None
    op: Op = ("add", 0, ("const", 1))
    assert wide.move(op, compile_op(op, (Slot("wide", "int", low, high, low),), compile_expr)) is None


def test_more_forms_than_are_kept_have_no_numbers() -> None:
    digits = tuple(Slot(f"v{number}", "int", 0, HIGH, 0) for number in range(5))
    assert tables(digits).forms([("slot", slot) for slot in range(5)]) is None
    forms = tables(digits).forms([("slot", slot) for slot in range(4)])
    assert forms is not None
    numbers = {number(forms.asks, values) for values in product(range(HIGH + 1), repeat=5)}
    assert numbers == set(range(MOST_FORMS))


def test_a_branch_and_a_cap_are_no_moves() -> None:
    ops: list[Op] = [("if", ("var", 0), (), ()), ("cap", 2, ("var", 1))]
    assert [tables().move(op, compile_op(op, SLOTS, compile_expr)) for op in ops] == [None, None]
