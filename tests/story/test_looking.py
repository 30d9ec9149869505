"""What advice looks things up with: near names among many, circles of a graph, conditions that exclude each other."""

from __future__ import annotations

import difflib
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from game.graphs import circles, component_ranks, inner_first
from game.story.diagnostics import nearest
from game.story.expressions import parse
from game.story.expressions.exclusive import exclusive
from game.story.expressions.scope import Scope, Variable

SIDES = ("north", "south", "door", "roof", "yard")
PLACES = [f"{one}-{side}" for one in ("trench", "gallery", "shed", "jetty", "lamp") for side in SIDES]
NAMES = dict.fromkeys([*PLACES, *(f"scene-{number}" for number in range(40))])


@given(st.sampled_from(PLACES), st.integers(0, 30), st.sampled_from("abn-"), st.sampled_from(["less", "more", "other"]))
def test_one_slip_among_many_names_is_found(name: str, at: int, letter: str, how: str) -> None:
    """What the index offers is as like the slip as the best of all names compared one by one."""
    at %= len(name)
    slip = name[:at] + ("" if how == "less" else letter) + name[at + (how != "more") :]
    best = difflib.get_close_matches(slip, list(NAMES), n=1)[0]
    found = nearest(slip, NAMES)
    likeness = [difflib.SequenceMatcher(a=each, b=slip).ratio() for each in (found, best)]
    assert likeness[0] >= likeness[1] or found.replace("-", "") == slip.replace("-", "")


@given(st.lists(st.lists(st.integers(0, 7), max_size=3), min_size=8, max_size=8))
def test_places_are_of_one_circle_when_each_leads_to_the_other(nexts: list[list[int]]) -> None:
    def leads(start: int, goal: int) -> bool:
        seen, todo = {start}, [start]
        while todo:
            new = set(nexts[todo.pop()]) - seen
            seen |= new
            todo += new
        return goal in seen

    circle = component_ranks(nexts)
    for one, other in product(range(8), repeat=2):
        assert (circle[one] == circle[other]) == (leads(one, other) and leads(other, one))


ATOMS = st.sampled_from(
    ["a > 1", "a <= 1", "a == 2", "a != 2", "a in [0, 3]", "a < b", "b >= 3", "b == 0", "lit", "not lit", "a + b > 3"]
)
GUARDS = st.lists(ATOMS, min_size=1, max_size=3, unique=True).flatmap(
    lambda atoms: st.sampled_from([" and ", " or "]).map(lambda join: join.join(atoms))
)


@given(GUARDS, GUARDS)
def test_conditions_that_are_called_exclusive_never_hold_together(one: str, other: str) -> None:
    scope = Scope([Variable("a", "int", 0, 3), Variable("b", "int", 0, 3), Variable("lit", "bool", 0, 1)])
    guards = [parse.condition(each, scope).expr for each in (one, other)]
    if exclusive(*guards):
        for a, b, lit in product(range(4), range(4), (False, True)):
            assert not all(eval(each, {}, {"a": a, "b": b, "lit": lit}) for each in (one, other))


@given(st.lists(st.lists(st.integers(0, 6), max_size=3), min_size=7, max_size=7))
def test_circles_are_walked_into_and_all_else_comes_before_what_leads_to_it(nexts: list[list[int]]) -> None:
    graph = dict(enumerate(nexts))
    found, order = circles(graph), inner_first(graph)
    rank = component_ranks(nexts)
    round_about = {one for one in graph if one in nexts[one] or rank.count(rank[one]) > 1}
    assert {rank[one] for circle in found for one in circle} == {rank[one] for one in round_about}
    for circle in found:
        assert all(after in nexts[one] for one, after in zip(circle, [*circle[1:], circle[0]], strict=True))
    assert sorted(order) == sorted(graph)
    for one, outs in graph.items():
        assert all(order.index(out) < order.index(one) for out in outs if rank[out] != rank[one])
