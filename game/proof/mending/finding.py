"""Where a story is lost, by the method that its size allows for."""

from __future__ import annotations

from collections.abc import Callable

from game.engine import Program, load
from game.proof.explicit.explore import TooWide
from game.proof.explicit.rounds import Round
from game.proof.mending.lost import ExplicitLost, Lost
from game.proof.mending.symbolic import SymbolicLost
from game.proof.symbolic.diagrams import OutOfNodes, available
from game.proof.system.live_values import merge
from game.proof.system.model import TooManyPlaces, build_model
from game.proof.system.value_ranges import Possible, drop_impossible


def lost_in(program: Program, states: int, nodes: int, tick: Callable[[], None]) -> Lost | None:
    """Where a story is lost: state by state up to so many states (0: not so), else by diagrams of so many nodes; None
    where both are too few. `tick` is called now and then and may raise."""
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
    if not nodes or not available():
        return None
    try:
        return SymbolicLost(model, possible, nodes, tick)
    except OutOfNodes:
        return None
