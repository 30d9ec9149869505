"""Thousands of scenes that run on, and of conditions that name one another: nothing gives up or is slow."""

from __future__ import annotations

import cProfile
import io
import pstats
from collections.abc import Callable
from pathlib import Path

import pytest

from game.engine import Machine, Program, advance, load, page, start
from game.proof.prover import prove
from game.proof.system import model
from game.session import Session
from game.stats.walks import playthroughs
from game.story.check import examine
from tests.story.stories import write
from tests.test_cases import play

HEAD = """\
story: long
title: Long
version: '1'
language: en
start: begin
endings: {done: Done}
variables:
  water: {range: [0, 9], start: 4, saturates: both}
"""
LONG = 5_000


def files(count: int) -> dict[str, str]:
    """A story with so many scenes that run on, every other one a junction, and as many conditions: the last of them is
    asked at the end.
    """
    conditions = [f"  c{number}: c{number - 1} and water >= {1 + number % 3}\n" for number in range(1, count)]
    scenes = [
        f"  r{number}: {{{f'text: Room {number}., ' if number % 2 else ''}run_on: r{number + 1}}}\n"
        for number in range(count - 1)
    ]
    wait = "wait: {text: Wait., do: water -= 1, to: begin}"
    begin = f"  begin: {{text: '{{water}}', choices: {{go: {{text: Go., to: r0}}, {wait}}}}}\n"
    last = f"  r{count - 1}: {{text: Last., choices: {{out: {{text: Out., if: c{count - 1}, to: out}}, "
    last += "back: {text: Back., to: begin}}}\n"
    return {
        "story.yaml": HEAD + "conditions:\n  c0: water > 1\n" + "".join(conditions),
        "scenes.yaml": "scenes:\n" + begin + "".join(scenes) + last + "  out: {text: Out., ending: done}\n",
    }


def program_of(folder: Path, count: int) -> Program:
    folder.mkdir(exist_ok=True)
    examined = examine(write(folder, files(count)))
    assert examined.diagnostics == []
    assert examined.program is not None
    return examined.program


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return load(program_of(tmp_path_factory.mktemp("long"), LONG))


def test_it_is_played_and_told(machine: Machine, tmp_path: Path) -> None:
    told, (file, *_) = play(machine, ["2", "1", "2", "1", "back", "1", "1"], tmp_path, reopen=False)
    assert told.count("Room 1.\n") == told.count(f"Room {LONG - 3}.\n") >= 2
    again = Session.open(machine, file)
    assert again.turn == len(again.choices) >= 3
    assert again.notices == []
    after = advance(machine, start(machine), "begin/go")
    assert len(after.trail) == LONG // 2 - (LONG - 1) % 2
    assert len(page(machine, after).parts) == len(after.trail) + 1


def test_it_is_counted(machine: Machine) -> None:
    found = playthroughs(machine, 3)
    assert "ending done\t100.0%" in found


def test_it_is_proved(machine: Machine) -> None:
    report = prove(machine.program)
    met = [one for one in report.answers if one.id.startswith("scene:")]
    assert len(met) == LONG + 2
    assert all(one.is_met for one in met)
    assert report.proved


def calls(work: Callable[[], object]) -> int:
    """How many calls of functions some work takes: what time would tell, told the same each time."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return int(pstats.Stats(profile, stream=io.StringIO()).total_calls)  # type: ignore[attr-defined]


def test_all_grows_with_the_story_and_not_with_its_square(tmp_path: Path) -> None:
    def checked(count: int) -> int:
        return calls(lambda: program_of(tmp_path / "checked", count))

    def played(count: int) -> int:
        machine = load(program_of(tmp_path / "played", count))
        return calls(lambda: page(machine, advance(machine, start(machine), "begin/go")))

    def proved(count: int) -> int:
        program = program_of(tmp_path / "proved", count)
        return calls(lambda: prove(program))

    for work in (checked, played, proved):
        work(10)  # what is loaded once is loaded
        small, large = work(150), work(600)
        assert large < 4.8 * small, work.__name__


def test_ways_that_lead_apart_without_end_are_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of twelve lists of two each there are four thousand ways on."""
    monkeypatch.setattr(model, "MOST_WALKED", 2_000)
    count = 12
    variables = "".join(f"  v{number}: {{boolean: false}}\n" for number in range(count))
    parts = ["  begin: {text: B., choices: {go: {text: Go., to: r0}}}\n"]
    for number in range(count):
        on = f"r{number + 1}" if number < count - 1 else "out"
        parts.append(f"  r{number}: {{run_on: [{{if: v{number}, to: a{number}}}, {{to: {on}}}]}}\n")
        parts.append(f"  a{number}: {{text: A., run_on: {on}}}\n")
    scenes = "scenes:\n" + "".join(parts) + "  out: {text: Out., ending: done}\n"
    examined = examine(write(tmp_path, {"story.yaml": HEAD + variables, "scenes.yaml": scenes}))
    assert examined.program is not None
    report = prove(examined.program)
    assert report.stopped is not None
    assert report.stopped.limit.value == "size"
    assert not report.proved
