"""Large stories answered by several processes, and by a real Dask cluster: the same as by one.

Dask is imported by who needs it: it takes a second, and every worker of a run loads all files.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from game.engine import Program
from game.proof import helpers
from game.proof.by_diagrams import Packed
from game.proof.endings import sampled_shares
from game.proof.explicit.witness import way_to
from game.proof.limits import Limits
from game.proof.prover import Options, prove
from game.proof.questions.answers import Answer, Limit, Reason, Standing
from game.proof.report.report import Report
from game.story import load_story
from tests.proof.conftest import FEW_PLAYERS

SCENES, FLAGS = 20, 6


def write_story(folder: Path) -> None:
    """A walk past doors: each scene sets a flag or lights the lamp; every third has a door that two flags open."""
    flags = "".join(f"  f{number}: false\n" for number in range(FLAGS))
    head = "story: doors\ntitle: Doors\nversion: 1.0.0\nlanguage: en\nstart: s0\n"
    ends = "endings:\n  out: {title: Out}\n  lost: {title: Lost}\n"
    lamp = "  lamp: {range: [0, 5], start: 2, saturates: both}\n"
    folder.mkdir()
    (folder / "story.yaml").write_text(f"{head}variables:\n{flags}{lamp}{ends}")
    (folder / "scenes.yaml").write_text("scenes:\n" + "".join(map(scene, range(SCENES))))


def scene(number: int) -> str:
    one, other = number % FLAGS, (number * 3 + 1) % FLAGS
    lines = [f"  s{number}:", f'    text: "You stand at {number}. {{f{one}: A light is on.|It is dark.}}"']
    if number == SCENES - 1:
        return "\n".join([*lines, "    ending: out"]) + "\n"
    lines += [
        "    choices:",
        f"      set: {{text: Switch, do: [f{one} = true], to: s{number + 1}}}",
        f"      light: {{text: Lamp, do: [lamp += 1], to: s{number + 1}}}",
        f"      back: {{text: Back, if: lamp >= 1, do: [lamp -= 1, f{other} = false], to: s{max(0, number - 1)}}}",
    ]
    if number % 3 == 2:
        lines.append(f"      door: {{text: Door, if: f{one} and f{other}, to: s{min(SCENES - 1, number + 4)}}}")
    if number == SCENES // 2:
        lines.append("      give-up: {text: Give up, if: lamp == 0 and not f3, to: lost}")
    text = "\n".join(lines) + "\n"
    return text + ("  lost: {text: Lost., ending: lost}\n" if number == 0 else "")


LIMITS = Limits(explicit=100, patience=0, together=0)
"""Everything is asked one by one."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story that counts as large here, with questions enough for many lots."""
    folder = tmp_path_factory.mktemp("doors") / "story"
    write_story(folder)
    return folder


@pytest.fixture(scope="module")
def large(folder: Path) -> Program:
    return load_story(folder, cache=False).program


def check_same(helped: Report, alone: Report) -> None:
    assert helped.proved == alone.proved
    known = {one.id: one for one in alone.answers}
    assert helped.answers
    for one in helped.answers:
        assert one.standing is known[one.id].standing
        if one.is_met:
            assert one.length is not None
            assert len(way_to(helped.nodes, one.node or 0)[0]) == one.length
            if known[one.id].shortest:
                assert one.length >= (known[one.id].length or 0)
    assert [(one.id, one.before, one.after) for one in helped.endings] == [
        (one.id, one.before, one.after) for one in alone.endings
    ]


@pytest.fixture(scope="module")
def alone(large: Program) -> Report:
    """Proved once for all who are compared with it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, number in FEW_PLAYERS.items():
            patch.setattr(sampled_shares, name, number)
        return prove(large, Options(limits=LIMITS))


COPIES = """
from pathlib import Path
from game.proof import apart
from game.proof.limits import Limits
from game.proof.prover import Options, prove
from game.story import load_story
from tests.proof.conftest import FEW_PLAYERS
import json, sys
begun = []
there = apart.Beside.__init__
def begin(self, *rest):
    begun.append(rest)
    there(self, *rest)
apart.Beside.__init__ = begin
program = load_story(Path(sys.argv[1]), cache=False).program
report = prove(program, Options(helpers=2, limits=Limits(explicit=100, patience=0, together=0)))
print(json.dumps([len(begun), report.to_data()]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="copies of a process are made on Linux alone")
def test_processes(alone: Report, folder: Path) -> None:
    """Where nothing else runs in it, a process helps itself with copies."""
    import json

    done = subprocess.run([sys.executable, "-c", COPIES, str(folder)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    copies, data = json.loads(done.stdout)
    assert copies > 3
    check_same(Report.from_data(data), alone)


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_of_two_workers(large: Program, alone: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr("game.proof.by_diagrams.ByDiagrams.one_by_one", lambda *_: pytest.fail("nothing is left"))
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        helped = prove(large, Options(cluster=cluster.scheduler_address, limits=LIMITS))
    check_same(helped, alone)
    assert helped.spread


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGSTOP"])
def test_workers_that_all_vanish(large: Program, alone: Report, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """They end, or nothing is heard of them any more, with questions in their hands: the proof is ended here."""
    from distributed import LocalCluster

    def vanishing(done: SimpleQueue[Any], number: int, *rest: Any) -> Iterator[Any]:
        for come in there(done, number, *rest):
            yield come
            came.append(come)
            _signal(workers, getattr(signal, how))

    came: list[object] = []
    there = helpers._as_they_come
    monkeypatch.setattr(helpers, "_as_they_come", vanishing)
    monkeypatch.setattr(helpers, "PATIENCE", 0.5)
    monkeypatch.setattr(helpers, "LOT", 1)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=None, host="127.0.0.1", protocol="tcp") as cluster,
        _workers(cluster.scheduler_address, 2) as workers,
    ):
        helped = prove(large, Options(cluster=cluster.scheduler_address, limits=LIMITS))
    assert came
    check_same(helped, alone)


@contextmanager
def _workers(address: str, number: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that work for a scheduler, with nobody who starts them anew."""
    from distributed import Client

    command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--no-dashboard"]
    begun = [subprocess.Popen([*command, "--nthreads", "1"], stderr=subprocess.DEVNULL) for _ in range(number)]
    try:
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(number, timeout=60)
        yield begun
    finally:
        _signal(begun, signal.SIGKILL)
        for worker in begun:
            worker.wait()


def _signal(workers: list[subprocess.Popen[bytes]], how: signal.Signals) -> None:
    for worker in workers:
        worker.send_signal(how)


class Cluster:
    """Answers to what is submitted, here, but for the lots that `fail`."""

    def __init__(self, fail: Sequence[int]) -> None:
        self.fail = fail
        self.lots: list[Sequence[str]] = []

    @contextmanager
    def connected(self, address: str) -> Iterator[Cluster]:
        yield self

    def scatter(self, job: helpers.Job, **_: object) -> helpers.Job:
        return job

    def submit(
        self, work: Callable[..., list[Packed]], job: helpers.Job, lot: Sequence[str], met: Sequence[str], **_: object
    ) -> Future[list[Packed]]:
        future: Future[list[Packed]] = Future()
        self.lots.append(lot)
        if len(self.lots) in self.fail:
            future.set_exception(RuntimeError("gone"))
        else:
            future.set_result(work(job, lot, met))
        return future


def test_helpers_that_fail(large: Program, alone: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker fails with is answered here; the others' answers stand."""
    there = Cluster([2, 5])
    monkeypatch.setattr(helpers, "connected", there.connected)
    monkeypatch.setattr(helpers.Pulse, "beats", lambda pulse: True)
    check_same(prove(large, Options(cluster="there", limits=LIMITS)), alone)
    assert len(there.lots) > 5


def test_what_helpers_found_is_not_lost_when_interrupted(large: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(done: SimpleQueue[Any], *rest: Any) -> Iterator[Any]:
        yield done.get()
        raise KeyboardInterrupt

    there = Cluster([])
    monkeypatch.setattr(helpers, "connected", there.connected)
    monkeypatch.setattr(helpers, "_as_they_come", interrupt)
    report = prove(large, Options(cluster="there", limits=LIMITS))
    assert report.stopped == Reason(Limit.INTERRUPT)
    asked = {name for lot in there.lots for name in lot}
    assert asked
    known = {one.id for one in report.answers if not one.is_open} | {one.id for one in report.parts.properties}
    assert asked <= known


def _unasked(one: Answer, stopped: Reason) -> Answer:
    return replace(one, standing=Standing.OPEN, length=None, node=None, reason=stopped)


def test_an_interrupted_proof_is_gone_on_with(large: Program, alone: Report) -> None:
    stopped = Reason(Limit.INTERRUPT)
    half = [one if number % 2 else _unasked(one, stopped) for number, one in enumerate(alone.answers)]
    before = Report.from_data(replace(alone, answers=half, findings=[], endings=[], stopped=stopped).to_data())
    again = prove(large, Options(limits=LIMITS), before=before)
    check_same(again, alone)
    worked_out = sum(one.questions for one in again.rounds if one.about != "before")
    assert worked_out < sum(one.questions for one in alone.rounds)
