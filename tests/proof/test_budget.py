"""Memory and time that a proof may take: every stage stops, the report says what is known and what stopped the rest,
and the next proof goes on from there."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import game.proof
from game.cli import commands
from game.engine import Program
from game.proof import budget, strategy
from game.proof.budget import Budget, OutOfBudget
from game.proof.limits import Limits
from game.proof.prover import Options, prove
from game.proof.questions.answers import Limit, Reason
from game.proof.report.public import as_data, json_schema
from game.proof.report.report import Report
from game.proof.report.sentences import ENGLISH, verdict
from game.proof.report.text import tell
from game.story import load_story
from game.wording import words
from tests.proof.test_earlier import check_same

TESTS = Path(__file__).parents[1]

Stage = tuple[str, ...]

STORIES = ("faults/lost-for-good", "cases/endings", "tui/flawed")
"""The smallest first."""


def program(story: str) -> Program:
    return load_story(TESTS / story, cache=False).program


def stage() -> Stage:
    """Who asks for the time, as the functions of the proof that have called one another, the last first; the work of a
    copy of the process is one stage."""
    names = []
    frame = sys._getframe(1)
    while frame.f_back is not None:
        if frame.f_code.co_name == "_in_copy":
            names.clear()
        if frame.f_code.co_filename.startswith(PROOF):
            names.append(frame.f_code.co_name)
        frame = frame.f_back
    return tuple(names)


PROOF = str(Path(game.proof.__file__).parent)


def stages(story: Program, limits: Limits, file: Path) -> list[Stage]:
    """The stages in which a whole proof looks at the clock, noted in a file: copies of the process look too."""
    seen: set[Stage] = set()

    def clock() -> float:
        here = stage()
        if here not in seen:
            seen.add(here)
            with file.open("a", encoding="utf-8") as notes:
                print(*here, file=notes)
        return 0.0

    assert prove(story, Options(time=1, clock=clock, limits=limits)).proved
    return list(dict.fromkeys(tuple(line.split()) for line in file.read_text(encoding="utf-8").splitlines()))[1:]


def told(report: Report) -> object:
    """What a whole report says, but for what it took."""
    data = as_data(report)
    del data["work"], data["budget"]
    return data


def check_stopped(report: Report, limit: Limit, whole: Report) -> None:
    """A report that was stopped says nothing that is not so, and that it was stopped."""
    assert report.stopped is not None
    assert report.stopped.limit is limit
    answers = {one.id: one for one in whole.answers}
    for one in report.answers:
        assert one.is_open or one.standing is answers[one.id].standing
        assert one.is_open == (one.reason == report.stopped)
    assert {one.code for one in report.findings} <= {one.code for one in whole.findings}
    assert report.proved == (bool(report.answers) and not report.open)
    for say in (ENGLISH, words("fr")):
        said = tell(report, say=say) if report.proved else verdict(report, say)
        assert f"--{limit.value} {report.stopped.amount}" in said
    assert list(Draft202012Validator(json_schema()).iter_errors(json.loads(json.dumps(as_data(report))))) == []


@pytest.mark.parametrize("large", [False, True])
def test_time_runs_out_in_every_stage(large: bool, tmp_path: Path) -> None:
    """The clock stands still until somebody in the stage looks at it; each stage in the first story that has it."""
    limits = Limits(explicit=1, patience=10) if large else Limits()
    tried: set[Stage] = set()
    for story in STORIES:
        one = program(story)
        whole = prove(one, Options(limits=limits))
        last = stages(one, limits, tmp_path / story.replace("/", "-"))
        assert len(last) >= (6 if large else 3)
        for out in [out for out in last if out not in tried]:
            check_out(one, whole, limits, out)
        tried.update(last)


def check_out(one: Program, whole: Report, limits: Limits, out: Stage) -> None:
    """A proof whose time runs out in a stage, and the one that goes on from there."""
    report = prove(one, Options(limits=limits, time=1, clock=lambda: float(stage() == out)))
    if report.stopped is None:
        assert "apart" in out, "whoever waits for a copy looks at the clock only when that takes long"
        return
    check_stopped(report, Limit.TIME, whole)
    again = prove(one, Options(limits=limits), before=Report.from_data(json.loads(json.dumps(report.to_data()))))
    if limits.explicit == 1:
        check_same(again, whole, one)
    else:
        assert told(again) == told(whole)


def test_memory_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    one = program("tui/flawed")
    whole = prove(one)
    for before in range(0, 8, 2):
        held = count(100 - before)
        monkeypatch.setattr(budget, "used_memory", lambda held=held: next(held))
        check_stopped(prove(one, Options(memory=100)), Limit.MEMORY, whole)


def test_what_the_system_refuses_stops_like_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*rest: object) -> None:
        raise MemoryError

    monkeypatch.setattr(strategy.Strategy, "settle", refuse)
    report = prove(program("cases/endings"))
    assert report.stopped is not None
    assert report.stopped.limit is Limit.REFUSED


def test_the_budget_itself() -> None:
    now = [5.0]
    own = Budget(None, 10, lambda: now[0])
    own.check()
    assert own.left == 10
    now[0] = 14.9
    own.check()
    now[0] = 15.0
    with pytest.raises(OutOfBudget) as out:
        own.check()
    assert out.value.reason == Reason(Limit.TIME, 10)
    assert pickle.loads(pickle.dumps(out.value)).reason == out.value.reason
    assert Budget(None, None, lambda: now[0]).left is None
    Budget(1 << 20, None, lambda: now[0]).check()
    with pytest.raises(OutOfBudget, match="memory 1"):
        Budget(1, None, lambda: now[0]).check()


@pytest.mark.parametrize("large", [False, True])
def test_mends_have_a_limit_of_their_own(large: bool) -> None:
    """The same proof, its findings and endings too, but for the mends; with a time that is given there is no other."""
    one = program("faults/called-deck-loop")
    limits = Limits(explicit=1 if large else 400_000, mending=1)
    ticking = count()
    report = prove(one, Options(limits=limits, clock=lambda: float(next(ticking))))
    whole = prove(one, Options(limits=limits, time=1000))
    assert report.stopped == Reason(Limit.MENDING, 1)
    assert report.proved
    assert whole.stopped is None
    assert any(one.mend for one in whole.findings)
    assert report.answers == whole.answers
    assert report.endings == whole.endings
    assert [one.code for one in report.findings] == [one.code for one in whole.findings]
    assert "without --time no more than 1 seconds" in tell(report)
    assert "without" not in verdict(report, ENGLISH)


ENFORCED = """
import numpy
from game.proof.budget import Budget, OutOfBudget, used_memory
from game.proof.explicit.explore import Soonest
import time
budget = Budget(used_memory() + 60, None, time.monotonic)
big = 100 << 20
try:
    with budget.enforced():
        held = numpy.ones(big // 4, dtype=numpy.uint8)
        states = Soonest(big, big)
        states.to_map()
        assert states.map is None
        numpy.ones(big, dtype=numpy.uint8)
except OutOfBudget as out:
    print(out.reason.limit.value, out.reason.amount == budget.memory)
print(len(numpy.ones(big, dtype=numpy.uint8)) == big)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses a process what it asks for")
def test_memory_is_refused_between_two_looks_too() -> None:
    """In a process of its own: others share that of the tests."""
    done = subprocess.run([sys.executable, "-c", ENFORCED], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("memory True\nTrue\n", "")


def test_helpers_share_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "used_memory", lambda: 60)
    own = Budget(150, None, lambda: 0.0)
    with own.shared(3) as share:
        assert share == own.memory == 90
        monkeypatch.setattr(budget, "used_memory", lambda: 91)
        with pytest.raises(OutOfBudget) as out:
            own.check()
        assert out.value.reason == Reason(Limit.MEMORY, 150)
    own.check()
    with Budget(None, None, lambda: 0.0).shared(3) as share:
        assert share is None


def test_memory_is_what_is_held_now() -> None:
    before = budget.used_memory()
    held = bytearray(b"x" * (200 << 20))
    with_it = budget.used_memory()
    del held
    assert 150 < with_it - before < 450
    assert budget.peak_memory() >= with_it - 1


def test_the_options_of_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    command = ["prove", str(TESTS / "cases/endings"), "--format", "json"]
    stopped = CliRunner().invoke(commands.game, [*command, "--memory", "1"], standalone_mode=False)
    assert stopped.return_value == 3
    data = json.loads(stopped.stdout)
    assert data["budget"] == {"bound": 20_000_000, "memory": 1, "time": None}
    assert data["stopped"]["message"] == "--memory 1 was not enough; a larger one would go further"
    whole = CliRunner().invoke(commands.game, [*command, "--memory", "100000", "--time", "1000"], standalone_mode=False)
    assert whole.return_value == 0
    assert json.loads(whole.stdout)["budget"] == {"bound": 20_000_000, "memory": 100_000, "time": 1000}
    assert CliRunner().invoke(commands.game, [*command, "--time", "0"]).exit_code == 2
