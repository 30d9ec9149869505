"""Small stories proved, to be looked at."""

from __future__ import annotations

from pathlib import Path

from game.engine import Machine, load
from game.proof.prover import prove
from game.story import load_story
from game.tui.author.proven import Proven

TESTS = Path(__file__).parents[1]


def proof_of(folder: str) -> tuple[Machine, Proven]:
    """The story in a folder of the tests, and its proof, which took no time."""
    program = load_story(TESTS / folder, cache=False).program
    report = prove(program)
    report.seconds = 0.0
    return load(program), Proven(report, TESTS / folder, f"tests/{folder}")
