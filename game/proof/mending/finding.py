"""Where a changed story is lost, by the method that its size allows for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from game.engine import Program, load
from game.proof.explicit.explore import TooWide
from game.proof.explicit.rounds import Round
from game.proof.mending.lost import ExplicitLost, Lost
from game.proof.mending.symbolic import SymbolicLost
from game.proof.symbolic.diagrams import OutOfNodes
from game.proof.symbolic.system import SymbolicSystem
from game.proof.symbolic.traps import lost_states
from game.proof.system.live_values import merge
from game.proof.system.model import TooManyPlaces, build_model
from game.proof.system.terms import Term
from game.proof.system.value_ranges import Possible, drop_impossible


def lost_in(program: Program, states: int, nodes: Callable[[], int], tick: Callable[[], None]) -> Lost | None:
    """Where a story is lost: state by state up to so many states (0: not so), else by diagrams of so many nodes (0: not
    so); None where both are too few. `tick` is called now and then and may raise."""
    try:
        model = build_model(load(program))
    except TooManyPlaces:  # a way back out of a called scene, say
        return None
    possible = Possible(model)
    drop_impossible(model, possible)
    if states:
        here = Round(model, possible, merge(model, {}))
        try:
            if here.explore(states, lambda total: tick()):
                return ExplicitLost(here, possible)
        except TooWide:
            pass
    most = nodes()

    def make(terms: Mapping[int, Iterable[Term]]) -> SymbolicSystem:
        return SymbolicSystem(model, possible, terms, most, tick)

    try:
        return SymbolicLost(system := make({}), lost_states(system, system.backward.endings()), make) if most else None
    except OutOfNodes:
        return None
