"""The proof against the definition of truth, on random stories that use the whole format."""

from __future__ import annotations

import os
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.engine import Machine, Program, State, load
from game.proof import strategy
from game.proof.explicit import bitmaps
from game.proof.explicit.explore import FAR
from game.proof.explicit.rounds import Round
from game.proof.explicit.witness import way_to
from game.proof.prover import prove
from game.proof.questions.answers import Standing
from game.proof.questions.prepare import prepare
from game.proof.report.report import Finding, Report
from game.proof.system.live_values import nothing_merged
from tests.proof.brute import Brute, TooLarge, Truth, replay
from tests.proof.stories import random_program

MANY = int(os.environ.get("PROOF_EXAMPLES", "35"))
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


def check_answers(program: Program, brute: Brute) -> None:
    """Every answer has the length that brute force finds, and its witness does what it says."""
    truth = Truth(brute)
    report = prove(program)
    assert report.proved
    for answer in report.answers:
        expected = truth.length(answer.id)
        if expected is not None:
            assert (answer.id, NEVER if answer.standing is Standing.NEVER else answer.length) == (answer.id, expected)
        if answer.is_met:
            assert answer.shortest
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


@stories
@given(st.randoms(use_true_random=False))
def test_relaxed_stories_answer_the_same(chance: Random) -> None:
    program = random_program(chance)
    brute = brute_of(program)
    if brute is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strategy, "SMALL", 1)
        patch.setattr(strategy, "SKETCH", 20_000)
        check_answers(program, brute)


@settings(stories, max_examples=max(10, MANY // 5))
@given(st.randoms(use_true_random=False))
def test_bitmaps_answer_the_same(chance: Random) -> None:
    program = random_program(chance)
    brute = brute_of(program)
    if brute is None:
        return
    small = prove(program)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SMALL", "SPARSE", "SKETCH"):
            patch.setattr(strategy, name, 1)
        check_answers(program, brute)
        large = prove(program)
    assert facts(large) == facts(small)


@stories
@given(st.randoms(use_true_random=False))
def test_what_is_open_lies_on_no_way_that_is_known(chance: Random) -> None:
    program = random_program(chance)
    brute = brute_of(program)
    if brute is None:
        return
    truth = Truth(brute)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SMALL", "SPARSE", "SKETCH"):
            patch.setattr(strategy, name, chance.choice((1, 4, 16)))
        patch.setattr(bitmaps, "LARGEST", chance.choice((0, 8, 32, 128)))
        report = prove(program)
    met = {answer.id for answer in report.answers if answer.is_met}
    for answer in report.answers:
        expected = truth.length(answer.id)
        if answer.standing is Standing.NEVER:
            assert expected in (None, NEVER), answer.id
        if not answer.is_met:
            continue
        choices, fates = way_to(report.nodes, answer.node)
        assert len(choices) == answer.length
        check_end(answer.id, brute.machine, replay(brute.machine, choices, fates))
        if expected is not None:
            assert answer.length == expected if answer.shortest else answer.length >= expected, answer.id
        assert {f"{kind}:{choice}" for choice in choices for kind in ("taken", "open", "shown")} <= met


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
    return report.proved, findings, [(one.id, one.shortest, one.longest, one.before > 0) for one in report.endings]


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
