"""After a change of a story its proof goes on from the one before, and says what a proof from nothing says."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.engine import Machine, Program, Scene, State, load
from game.paths import cache_folder
from game.proof.endings import sampled_shares
from game.proof.explicit.witness import way_to
from game.proof.limits import Limits
from game.proof.prover import Options, prove
from game.proof.report.report import Finding, Report
from game.proof.reporting import report_of
from game.proof.symbolic import encoding
from game.proof.system.model import TooManyPlaces
from game.story import load_story
from tests.proof.brute import replay
from tests.proof.changes import Author

MANY = int(os.environ.get("EDIT_EXAMPLES", "8"))
"""How many stories; each is changed some times."""

CHANGES = 4
LARGE = {
    "diagrams": Limits(explicit=1, patience=5),
    "no plays": Limits(explicit=1, patience=0),
    "few states": Limits(explicit=60, patience=5),
}
"""As large stories are proved, each by other methods; with the last some are walked before a change or after it."""


@pytest.fixture(autouse=True)
def small_and_quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(sampled_shares, "WALKERS", 60)
        patch.setattr(sampled_shares, "LONGEST_WALK", 60)
        patch.setattr(encoding, "CACHE", 1 << 12)
        yield


def read_back(report: Report) -> Report:
    return Report.from_data({**json.loads(json.dumps(report.to_data()))})


def facts(report: Report) -> dict[str, Any]:
    """All that two proofs of a story have to agree in, however they came to it."""

    def way(node: int | None) -> object:
        return None if node is None else way_to(report.nodes, node)

    wanted = [one for one in report.answers if one.id.startswith("ending:") and one.shortest]
    return {
        "answers": [(one.id, one.about, one.standing, one.reason) for one in report.answers],
        "endings": [replace(one, shortest_seen=one.shortest) for one in report.endings],
        "ways to endings": [(one.id, one.length, way(one.node)) for one in wanted],
        "findings": [(bare(one), way(one.node) if one.shortest else None) for one in report.findings],
        "rest": (report.places, report.moves, report.left, report.left_over, report.widest, report.proved),
        "counted": report.counted,
    }


def bare(one: Finding) -> Finding:
    """A finding without numbers of nodes, without the length of a way that need not be a shortest one, and without what
    its mend costs: that is known or not by what was played.
    """
    length = one.length if one.shortest else None
    return replace(one, node=None, length=length, mend=one.mend and replace(one.mend, costs=None))


def check_end(name: str, machine: Machine, state: State) -> None:
    """Where a witness ends, for what that can be seen by."""
    kind, _, name = name.partition(":")
    if kind == "scene":
        runs_on = machine.scene(machine.scene_index(name)).run_on is not None  # it is met on the way, a junction unseen
        assert runs_on or machine.scene(state.scene).id == name
    if kind == "ending":
        assert machine.program.endings[machine.scene(state.scene).ending].id == name


def check_same(again: Report, whole: Report, program: Program) -> None:
    assert facts(again) == facts(whole)
    for one, other in zip(again.answers, whole.answers, strict=True):
        if one.shortest and other.shortest:
            assert one.length == other.length, one
        elif one.length is not None and other.length is not None:
            assert other.length <= one.length or not other.shortest
            assert one.length <= other.length or not one.shortest
        if one.node is not None:
            choices, fates = way_to(again.nodes, one.node)
            assert len(choices) == one.length
            machine = load(program)
            check_end(one.id, machine, replay(machine, choices, fates)[-1])


def check_fits(again: Report, whole: Report) -> None:
    """Where plays alone answer, one proof knows more than another, and nothing else."""
    known = {one.id: one.standing for one in whole.answers if not one.is_open}
    assert again.answers
    for one in again.answers:
        assert one.is_open or one.id not in known or one.standing is known[one.id]
        if one.node is not None:
            assert len(way_to(again.nodes, one.node)[0]) == one.length


def proofs(chance: Random, limits: Limits) -> Iterator[tuple[Report, Report, Program]]:
    """A story changed again and again: its proof from the one before, and from nothing."""
    author = Author(chance)
    options = Options(limits=limits)
    before = prove(author.now, options)
    for _ in range(CHANGES):
        author.change()
        before = prove(author.now, options, before=read_back(before))
        yield before, prove(author.now, options), author.now


CASE = Path(__file__).parents[1] / "cases" / "endings"


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Options:
    """How to prove a small story like a large one."""
    return Options(limits=LARGE["diagrams"])


def edited(program: Program) -> Program:
    """The program with its last choice gone."""
    scenes = list(program.scenes)
    number = max(number for number, scene in enumerate(scenes) if Scene(*scene).choices)
    scenes[number] = tuple(Scene(*scenes[number])._replace(choices=scenes[number][11][:-1]))
    return program._replace(scenes=tuple(scenes))


def stages(report: Report) -> list[str]:
    return [one.about for one in report.rounds]


def test_one_file_of_a_story_is_gone_on_from(large: Options, tmp_path: Path) -> None:
    program = load_story(CASE, cache=False).program
    first = report_of(program, large, folder=tmp_path)
    assert "before" not in stages(first)
    for one in (edited(program), program, edited(program)):
        again = report_of(one, large, folder=tmp_path)
        assert "before" in stages(again)
        check_same(again, prove(one, large), one)
        assert report_of(one, large, folder=tmp_path).kept
    assert "before" not in stages(report_of(program, large, folder=tmp_path, fresh=True))
    assert len(list((cache_folder() / "proofs").iterdir())) == 1
    report_of(program, large, folder=tmp_path / "copy")
    report_of(program, replace(large, policy={"a": 2.0}), folder=tmp_path)
    assert len(list((cache_folder() / "proofs").iterdir())) == 3


def test_an_edit_that_touches_no_way_keeps_the_numbers_of_endings(large: Options) -> None:
    author = Author(Random(7))
    before = prove(author.now, large)
    assert before.counted is not None
    scenes = [Scene(*raw) for raw in author.now.scenes]
    author.page(scenes)
    now = author.now._replace(
        scenes=tuple(map(tuple, scenes)), texts={"en": tuple(author.texts)}, text_owner=tuple(author.owners)
    )
    again = prove(now, large, before=read_back(before))
    assert "way" not in stages(again)
    check_same(again, prove(now, large), now)


def crafted(change: Callable[[dict[str, Any]], object]) -> Callable[[Report], Report]:
    def craft(report: Report) -> Report:
        data = json.loads(json.dumps(report.to_data()))
        change(data)
        return Report.from_data(data)

    return craft


CRAFTED: dict[str, Callable[[Report], Report]] = {
    "nodes out of reach": crafted(lambda data: data.update(nodes=data["nodes"][:2])),
    "nodes that go round": crafted(lambda data: data["nodes"].__setitem__(1, [5, "x", []])),
    "a way that is none": crafted(lambda data: data["nodes"].__setitem__(1, [0, "nobody/nothing", []])),
    "no nodes": crafted(lambda data: data.update(nodes=[])),
    "no digests": crafted(lambda data: data["parts"].update(ways={}, places={}, asked={})),
    "answers of another story": crafted(lambda data: [one.update(id="scene:x") for one in data["answers"]]),
    "a witness that says less": crafted(
        lambda data: [one.update(node=0, length=0) for one in data["answers"] if one["node"] is not None]
    ),
}


@pytest.mark.parametrize("name", CRAFTED)
def test_what_does_not_fit_together_is_not_followed(name: str, large: Options) -> None:
    """Nobody without access to the cache can write such a file; whoever does gets no error, and no false witness."""
    program = load_story(CASE, cache=False).program
    whole = prove(program, large)
    again = prove(program, large, before=CRAFTED[name](whole))
    check_same(again, whole, program)


@settings(max_examples=MANY // 4 or 1, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9))
def test_a_change_is_proved_without_diagrams_too(seed: int) -> None:
    try:
        for again, whole, _ in proofs(Random(seed), Limits(explicit=1, patience=5, nodes=0)):
            check_fits(again, whole)
    except TooManyPlaces:
        pass


@settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9), st.sampled_from(sorted(LARGE)))
def test_a_change_is_proved_like_the_whole(seed: int, limits: str) -> None:
    try:
        for again, whole, program in proofs(Random(seed), LARGE[limits]):
            check_same(again, whole, program)
    except TooManyPlaces:
        pass
