"""The shipped story, proved: every state of it, and every witness played through the engine."""

from __future__ import annotations

import pytest

from game.engine import Machine, advance, load, open_choices, page, start
from game.proof.concrete import Fate
from game.proof.proving import prove
from game.proof.results import Report
from game.proof.witness import find_seed, way_to
from game.story import load_story


@pytest.fixture(scope="module")
def machine() -> Machine:
    return load(load_story(None).program)


@pytest.fixture(scope="module")
def report(machine: Machine) -> Report:
    return prove(machine.program)


def test_it_is_proved_and_nothing_is_wrong_with_it(report: Report) -> None:
    assert [(one.code, one.about, one.message) for one in report.findings] == []
    assert report.verdict == "proved"


def test_everything_written_can_be_met(report: Report) -> None:
    assert len(report.answers) > 2000
    assert [one.id for one in report.answers if one.length < 0] == []


def test_every_ending_can_be_reached_and_shut_out(report: Report) -> None:
    assert len(report.endings) == 9
    for ending in report.endings:
        assert ending.shortest > 50
        assert ending.before > 0
        assert ending.after > 0
        assert ending.share > 0.005
        assert ending.closing


def test_its_promises_are_about_what_the_plan_says(machine: Machine) -> None:
    kinds = {invariant[0] for invariant in machine.program.invariants}
    assert kinds == {"always", "stays", "at_ending", "can"}


def test_every_witness_does_what_it_promises(machine: Machine, report: Report) -> None:
    seeds: dict[tuple[Fate, ...], int | None] = {}
    for answer in report.answers:
        choices, fates = way_to(report.nodes, answer.node)
        assert len(choices) == answer.length, answer.id
        key = tuple(fates)
        seed = seeds[key] if key in seeds else seeds.setdefault(key, find_seed(fates))
        assert seed is not None, answer.id
        check(machine, answer.id, seed, choices)


def check(machine: Machine, name: str, seed: int, choices: list[str]) -> None:
    """Play a witness, and look whether its thing is there at the end of it."""
    state = start(machine, seed)
    for choice in choices:
        state = advance(machine, state, choice)
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
