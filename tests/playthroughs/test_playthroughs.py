"""Every kept playthrough still holds, and reads as it did: a change of prose shows here, in review."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine import load, values_by_name
from game.engine.machine import Machine
from game.session import Session, transcript, verify
from game.story import load_story
from tests.playthroughs.players import ENDINGS, PLAYERS, Player

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def machine() -> Machine:
    return load(load_story(None).program)


def opened(machine: Machine, player: Player) -> Session:
    return Session.open(machine, HERE / f"{player.name}.jsonl", read_only=True)


@pytest.mark.parametrize("player", PLAYERS, ids=lambda player: player.name)
def test_a_playthrough_still_holds(machine: Machine, player: Player) -> None:
    verdict = verify(machine, HERE / f"{player.name}.jsonl")
    assert verdict.identical, verdict.text


@pytest.mark.parametrize("player", PLAYERS, ids=lambda player: player.name)
def test_a_playthrough_reads_as_it_did(machine: Machine, player: Player) -> None:
    kept = (HERE / f"{player.name}.md").read_text(encoding="utf-8")
    assert transcript(machine, HERE / f"{player.name}.jsonl", "md") == kept


@pytest.mark.parametrize("player", ENDINGS, ids=lambda player: player.name)
def test_a_playthrough_comes_to_its_ending(machine: Machine, player: Player) -> None:
    session = opened(machine, player)
    assert session.page.ending == player.ending
    session.close()


def test_there_is_one_for_each_ending(machine: Machine) -> None:
    assert {player.ending for player in ENDINGS} == {ending.id for ending in machine.program.endings}


def test_one_of_them_reads_every_entry_it_knows(machine: Machine) -> None:
    session = opened(machine, next(player for player in PLAYERS if player.reads))
    assert session.opened == session.unlocked
    session.close()


@pytest.mark.parametrize("player", PLAYERS, ids=lambda player: player.name)
def test_a_sealed_canteen_never_holds_water_again(machine: Machine, player: Player) -> None:
    session = opened(machine, player)
    sealed = 0
    for step in session.steps:
        values = values_by_name(machine, step.state)
        assert int(values["water"]) <= 10 - int(values["sealed"])
        assert int(values["sealed"]) >= sealed
        sealed = int(values["sealed"])
    session.close()
