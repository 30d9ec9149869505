"""Every way to look for traps, against the states themselves."""

from __future__ import annotations

from itertools import cycle

import pytest

from game.engine import load
from game.proof.abstraction.endless import no_trap, surely_lost
from game.proof.explicit.rounds import Round
from game.proof.explicit.traps import traps_in_graph
from game.proof.explicit.witness import Tree
from game.proof.questions.prepare import Prepared, prepare
from game.proof.symbolic.diagrams import OutOfNodes
from game.proof.symbolic.system import Determined, SymbolicSystem
from game.proof.symbolic.traps import lost_states, reached_places, symbolic_traps
from game.proof.system.live_values import merge
from game.proof.system.ranking import unranked, ways_out
from tests.proof.families import FAMILIES, TRAPS, Family, mutants, program_of

NODES = 1 << 19
KNOWN = {True: Determined.KNOWN, False: Determined.REPLACED}
FAR = 200_000


def stories() -> list[tuple[str, Prepared]]:
    """The families without a trap and with one, of this kind or of that, and a mutant of each."""
    kinds = cycle(trap for trap in TRAPS if trap)
    seeded = [family.story(family.small, 2, trap) for family in FAMILIES for trap in (None, next(kinds))]
    changed = [story for _, story in mutants(len(FAMILIES))]
    return [(story.name, prepare(load(program_of(story)))) for story in [*seeded, *changed]]


def truth(ready: Prepared) -> list[tuple[list[str], int]]:
    """The traps of a story, walked state by state: their scenes, and the length of a shortest way in."""
    here = Round(ready.model, ready.possible, merge(ready.model, {}))
    assert here.explore(FAR, lambda total: None)
    tree = Tree(ready.model)
    return sorted((sorted((one.scene, *one.others)), one.length) for one in traps_in_graph(tree, here.graph))


def by_rank(ready: Prepared, *, by_few_slots: bool) -> bool:
    """What ranking, and what is left of the rings, tell: whether it is plain that there is no trap."""
    rest = unranked(ready.model, ready.possible)
    if not rest.moves:
        return True
    ways = ways_out(ready.model, rest)
    terms = {place: [term for way in some for term in way] for place, some in ways.items()}
    system = SymbolicSystem(ready.model, ready.possible, terms, NODES, lambda: None, KNOWN[by_few_slots])
    try:
        return no_trap(system, ways, by_few_slots=by_few_slots)
    except OutOfNodes:
        return False


def found(ready: Prepared, *, by_few_slots: bool) -> list[tuple[list[str], int]] | None:
    """The traps from sets of states; None where there was not room enough."""
    system = SymbolicSystem(ready.model, ready.possible, {}, NODES, lambda: None, KNOWN[by_few_slots])
    try:
        goal = {**system.backward.endings(), **system.backward.stops()}
        lost = surely_lost(system, goal) if by_few_slots else lost_states(system, goal)
        if lost is None:
            return None
        tree = Tree(ready.model)
        traps = list(symbolic_traps(tree, system, lost, reached_places(tree, system, lost)))
    except OutOfNodes:
        return None
    return sorted((sorted((one.scene, *one.others)), one.length) for one in traps)


@pytest.fixture(scope="module")
def known() -> list[tuple[str, Prepared, list[tuple[list[str], int]]]]:
    return [(name, ready, truth(ready)) for name, ready in stories()]


@pytest.mark.parametrize("by_few_slots", [False, True])
def test_no_trap_is_told_where_there_is_one(
    by_few_slots: bool, known: list[tuple[str, Prepared, list[tuple[list[str], int]]]]
) -> None:
    decided = 0
    for name, ready, traps in known:
        plain = by_rank(ready, by_few_slots=by_few_slots)
        assert not (plain and traps), name
        decided += plain
    sound = sum(not traps for _, _, traps in known)
    assert decided >= sound * (0.6 if by_few_slots else 0.9)


@pytest.mark.parametrize("by_few_slots", [False, True])
def test_traps_are_those_of_the_states(
    by_few_slots: bool, known: list[tuple[str, Prepared, list[tuple[list[str], int]]]]
) -> None:
    decided = 0
    for name, ready, traps in known:
        told = found(ready, by_few_slots=by_few_slots)
        assert told in (None, traps), name
        decided += told is not None
    assert decided >= len(known) * (0.5 if by_few_slots else 1)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_story_without_a_trap_is_told_so(family: Family) -> None:
    story = family.story(family.small, 3, None)
    ready = prepare(load(program_of(story)))
    assert (
        by_rank(ready, by_few_slots=False)
        or by_rank(ready, by_few_slots=True)
        or found(ready, by_few_slots=False) == []
    )
