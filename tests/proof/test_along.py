"""Whatever stands on a witness is met: against the definition of truth, on random ways through random stories."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine import Program, load
from game.proof.explicit.along import Met, Unmet, along
from game.proof.explicit.witness import Tree, way_to
from game.proof.questions.prepare import Prepared, prepare
from game.proof.questions.properties import Properties
from game.proof.questions.reachability import Question
from tests.proof.brute import replay
from tests.proof.compare import brute_of
from tests.proof.stories import random_program
from tests.proof.test_brute import stories
from tests.proof.truth import Truth


def walk(tree: Tree, chance: Random, longest: int) -> int:
    """A node at the end of a random way."""
    node = 0
    for _ in range(chance.randrange(longest)):
        node = chance.choice(tree.after(node) or [node])
    return node


def before(tree: Tree, node: int) -> list[int]:
    """The nodes on the way to a node, that one first."""
    found = [node]
    while found[-1]:
        found.append(tree.nodes[found[-1]].before)
    return found


def asked(prepared: Prepared) -> list[Question]:
    return [*prepared.questions.values(), *Properties(prepared.model).all()]


def met_at(prepared: Prepared, tree: Tree, node: int) -> set[str]:
    """The ids of all that is met at a node."""
    return {
        question.id
        for question in asked(prepared)
        for site in question.sites
        if site.place == tree.places[node] and prepared.model.terms.holds(site.when, tree.values[node])
    }


def check_complete(prepared: Prepared, tree: Tree, ends: list[int], met: list[Met]) -> None:
    """All that is met on the ways, and on those that were added, was met, once."""
    names = [one.question.id for one in met]
    assert len(names) == len(set(names))
    on_ways = {node for end in [*ends, *(one.node for one in met)] for node in before(tree, end)}
    assert set(names) == set().union(*(met_at(prepared, tree, node) for node in on_ways))


def check_real(program: Program, truth: Truth, tree: Tree, met: list[Met]) -> None:
    """Each is met in truth, not later, and by its own session."""
    for one in met:
        choices, fates = way_to(tree.nodes, one.node)
        if isinstance(one.question.id, str) and one.question.id in truth.keys:
            expected = truth.length(one.question.id)
            assert expected is None or 0 <= expected <= one.length
            assert len(choices) == one.length
            signs = truth.signs(one.question.id)
            assert not signs or signs & truth.at_end(choices, replay(truth.machine, choices, fates))


@stories
@given(st.randoms(use_true_random=False))
def test_what_stands_on_a_way_is_met(chance: Random) -> None:
    program = random_program(chance)
    brute = brute_of(program)
    if brute is None:
        return
    prepared = prepare(load(program))
    tree = Tree(prepared.model)
    ends = [walk(tree, chance, 8) for _ in range(chance.randrange(4))]
    unmet = Unmet(prepared.model, asked(prepared))
    many = unmet.left
    met = list(along(tree, unmet, [*ends, -1]))
    assert unmet.left == many - len(met)
    check_complete(prepared, tree, ends, met)
    check_real(program, Truth(brute), tree, met)
    assert list(along(tree, unmet, ends)) == []


@stories
@given(st.randoms(use_true_random=False))
def test_a_way_from_another_tree_is_played_again(chance: Random) -> None:
    prepared = prepare(load(random_program(chance)))
    other = Tree(prepared.model)
    end = walk(other, chance, 8)
    nodes, numbers = other.kept([end])
    expected = [(one.question.id, one.length) for one in along(other, Unmet(prepared.model, asked(prepared)), [end])]
    tree = Tree(prepared.model)
    own = tree.graft(nodes)[numbers[end]]
    met = list(along(tree, Unmet(prepared.model, asked(prepared)), [own]))
    assert [(one.question.id, one.length) for one in met] == expected


@pytest.mark.parametrize("seed", range(3))
def test_states_are_looked_at_from_the_nearest_on(seed: int) -> None:
    """So that of the ways that are known the shortest is kept."""
    prepared = prepare(load(random_program(Random(seed))))
    chance, tree = Random(seed), Tree(prepared.model)
    ends = [walk(tree, chance, 12) for _ in range(20)]
    lengths = {one.question.id: one.length for one in along(tree, Unmet(prepared.model, asked(prepared)), ends)}
    assert lengths
    for question in prepared.questions.values():
        known = [
            tree.lengths[node] + site.steps
            for end in ends
            for node in before(tree, end)
            for site in question.sites
            if site.place == tree.places[node] and prepared.model.terms.holds(site.when, tree.values[node])
        ]
        assert lengths.get(question.id, 99) <= min(known, default=99)
