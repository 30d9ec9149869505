"""Decision diagrams as one of several methods: let go at once, bounded by the memory that is left, done without."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import weakref
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from game.engine import load
from game.proof import by_diagrams
from game.proof.abstraction.endless import surely_lost
from game.proof.explicit.rounds import asked
from game.proof.limits import Limits
from game.proof.prover import Options, prove
from game.proof.questions.answers import Limit, Reason
from game.proof.questions.prepare import prepare
from game.proof.report.public import as_data, json_schema
from game.proof.report.sentences import verdict
from game.proof.report.text import tell
from game.proof.symbolic import diagrams
from game.proof.symbolic.diagrams import OutOfNodes, nodes_for
from game.proof.symbolic.system import SymbolicSystem
from game.proof.symbolic.traps import lost_states
from game.proof.system.live_values import labels
from game.story import load_story
from game.wording import words
from tests.proof.stories import random_program

if TYPE_CHECKING:
    from game.proof.symbolic.diagrams import Diagram

TESTS = Path(__file__).parents[1]
STORY = TESTS / "tui/flawed"
LARGE = Limits(explicit=0, patience=0)
"""Only diagrams can answer."""


def test_few_slots_tell_where_a_goal_is_lost_as_all_do() -> None:
    """Where they tell it at all, whatever the goal is: a part of a place too."""
    told = 0
    for seed in range(40):
        model, possible, _ = prepare(load(random_program(Random(seed))))
        ways = SymbolicSystem(model, possible, {}, 1 << 17, lambda: None)
        encoding = ways.encoding
        for place in encoding.live:
            for move in encoding.model.places[place].moves:
                goal = encoding.goals({place: [move.guard]})
                found = surely_lost(ways, goal)
                assert found is None or found == lost_states(ways, goal)
                told += found is not None
    assert told > 100


def test_diagrams_are_let_go_without_the_collector() -> None:
    """Whatever holds itself holds its diagrams till the collector comes, and while a story is proved it does not."""
    model, possible, _ = prepare(load(load_story(STORY, cache=False).program))
    gc.collect()
    gc.disable()
    try:
        ways = SymbolicSystem(model, possible, {}, 1 << 17, lambda: None)
        lost_states(ways, ways.backward.endings())
        ways.forward.reached()
        watched = [weakref.ref(one) for one in (ways, ways.encoding, ways.encoding.diagrams, ways.backward)]
        del ways
        assert [one() for one in watched] == [None] * len(watched)
    finally:
        gc.enable()


@pytest.mark.parametrize("nodes", [4, 8])
def test_diagrams_that_were_too_small_are_let_go_at_once(nodes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the next method need the memory."""
    monkeypatch.setattr(diagrams, "FEWEST_NODES", 1)
    model, possible, _ = prepare(load(load_story(STORY, cache=False).program))
    watched = []
    begin = diagrams.Diagrams.__init__

    def watch(made: diagrams.Diagrams, bits: int, nodes: int, cache: int) -> None:
        watched.append(weakref.ref(made))
        begin(made, bits, nodes, cache)

    monkeypatch.setattr(diagrams.Diagrams, "__init__", watch)
    gc.disable()
    try:
        with suppress(OutOfNodes):
            ways = SymbolicSystem(model, possible, {}, nodes, lambda: None)
            lost_states(ways, ways.backward.endings())
            pytest.fail("there were nodes enough")
        ways = None
        assert [one() for one in watched] == [None]
    finally:
        gc.enable()


@pytest.mark.parametrize("seed", range(60))
def test_what_may_be_reached_is_told_by_classes(seed: int) -> None:
    """Any value of a class may stand for it: a set that held one and not another would lose ways, or invent some."""
    model, possible, questions = prepare(load(random_program(Random(seed))))
    sites = [site for question in questions.values() for site in question.sites]
    encoding = SymbolicSystem(model, possible, asked(sites), 1 << 17, lambda: None).encoding
    for place in encoding.live:
        for slot, classes in encoding.merged[place].items():
            low, gone = model.terms.slots[slot].low, encoding.diagrams.cube(encoding.bits[slot])
            found: dict[int, set[Diagram]] = {}
            for value, number in enumerate(labels(classes).tolist()):
                here = encoding.care[place] & encoding.holding(slot, value + low)
                found.setdefault(number, set()).add(here.exists(gone))
            assert all(len(sets) == 1 for sets in found.values()), (place, slot)


def test_more_memory_is_more_nodes() -> None:
    assert nodes_for(-5) == nodes_for(0) == 0
    nodes = [nodes_for(megabytes) for megabytes in (100, 200, 400, 1 << 24)]
    assert nodes == sorted(set(nodes))
    assert nodes[2] > 2 * nodes[1]
    assert nodes[0] * diagrams.NODE_BYTES < 100 << 20


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Diagrams may have as few nodes as one says, and are made where that can be told to them."""
    monkeypatch.setattr(diagrams, "FEWEST_NODES", 1)
    monkeypatch.setattr(diagrams, "CACHE_BYTES", 0)
    monkeypatch.setattr(diagrams, "BESIDE", 0)
    monkeypatch.setattr(diagrams, "NODE_BYTES", 1 << 18)
    monkeypatch.setattr("game.proof.apart.can_copy", lambda: False)


@pytest.mark.usefixtures("small_steps")
def test_a_larger_memory_goes_further(monkeypatch: pytest.MonkeyPatch) -> None:
    program = load_story(STORY, cache=False).program
    monkeypatch.setattr(by_diagrams, "used_memory", lambda: 9_000)
    little = prove(program, Options(limits=LARGE, memory=9_001))
    assert little.reasons == [Reason(Limit.MEMORY, 9_001)]
    assert "--memory 9001 was not enough" in verdict(little, words("en"))
    monkeypatch.setattr(by_diagrams, "used_memory", lambda: 0)
    assert prove(program, Options(limits=LARGE, memory=9_000)).proved


@pytest.mark.usefixtures("small_steps")
def test_nodes_run_out_without_a_word_about_memory() -> None:
    """Then the memory that would do is named."""
    report = prove(load_story(STORY, cache=False).program, Options(limits=Limits(0, 0, 8)))
    assert [reason.limit for reason in report.reasons] == [Limit.NODES]
    assert report.reasons[0].amount > 0
    for language in ("en", "fr"):
        assert f"--memory {report.reasons[0].amount}" in verdict(report, words(language))
    assert list(Draft202012Validator(json_schema()).iter_errors(json.loads(json.dumps(as_data(report))))) == []


WITHOUT = """
import sys

class Refuses:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "oxidd":
            raise ImportError(name)

sys.meta_path.insert(0, Refuses())
from pathlib import Path
from game.proof.limits import Limits
from game.proof.prover import Options, prove
from game.proof.report.report import FORM
from game.proof.report.text import tell
from game.story import load_story
import json
program = load_story(Path(sys.argv[1]), cache=False).program
reports = [prove(program, Options(limits=Limits(*one))) for one in json.loads(sys.argv[2])]
print(json.dumps([[one.to_data(), tell(one)] for one in reports]))
"""
WITHOUT_LIMITS = {(): False, (0,): True, (0, 0): True, (0, 0, 0): False}
"""The first limits of each proof, and whether it lacks the library."""


def test_without_the_library() -> None:
    """The other methods still answer, and what is open says that diagrams would have been asked."""
    command = [sys.executable, "-c", WITHOUT, str(STORY), json.dumps([*WITHOUT_LIMITS])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    whole = {one.id: one.standing.value for one in prove(load_story(STORY, cache=False).program).answers}
    for (limits, lacks), (data, told) in zip(WITHOUT_LIMITS.items(), json.loads(done.stdout), strict=True):
        known = {one["id"]: one["standing"] for one in data["answers"] if one["standing"] != "open"}
        assert known.items() <= whole.items()
        assert known.keys() == whole.keys() or limits
        assert known or limits[:2] == (0, 0)
        reasons = {one["reason"]["limit"] for one in [*data["answers"], *data["left"]] if one["reason"]}
        assert reasons == ({"library"} if lacks else reasons - {"library"})
        assert ("without sets of states, since the package oxidd cannot be imported" in told) == lacks


def test_every_reason_has_its_words() -> None:
    report = prove(load_story(STORY, cache=False).program, Options(bound=1, limits=Limits(nodes=0)))
    for limit in Limit:
        report.stopped = Reason(limit, 612)
        data = as_data(report)
        assert list(Draft202012Validator(json_schema()).iter_errors(json.loads(json.dumps(data)))) == []
        amounts = ("bound", "memory", "time", "nodes", "mending", "refused")
        assert data["stopped"]["amount"] == (612 if limit.value in amounts else None)
        assert tell(report, say=words("en")) != tell(report, say=words("fr"))
