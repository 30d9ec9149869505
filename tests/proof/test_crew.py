"""Large stories answered by several processes, and by a real Dask cluster: the same as by one."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from game.engine import load
from game.proof import crew
from game.proof.abstraction import agenda
from game.proof.explicit.witness import way_to
from game.proof.limits import Limits
from game.proof.prover import Options, prove
from game.proof.questions.answers import Answer, Limit, Reason, Standing
from game.proof.questions.prepare import prepare
from game.proof.report.report import Report
from game.proof.report.text import tell
from game.story import load_story

SCENES, FLAGS = 40, 8


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


LIMITS = Limits(explicit=100, patience=0, nodes=0)
"""Everything is left to relaxed stories."""


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A story that counts as large here, with questions enough for many lots."""
    monkeypatch.setattr(agenda, "FEW_BITS", 4.0)
    monkeypatch.setattr(agenda, "MORE_BITS", 0.0)
    write_story(tmp_path / "story")
    return tmp_path / "story"


def told(report: Report) -> tuple[object, ...]:
    """What a report says, but for the time it took and which of several shortest witnesses it shows.

    How the work was shared out is nothing that it says.
    """
    answers = sorted((one.id, one.standing.value, one.length) for one in report.answers)
    findings = [(one.code, one.about, one.length) for one in report.findings]
    endings = [(one.id, one.shortest, one.before, one.after, one.share) for one in report.endings]
    rounds = [replace(one, seconds=0.0) for one in report.rounds]
    return report.proved, answers, findings, endings, rounds, _whole(report)


def _whole(report: Report) -> list[str]:
    """The report in words, but for its ways, and for what it took."""
    lines = [line for line in tell(report).splitlines() if "soonest" not in line]
    return [re.sub(r"[\d.,]+ (s|MB)\b", "", line) for line in lines]


def check_witnesses(report: Report) -> None:
    for one in report.answers:
        if one.is_met:
            assert len(way_to(report.nodes, one.node)[0]) == one.length


def test_processes(large: Path) -> None:
    program = load_story(large, cache=False).program
    alone, helped = (prove(program, Options(helpers=number, limits=LIMITS)) for number in (0, 2))
    assert told(helped) == told(alone)
    check_witnesses(helped)


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_of_two_workers(large: Path) -> None:
    program = load_story(large, cache=False).program
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        helped = prove(program, Options(cluster=cluster.scheduler_address, limits=LIMITS))
    assert told(helped) == told(prove(program, Options(limits=LIMITS)))
    check_witnesses(helped)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGSTOP"])
def test_workers_that_all_vanish(large: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """They end, or nothing is heard of them any more, with lots in their hands: the proof is ended here."""

    @contextmanager
    def vanishing(address: str, job: crew.Job) -> Iterator[crew.Hands]:
        with there(address, job) as hands:

            def submit(lot: agenda.Lot) -> crew.Future:
                given.append(lot)
                if len(given) == 1:
                    _signal(workers, signal.SIGSTOP)
                future = hands.submit(lot)
                if len(given) == 2:
                    _signal(workers, getattr(signal, how))
                return future

            yield hands._replace(submit=submit)

    given: list[agenda.Lot] = []
    there = crew._cluster
    monkeypatch.setattr(crew, "_cluster", vanishing)
    monkeypatch.setattr(crew, "PATIENCE", 0.5)
    program = load_story(large, cache=False).program
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=None, host="127.0.0.1", protocol="tcp") as cluster,
        _workers(cluster.scheduler_address, 2) as workers,
    ):
        helped = prove(program, Options(cluster=cluster.scheduler_address, limits=LIMITS))
    assert len(given) == 2
    assert told(helped) == told(prove(program, Options(limits=LIMITS)))
    check_witnesses(helped)


@contextmanager
def _workers(address: str, number: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that work for a scheduler, with nobody who starts them anew."""
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


def test_what_comes_back_from_helpers_that_were_given_up(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def submit(lot: agenda.Lot) -> Future[crew.Done]:
        given.append((lot, Future()))
        return given[-1][1]

    def live() -> bool:
        asked.append(len(given))
        return len(asked) < 3

    def local(lot: agenda.Lot) -> crew.Done:
        for late, future in given if asked else []:
            if not future.done():
                future.set_result(crew.work(job, late))
        return crew.work(job, lot)

    program = load_story(large, cache=False).program
    job = crew.Job("given up", program, 1_000_000)
    given: list[tuple[agenda.Lot, Future[crew.Done]]] = []
    asked: list[int] = []
    hands = crew.Hands(2, submit, live)
    monkeypatch.setattr(crew, "PATIENCE", 0.01)
    monkeypatch.setattr(crew, "_processes", lambda helpers, *rest: nullcontext(hands))
    model, possible, questions = prepare(load(program))
    ids = [question.id for question in questions.values()]
    ready = crew.Ready(model, possible, {question.id: question for question in questions.values()})
    working = crew.Crew(job, 2).run(agenda.Agenda(model, ids), ready, local)
    found = [answer.id for done in working for answer in done.answers]
    assert sorted(found) == sorted(ids), "each is answered once"
    assert asked == [2, 2, 2]
    assert all(future.done() for _, future in given)


def test_helpers_that_fail(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A helper that dies brings back nothing and gets nothing more; the others' answers stand."""

    def submit(lot: agenda.Lot) -> Future[crew.Done]:
        lots.append(lot)
        future: Future[crew.Done] = Future()
        if len(lots) in (2, 5):
            future.set_exception(RuntimeError("gone"))
        else:
            future.set_result(crew.work(job, lot))
        return future

    program = load_story(large, cache=False).program
    job = crew.Job("failing", program, 1_000_000)
    lots: list[agenda.Lot] = []
    monkeypatch.setattr(crew, "_processes", lambda helpers, *rest: nullcontext(crew.Hands(helpers, submit)))
    helped, alone = prove(program, Options(helpers=2, limits=LIMITS)), prove(program, Options(limits=LIMITS))
    assert len(lots) == 5
    assert told(helped) == told(alone)
    check_witnesses(helped)


@pytest.mark.skipif(sys.platform != "linux", reason="copies of a process are made on Linux alone")
def test_copies_of_a_process_without_threads(large: Path) -> None:
    """Where nothing else runs in it, a process helps itself with copies."""
    lines = [
        "from pathlib import Path",
        "from game.proof import crew",
        "from game.proof.abstraction import agenda",
        "from game.proof.limits import Limits",
        "from game.proof.prover import Options, prove",
        "from game.story import load_story",
        "limits = Limits(explicit=100, patience=0, nodes=0)",
        "agenda.FEW_BITS, agenda.MORE_BITS = 4.0, 0.0",
        "assert crew.can_copy()",
        f"report = prove(load_story(Path({str(large)!r}), cache=False).program, Options(helpers=2, limits=limits))",
        "print(report.proved, sorted((one.id, one.length) for one in report.answers))",
    ]
    found = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    alone = prove(load_story(large, cache=False).program, Options(limits=LIMITS))
    assert found.stderr == ""
    assert found.stdout.strip() == f"{alone.proved} {sorted((one.id, one.length) for one in alone.answers)}"


def test_what_helpers_found_is_not_lost_when_interrupted(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def submit(lot: agenda.Lot) -> Future[crew.Done]:
        future: Future[crew.Done] = Future()
        future.set_result(crew.work(job, lot))
        return future

    def interrupt(table: crew.Table, local: crew.Local) -> Iterator[crew.Done]:
        raise KeyboardInterrupt

    program = load_story(large, cache=False).program
    job = crew.Job("interrupted", program, 1_000_000)
    monkeypatch.setattr(crew, "_processes", lambda helpers, *rest: nullcontext(crew.Hands(helpers, submit)))
    model, possible, questions = prepare(load(program))
    by_id = {question.id: question for question in questions.values()}
    ready = crew.Ready(model, possible, by_id)
    monkeypatch.setattr(crew.Table, "work_off", interrupt)
    working = crew.Crew(job, 2).run(agenda.Agenda(model, list(by_id)), ready, lambda lot: crew.work(job, lot))
    found: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        found.extend(one.id for done in working for one in done.answers)
    assert sorted(found) == sorted(by_id)


def _unasked(one: Answer, stopped: Reason) -> Answer:
    return replace(one, standing=Standing.OPEN, length=None, node=None, reason=stopped)


def test_an_interrupted_proof_is_gone_on_with(large: Path) -> None:
    program = load_story(large, cache=False).program
    whole = prove(program, Options(limits=LIMITS))
    stopped = Reason(Limit.INTERRUPT)
    half = [one if number % 2 else _unasked(one, stopped) for number, one in enumerate(whole.answers)]
    before = Report.from_data(replace(whole, answers=half, findings=[], endings=[], stopped=stopped).to_data())
    again = prove(program, Options(limits=LIMITS), before=before)
    assert told(again)[:4] == told(whole)[:4]
    worked_out = sum(one.questions for one in again.rounds if one.about != "before")
    assert worked_out < sum(one.questions for one in whole.rounds)
    check_witnesses(again)
