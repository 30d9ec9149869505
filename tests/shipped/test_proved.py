"""The shipped story, proved: every state of it, and every witness played through the engine."""

from __future__ import annotations

import pytest

from game.engine import Machine, Program, State, advance, load, open_choices, page, start
from game.proof.explicit.witness import way_to
from game.proof.prover import prove
from game.proof.report.played import luck_for
from game.proof.report.report import Report
from game.proof.system.outcomes import Fate
from game.story import load_story


@pytest.fixture(scope="module")
def program() -> Program:
    return load_story(None).program


def test_it_is_proved(program: Program) -> None:
    """One test, since the proof is the work of half a minute."""
    machine, report = load(program), prove(program)
    assert [(one.code, one.about, one.message) for one in report.findings] == []
    assert report.proved
    assert len(report.answers) > 2000
    assert [one.id for one in report.answers if not one.is_met] == []
    assert [one.id for one in report.answers if one.id.startswith("ending:") and not one.shortest] == []
    assert len(report.endings) == 9
    for ending in report.endings:
        assert ending.shortest > 50
        assert ending.before > 0
        assert ending.after > 0
        assert ending.share > 0.005
        assert ending.closing
    check_witnesses(machine, report)


def test_its_promises_are_about_what_the_plan_says(program: Program) -> None:
    kinds = {invariant[0] for invariant in program.invariants}
    assert kinds == {"always", "stays", "at_ending", "can"}


def check_witnesses(machine: Machine, report: Report) -> None:
    """Every witness does what it promises, played through the engine."""
    played: dict[tuple[Fate, ...], Played] = {}
    for answer in report.answers:
        choices, fates = way_to(report.nodes, answer.node)
        assert len(choices) == answer.length, answer.id
        key = tuple(fates)
        if key not in played:
            played[key] = Played(start(machine, luck_for(machine, choices, fates)))
        check(machine, answer.id, played[key].after(machine, choices), choices)


class Played:
    """A state, and what was played from there: witnesses that begin alike are played once as far as they do."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.next: dict[str, Played] = {}

    def after(self, machine: Machine, choices: list[str]) -> State:
        here = self
        for choice in choices:
            if choice not in here.next:
                here.next[choice] = Played(advance(machine, here.state, choice))
            here = here.next[choice]
        return here.state


def check(machine: Machine, name: str, state: State, choices: list[str]) -> None:
    """Look whether the thing of a witness is there at the end of it."""
    kind, _, what = name.partition(":")
    shown = page(machine, state)
    if kind == "scene":
        assert shown.scene == what
    elif kind == "ending":
        assert shown.ending == what
    elif kind == "taken":
        assert choices[-1] == what
    elif kind == "open":
        assert what in open_choices(machine, state)
    elif kind == "shown":
        assert what in {option.id for option in shown.options}
    elif kind == "block":
        assert shown.scene == what.partition("#")[0] or "ending" in what
    elif kind == "locked":
        assert not next(option for option in shown.options if option.id == what).open
