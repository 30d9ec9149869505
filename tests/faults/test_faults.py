"""Each folder here is a small story with one fault: it is found, with the shortest witness, and nothing else is
reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.engine import StoryFault, advance, load, start
from game.proof.explicit.witness import way_to
from game.proof.prover import prove
from game.proof.report.played import luck_for
from game.story import load_story

FOLDERS = sorted(file.parent for file in Path(__file__).parent.glob("*/expected.txt"))


def test_there_are_enough_kinds() -> None:
    assert len(FOLDERS) >= 25


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_fault(folder: Path) -> None:
    _, expected, way = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    program = load_story(folder, cache=False).program
    report = prove(program)
    assert report.proved
    assert [f"{finding.code} {finding.about}" for finding in report.findings] == [expected]
    finding = report.findings[0]
    assert finding.file
    assert finding.line
    if way == "-":
        assert finding.node is None
        return
    choices, fates = way_to(report.nodes, finding.node)
    said = way.split()
    # A fault of the story strikes on a choice that then cannot be taken: the session ends before it.
    assert finding.length == len(said)
    assert len(choices) in (len(said), len(said) - 1)
    machine = load(program)
    state = start(machine, luck_for(machine, choices, fates))
    for choice in choices:
        state = advance(machine, state, choice)
    if len(choices) < len(said):
        with pytest.raises(StoryFault):
            advance(machine, state, said[-1])
