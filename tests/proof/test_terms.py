"""Functions of a few variables against the engine's own integers, which have no end."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine import Slot, load
from game.proof.system import terms as module
from game.proof.system.lookups import of_parts
from game.proof.system.terms import OPERATIONS, WIDE, Terms
from tests.proof.stories import random_program

SLOTS = (Slot("a", "int", -2, 3, 0), Slot("b", "int", 0, 4, 0), Slot("c", "int", -1_000_000, -999_998, -999_999))
MACHINE = load(random_program(Random(0)))
NUMBERS = st.one_of(st.integers(-9, 9), st.sampled_from([10**6, -(10**6), WIDE - 1, WIDE, -WIDE, 2**63, 2**64, 10**30]))

leaves = st.one_of(
    st.builds(lambda value: ("const", value), NUMBERS), st.builds(lambda slot: ("var", slot), st.integers(0, 2))
)
DIVISORS = st.one_of(
    st.builds(lambda value: ("const", value or 7), NUMBERS),
    st.just(("+", ("var", 1), ("const", 1))),
    st.just(("var", 2)),
)
COMPARED = ["==", "!=", "<", "<=", ">", ">="]


def grown(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    pairs = st.sampled_from(["+", "-", "*", "*", "*", "min", "max", *COMPARED])
    return st.one_of(
        st.tuples(pairs, parts, parts),
        st.tuples(st.just("neg"), parts),
        st.tuples(st.sampled_from(["//", "%"]), parts, DIVISORS),
        st.tuples(st.just("fairly"), parts, parts),
        st.tuples(st.just("count"), parts, parts, parts),
        st.builds(lambda part, members: ("in", part, tuple(members)), parts, st.lists(NUMBERS, max_size=2)),
    )


@pytest.mark.parametrize("largest", [1 << 14, 8])
@given(st.recursive(leaves, grown, max_leaves=12))
def test_an_expression_has_the_value_that_the_engine_gives_it(largest: int, expr: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LARGEST_TABLE", largest)
        terms = Terms(SLOTS)
        term = terms.of(expr, {})
        positive = terms.conjunction([terms.apply(">", term, terms.number(0))])
        kept = terms.within(1, term)
    expected = MACHINE.expr(expr)
    for values in product(*(range(slot.low, slot.high + 1) for slot in SLOTS)):
        value = int(expected(values))
        assert terms.value(term, values) == value
        positions = {at: np.asarray(one - slot.low) for at, (one, slot) in enumerate(zip(values, SLOTS, strict=True))}
        assert int(term.at(positions)) == value
        assert term.bounds.low <= value <= term.bounds.high
        assert terms.holds(positive, values) == (value > 0)
        assert terms.value(kept, values) == min(max(value, 0), 4)


@pytest.mark.parametrize("op", OPERATIONS)
def test_an_operation_gives_one_state_what_it_gives_columns(op: str) -> None:
    for numbers in product((-3, 0, 1, 4), repeat={"not": 1, "neg": 1, "ite": 3}.get(op, 2)):
        one = of_parts(op, [lambda values, at=at: values[at] for at in range(len(numbers))])(numbers)  # type: ignore[misc]
        assert type(one) is int
        assert one == int(OPERATIONS[op](*map(np.asarray, numbers)))


@pytest.mark.parametrize("op", ["and", "or", "min", "max", "count"])
def test_so_does_one_of_three_parts(op: str) -> None:
    for numbers in product((-3, 0, 1), repeat=3):
        one = of_parts(op, [lambda values, at=at: values[at] for at in range(3)])(numbers)  # type: ignore[misc]
        assert one == int(OPERATIONS[op](*map(np.asarray, numbers)))


@pytest.mark.parametrize("largest", [1 << 14, 1])
@pytest.mark.parametrize("op", ["+", "-", "neg"])
def test_truth_values_are_counted_as_numbers(op: str, largest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_TABLE", largest)
    terms = Terms(SLOTS)
    alike: Any = (op, *[("==", ("var", 0), ("var", 0))] * (1 if op == "neg" else 2))
    values = [slot.low for slot in SLOTS]
    assert terms.value(terms.of(alike, {}), values) == int(MACHINE.expr(alike)(tuple(values)))


def test_columns_of_values_that_fit_are_columns_of_64_bits() -> None:
    """They number the rows of tables."""
    terms = Terms(SLOTS)
    power: Any = ("var", 2)
    for _ in range(11):
        power = ("*", power, ("var", 2))
    cut = terms.apply("min", terms.of(power, {}), terms.apply("+", *[terms.variable(0)] * 2))
    positions = {0: np.arange(3), 2: np.arange(3)}
    assert cut.at(positions).dtype == np.int64
    assert cut.at(positions).tolist() == [-4, -2, 0]
