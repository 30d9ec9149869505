"""The proof against the definition of truth, on random stories that use the whole format."""

from __future__ import annotations

import os
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.engine import Machine, Program, State, load
from game.proof.explicit.explore import FAR
from game.proof.explicit.rounds import Round
from game.proof.explicit.witness import way_to
from game.proof.limits import Limits
from game.proof.prover import Options, prove
from game.proof.questions.answers import Standing
from game.proof.questions.prepare import prepare
from game.proof.report.report import Finding, Report
from game.proof.system.live_values import nothing_merged
from tests.proof.brute import Brute, TooLarge, Truth, replay
from tests.proof.stories import random_program

MANY = int(os.environ.get("PROOF_EXAMPLES", "20"))
"""How many random stories; PROOF_EXAMPLES=5000 tries thousands."""

stories = settings(
    max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def check_counts(program: Program, brute: Brute) -> None:
    """Nothing merged: the same states, the same distances, the same traps."""
    model, possible, _ = prepare(brute.machine)
    here = Round(model, possible, nothing_merged(model))
    assert here.explore(10**6, lambda total: None)
    assert here.total == len(brute.distance)
    graph = here.graph
    assert sorted(graph.distance.tolist()) == sorted(brute.distance.values())
    lost = graph.ways_to(graph.endings()) == FAR
    assert int(np.count_nonzero(lost)) == len(brute.traps())
    longest = brute.longest()
    assert sorted(graph.longest.tolist()) == sorted(longest.values())


def check_end(name: str, machine: Machine, state: State) -> None:
    """Where a witness ends, for what that can be seen by."""
    kind, _, name = name.partition(":")
    if kind == "scene":
        assert machine.scene(state.scene).id == name
    if kind == "ending":
        assert machine.program.endings[machine.scene(state.scene).ending].id == name


def check_answers(program: Program, brute: Brute, report: Report | None = None) -> None:
    """Every answer has the length that brute force finds, and its witness does what it says."""
    truth = Truth(brute)
    if report is None:
        report = prove(program)
    assert not any(answer.is_open for answer in report.answers)
    for answer in report.answers:
        expected = truth.length(answer.id)
        if expected is not None:
            length = NEVER if answer.standing is Standing.NEVER else answer.length
            assert length is not None
            if answer.shortest:
                assert (answer.id, length) == (answer.id, expected)
            else:
                assert length >= expected >= 0
        if answer.is_met:
            assert answer.shortest or not answer.id.startswith("ending:")
            choices, fates = way_to(report.nodes, answer.node)
            assert len(choices) == answer.length
            check_end(answer.id, brute.machine, replay(brute.machine, choices, fates))
    lengths = {
        code: {one.about: one.length for one in report.findings if one.code == code} for code in (STUCK, *FAULTS)
    }
    assert lengths.pop(STUCK) == brute.first_met("stuck")
    faults = sorted((about, length) for found in lengths.values() for about, length in found.items())
    assert dict(reversed(faults)) == brute.first_met("fault")
    assert {one.about: one.length for one in report.findings if one.code in BROKEN} == truth.broken()


NEVER = -1
"""What brute force calls the length of what can never be met."""
STUCK, TRAP = "P020", "P021"
FAULTS = ("P023", "P024", "P025", "P026")
BROKEN = ("P030", "P031", "P032", "P035")


def brute_of(program: Program) -> Brute | None:
    machine: Machine = load(program)
    try:
        return Brute(machine, limit=1500)
    except TooLarge:
        return None


@stories
@given(st.randoms(use_true_random=False))
def test_counts_and_traps(chance: Random) -> None:
    program = random_program(chance)
    brute = brute_of(program)
    if brute is not None:
        check_counts(program, brute)


@stories
@given(st.randoms(use_true_random=False))
def test_answers(chance: Random) -> None:
    program = random_program(chance)
    brute = brute_of(program)
    if brute is not None:
        check_answers(program, brute)


METHODS = {
    "relaxed": Limits(explicit=0, patience=0, nodes=0, relaxed=20_000),
    "diagrams": Limits(explicit=0, patience=0),
    "plays": Limits(explicit=0, patience=20),
}
"""What is forced on stories that are small enough for anything."""


@pytest.mark.parametrize("method", METHODS)
@stories
@given(st.randoms(use_true_random=False))
def test_every_method_answers_the_same(method: str, chance: Random) -> None:
    program = random_program(chance)
    brute = brute_of(program)
    if brute is None:
        return
    report = prove(program, Options(limits=METHODS[method]))
    check_answers(program, brute, report)
    if method != "relaxed":  # there nothing is asked of all states together
        assert facts(report) == facts(prove(program))


def told(one: Finding) -> tuple[object, ...]:
    """A finding; of a trap, whose states can be counted with more or fewer of them merged and which can have several
    ways in that are equally short, what does not depend on that."""
    if one.code != TRAP:
        return one.code, one.about, one.length, sorted(one.fields.items())
    scenes = {one.about, *str(one.fields.get("others", "")).split(", ")} - {""}
    return one.code, sorted(scenes), one.length


def facts(report: Report) -> tuple[object, ...]:
    """What every way of exploring must agree on."""
    findings = [told(one) for one in report.findings if one.code != STUCK]
    assert report.proved
    return findings, [(one.id, one.shortest, one.longest, one.before > 0) for one in report.endings]


@stories
@given(st.randoms(use_true_random=False))
def test_shares_add_up(chance: Random) -> None:
    program = random_program(chance)
    brute = brute_of(program)
    if brute is None:
        return
    report = prove(program)
    expected = brute.shares()
    for ending in report.endings:
        assert ending.share == pytest.approx(expected.get(ending.id, 0.0), abs=1e-6)


def test_a_picture_in_the_codex_varies_after_its_entry_became_known() -> None:
    """Found by chance: the entry's text is always the same, but the picture on its page is not."""
    program = random_program(Random(680))
    brute = brute_of(program)
    assert brute is not None
    check_answers(program, brute)
