"""Rolls in the proof: as many ways as they come to, as likely as they are, and witnesses whose dice fall so."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from game.engine import Dice, Machine, Program, advance, draws, load, page, start, values_by_name
from game.proof.explicit.witness import find_seed, way_to
from game.proof.prover import prove
from game.proof.report.played import session_to
from game.proof.system.model import build_model
from game.session import Session, verify
from game.story import load_story
from tests.proof.brute import Brute
from tests.proof.compare import differences
from tests.proof.words import in_words
from tests.story.stories import write

STORY = """\
story: dice
title: Dice
version: '1'
language: en
start: table
variables:
  shown: {range: [0, 100], saturates: both}
  left: {range: [0, 9], start: 9, saturates: both}
  lit: false
endings: {high: High, low: Low}
"""
ENDS = "  high: {text: '{left} {lit: a|b} {shown}', ending: high}\n  low: {text: Low., ending: low}\n"
GO = "  table: {text: Dice., choices: {throw: {text: Throw., do: %s, to: %s}}}\n"


def machine_of(folder: Path, scenes: str) -> Machine:
    write(folder, {"story.yaml": STORY, "scenes.yaml": f"scenes:\n{scenes}{ENDS}"})
    return load(load_story(folder, cache=False).program)


def shares(program: Program) -> dict[str, float | None]:
    report = prove(program)
    assert report.proved
    assert all(facts.sampled == 0 for facts in report.endings)
    return {facts.id: facts.share for facts in report.endings}


ODDS = {
    "two dice": ("shown = roll(6) + roll(6)", "[{if: shown >= 10, to: high}, {to: low}]", Fraction(6, 36), 11),
    "the higher": ("'shown = max(roll(6), roll(6))'", "[{if: shown == 6, to: high}, {to: low}]", Fraction(11, 36), 6),
    "true or false": ("lit = roll(100) >= 34", "[{if: lit, to: high}, {to: low}]", Fraction(67, 100), 2),
    "one after the other": (
        "[left -= roll(6), left -= roll(6)]",
        "[{if: left == 0, to: high}, {to: low}]",
        Fraction(10, 36),
        15,
    ),
    "set anew": ("[shown = roll(100), shown = roll(2)]", "[{if: shown == 1, to: high}, {to: low}]", Fraction(1, 2), 2),
    "under a condition": (
        "[lit = roll(3) == 1, {if: lit, do: shown = roll(2), else: shown = roll(5)}]",
        "[{if: shown == 2, to: high}, {to: low}]",
        Fraction(1, 3) * Fraction(1, 2) + Fraction(2, 3) * Fraction(1, 5),
        7,
    ),
    "and a draw": (
        "shown = roll(4)",
        "[{if: shown == 4, to: {draw: [{to: high, weight: 3}, {to: low}]}}, {to: low}]",
        Fraction(3, 16),
        5,
    ),
}


@pytest.mark.parametrize("name", ODDS)
def test_shares_are_those_of_the_dice(name: str, tmp_path: Path) -> None:
    """And what comes to the same is one way."""
    do, to, share, ways = ODDS[name]
    machine = machine_of(tmp_path, GO % (do, to))
    assert shares(machine.program)["high"] == pytest.approx(float(share), abs=1e-12)
    assert len(build_model(machine).places[0].moves) == ways
    assert list(differences(Brute(load(in_words(machine.program))))) == []


def test_rolls_of_scenes_on_the_way_are_multiplied(tmp_path: Path) -> None:
    scenes = (
        GO % ("shown = roll(2)", "hall")
        + "  hall: {do: shown += roll(3), run_on: stair}\n"
        + "  stair: {do: shown += roll(4), text: Stair., to: [{if: shown == 9, to: high}, {to: low}]}\n"
    )
    machine = machine_of(tmp_path, scenes)
    assert shares(machine.program)["high"] == pytest.approx(1 / 24, abs=1e-12)
    assert len(build_model(machine).places[0].moves) == 7
    assert list(differences(Brute(load(in_words(machine.program))))) == []


def test_overruns_are_those_of_the_dice_that_show_them(tmp_path: Path) -> None:
    """The way shows the outcome by which the range is left, and not one beside it."""
    scenes = (
        "  table: {text: Dice., choices: {throw: {text: Throw., do: [left = 5, 'tight = roll(1, 6) - 1'], to: high}}}\n"
    )
    story = STORY.replace("variables:\n", "variables:\n  tight: {range: [0, 4]}\n")
    write(
        tmp_path, {"story.yaml": story, "scenes.yaml": f"scenes:\n{scenes}{ENDS.replace('{shown}', '{shown} {tight}')}"}
    )
    machine = load(load_story(tmp_path, cache=False).program)
    (finding,) = [one for one in prove(machine.program).findings if one.code == "P022"]
    report = prove(machine.program)
    assert finding.node is not None
    choices, fates = way_to(report.nodes, finding.node)
    assert choices == ["table/throw"]
    assert [(fate.low, fate.high) for fate in fates] == [(4, 6)]


LUCK = (
    "  table:\n    text: 'Left: {left}.'\n    choices:\n"
    "      throw:\n        text: Throw.\n        do: [shown = roll(100), {if: shown == 100, do: left -= 1}]\n"
    "        to: [{if: left == 0, to: high}, {to: table}]\n"
    "      stop: {text: Stop., to: low}\n"
)


def test_what_no_seed_gives_is_reached_with_loaded_dice(tmp_path: Path) -> None:
    machine = machine_of(tmp_path, LUCK)
    report = prove(machine.program)
    answer = report.answer("ending:high")
    assert answer is not None
    assert answer.length == 9
    fates = way_to(report.nodes, answer.node)[1]
    assert [(fate.total, fate.low) for fate in fates] == [(100, 99)] * 9
    assert find_seed(fates) is None
    file = tmp_path / "way.jsonl"
    file.write_bytes(session_to(machine, report.nodes, answer.node))
    assert b'"draws": [99, 99, 99, 99, 99, 99, 99, 99, 99]' in file.read_bytes()
    with Session.open(machine, file) as session:
        assert session.page.ending == "high"
    assert verify(machine, file).identical


def test_dice_fall_in_the_order_of_play(tmp_path: Path) -> None:
    """Those of the choice as its effects are done, those for where it leads, those of the scenes entered, and last the
    words of the page.
    """
    scenes = (
        GO % ("[shown = roll(20), 'left -= roll(0, 3) * roll(2)']", "{draw: [{to: low}, {to: hall}, {to: high}]}")
        + "  hall: {do: 'shown += roll(-2, 2)', text: '{~one|two|three} {shown} {left}', to: low}\n"
    )
    machine = machine_of(tmp_path, scenes)
    state = advance(machine, start(machine, Dice(0, (11, 2, 1, 1, 3, 2))), "table/throw")
    assert values_by_name(machine, state)["shown"] == 12 + 1
    assert values_by_name(machine, state)["left"] == 9 - 2 * 2
    assert page(machine, state).text == "three 13 5"
    assert isinstance(state.seed, Dice)
    assert state.seed.used == 6
    given = draws(machine, 5, ["table/throw"])
    one, other = (advance(machine, start(machine, luck), "table/throw") for luck in (5, Dice(9, given)))
    assert one._replace(seed=0) == other._replace(seed=0)
