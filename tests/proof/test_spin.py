"""The proof against SPIN, an independent model checker (skipped where it is not installed)."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from game.engine import Machine, Program, load
from game.proof.explicit.rounds import Round
from game.proof.prover import prove
from game.proof.questions.answers import Answer
from game.proof.questions.prepare import prepare
from game.proof.system.live_values import nothing_merged
from game.proof.system.model import build_model
from game.proof.system.value_ranges import Possible, drop_impossible
from game.story import load_story
from tests.benchmarks.explore import explore
from tests.benchmarks.generate import Cast, some_names, write_story
from tests.benchmarks.spin_search import breadth_first
from tests.proof.brute import TooLarge, Traced, Walk
from tests.proof.promela import Emitter, Spin, TooLong
from tests.proof.stories import random_program

pytestmark = pytest.mark.skipif(not shutil.which("spin") or not shutil.which("gcc"), reason="needs spin and gcc")

CASES = Path(__file__).parent.parent / "cases"
WRITTEN = (
    "call-return",
    "caps",
    "choice-fallback",
    "choice-once",
    "counters",
    "deck-priority",
    "deck-unmet",
    "division",
    "effects-conditional",
    "expressions",
    "sets",
    "target-draw",
    "target-ordered",
    "targets-nested",
)
GENERATED = range(4)
ROLLING = range(2)


def states(machine: Machine) -> int:
    """The number of reachable states, nothing merged, those at an ending counted twice. SPIN knows of no trails."""
    model = build_model(machine)
    if any(place.trail for place in model.places):
        found = {state._replace(trail=()) for state in Walk(machine).distance}
        return len(found) + sum(machine.scene(state.scene).ending >= 0 for state in found)
    possible = Possible(model)
    drop_impossible(model, possible)
    here = Round(model, possible, nothing_merged(model))
    assert here.explore(10**6, lambda total: None)
    return here.total + len(here.graph.endings())


def check(program: Program, spin: Spin, number: int) -> set[str]:
    """SPIN finds as many states, and the same endings; these."""
    found = spin.explore(number)
    reached = {answer.id.partition(":")[2] for answer in prove(program).answers if met_ending(answer)}
    assert found.states == states(load(program))
    assert found.endings == reached
    return reached


def met_ending(answer: Answer) -> bool:
    return answer.id.startswith("ending:") and answer.is_met


def interesting(seed: int, *, rolls: bool = False) -> Program:
    """A random story of at least five states, and not too many; with `rolls` one whose effects have some."""
    chance = Random(seed)
    while True:
        program = random_program(chance, scenes=7)
        if rolls and not any(Traced(program).dice):
            continue
        try:
            Emitter(load(program)).process(0)
            if len(Walk(load(program), limit=3000).distance) >= 5:
                return program
        except (TooLarge, TooLong):
            continue


@pytest.fixture(scope="module")
def generated() -> list[Program]:
    """Those with rolls come last."""
    return [*map(interesting, GENERATED), *(interesting(seed, rolls=True) for seed in ROLLING)]


@pytest.fixture(scope="module")
def written() -> list[Program]:
    return [load_story(CASES / name, cache=False).program for name in WRITTEN]


@pytest.fixture(scope="module")
def spin(written: list[Program], generated: list[Program], tmp_path_factory: pytest.TempPathFactory) -> Spin:
    """All stories in one model, the written ones first."""
    return Spin([load(program) for program in [*written, *generated]], tmp_path_factory.mktemp("spin"))


@pytest.fixture(scope="module")
def reducing(generated: list[Program], tmp_path_factory: pytest.TempPathFactory) -> Spin:
    return Spin([load(program) for program in generated], tmp_path_factory.mktemp("reducing"), reductions=True)


@pytest.mark.parametrize("number", range(len(GENERATED) + len(ROLLING)))
def test_generated(number: int, generated: list[Program], spin: Spin, reducing: Spin) -> None:
    reached = check(generated[number], spin, len(WRITTEN) + number)
    assert reducing.explore(number).endings == reached


@pytest.mark.parametrize("name", WRITTEN)
def test_written(name: str, written: list[Program], spin: Spin) -> None:
    number = WRITTEN.index(name)
    check(written[number], spin, number)


def test_everything_touches_everything(tmp_path: Path) -> None:
    folder = write_story(tmp_path / "story", 12, cast=Cast(some_names(2, 2)))
    machine = load(load_story(folder, cache=False).program)
    assert breadth_first(machine, tmp_path, optimise=False).states == explore(prepare(machine), merged=False)[0]
