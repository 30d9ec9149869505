"""Values of a column, each once or numbered: the same whether they are looked at singly, counted off or sorted."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from game.proof.system.numbering import FEW, as_they_appear, first_of, first_of_each
from game.proof.system.terms import distinct

columns = st.sampled_from([2, 200, 1 << 60]).flatmap(
    lambda most: st.lists(st.integers(-most, most), min_size=1, max_size=3 * FEW)
)
"""Dense ones, in which values come again and again, and sparse ones."""


@given(columns)
def test_each_value_once_in_order(values: list[int]) -> None:
    assert distinct(np.array(values, dtype=np.int64)).tolist() == sorted(set(values))


@given(columns)
def test_numbers_are_in_the_order_in_which_values_appear(values: list[int]) -> None:
    order = list(dict.fromkeys(values))
    numbers = as_they_appear(np.array(values, dtype=np.int64))
    assert numbers.tolist() == [order.index(value) for value in values]
    firsts = [values.index(value) for value in order]
    assert first_of_each(numbers).tolist() == firsts
    assert first_of(numbers, len(order) + 1).tolist() == [*firsts, len(values)]


def test_of_no_values_there_are_none() -> None:
    assert distinct(np.empty(0, dtype=np.int64)).tolist() == []
