"""Where no seed lets the dice fall right, a witness carries its draws: every one can be saved and played."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.cli import run
from game.engine import Machine, load
from game.proof.explicit.witness import TRIES, find_seed, way_to
from game.proof.prover import prove
from game.proof.report.played import session_to
from game.proof.report.report import Report
from game.session import Session, verify
from game.story import load_story

HUB = Path(__file__).parent / "hub"
"""A hub with 100 hp and a die every turn."""


@pytest.fixture(scope="module")
def hub() -> Machine:
    return load(load_story(HUB, cache=False).program)


@pytest.fixture(scope="module")
def report(hub: Machine) -> Report:
    return prove(hub.program)


@pytest.mark.parametrize(("ending", "turns"), [("dead", 17), ("won", 20)])
def test_an_ending_that_no_seed_leads_to_is_reached_with_loaded_dice(
    ending: str, turns: int, hub: Machine, report: Report, tmp_path: Path
) -> None:
    answer = report.answer(f"ending:{ending}")
    assert answer is not None
    assert answer.length == 2 * turns + 1
    fates = way_to(report.nodes, answer.node)[1]
    assert len(fates) == turns
    assert find_seed(fates, TRIES) is None
    file = tmp_path / "way.jsonl"
    file.write_bytes(session_to(hub, report.nodes, answer.node))
    with Session.open(hub, file) as session:
        assert session.page.ending == ending
        assert session.loaded
    verdict = verify(hub, file)
    assert verdict.identical
    assert verdict.notes[-1].code == "R218"


def test_every_witness_is_played_to_its_end(hub: Machine, report: Report, tmp_path: Path) -> None:
    """Those whose draws come out under a seed that was found are left to it."""
    assert report.proved
    nodes = {item.node for item in (*report.answers, *report.findings) if item.node is not None}
    dice = set()
    for node in nodes:
        file = tmp_path / f"{node}.jsonl"
        file.write_bytes(session_to(hub, report.nodes, node))
        verdict = verify(hub, file)
        assert verdict.identical
        choices, fates = way_to(report.nodes, node)
        assert verdict.holds == len(choices)
        with Session.open(hub, file, read_only=True) as session:
            assert bool(session.loaded) is (find_seed(fates) is None)
            dice.add(bool(session.loaded))
    assert dice == {False, True}


def test_the_commands_print_it_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("SEVEN_CANTEENS_HOME", str(tmp_path))
    assert run(["prove", str(HUB), "--witness", "ending:dead"]) == 0
    file = tmp_path / "way.jsonl"
    file.write_bytes(capfdbinary.readouterr().out)
    for language, words in (("en", "Loaded dice:"), ("fr", "Dés pipés\u00a0:")):
        assert run(["replay", str(file), "--story", str(HUB), "--language", language, "--verify"]) == 0
        assert words in capfdbinary.readouterr().out.decode()
        for how in (["--transcript", "md"], ["--plain"]):
            assert run(["replay", str(file), "--story", str(HUB), "--language", language, *how]) == 0
            assert "Loaded dice:" in capfdbinary.readouterr().out.decode(), "in the language of what was read"
    assert run(["sessions", "import", str(file)]) == 0
    capfdbinary.readouterr()
    assert run(["sessions"]) == 0
    assert capfdbinary.readouterr().out.decode().rstrip().endswith("\t35\tloaded dice")
