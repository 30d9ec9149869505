"""Checking grows with the number of faults, not with its square: by counted calls, which are the same on any machine.

The benchmark `faults` measures every code of the registry; here are those whose ways to find a place or a near name
once were quadratic.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from game.story.check import check_story
from game.story.diagnostics import RULES
from tests.benchmarks.faults import wrong_name
from tests.benchmarks.faulty import growths
from tests.benchmarks.shapes import SHAPES
from tests.story.stories import write

CODES = ("S010", "S201", "S208", "S301", "S404", "S405", "S416", "S417", "S707", "S714")
FEW, TIMES = 12, 4
MOST = 1.35 * TIMES
"""Sorting, and tables that are filled once, are allowed for."""


def calls_of_checking(folder: Path) -> int:
    """How many functions are called, Python's and C's."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        check_story(folder)
    finally:
        sys.setprofile(None)
    return count


def ratio_of_calls(tmp_path: Path, files: Callable[[int], dict[str, str]]) -> float:
    """How many times the calls that `FEW` faults take are taken by `TIMES` times as many."""
    base, few, many = (write(tmp_path / f"{size}", dict(files(size))) for size in (1, FEW, FEW * TIMES))
    check_story(base)
    nothing = calls_of_checking(base)
    return (calls_of_checking(many) - nothing) / (calls_of_checking(few) - nothing)


MOST_CALLS = MOST * (FEW * TIMES - 1) / (FEW - 1) / TIMES


@pytest.mark.parametrize("shape", SHAPES)
def test_other_shapes_grow_as_slowly(shape: str, tmp_path: Path) -> None:
    assert ratio_of_calls(tmp_path, SHAPES[shape]) < MOST_CALLS


@pytest.mark.parametrize("code", CODES)
def test_four_times_the_faults_take_four_times_the_calls(code: str, tmp_path: Path) -> None:
    work = tmp_path / "wrong"
    work.mkdir()
    for number, growth in enumerate(growths(RULES[code], wrong_name(work, RULES[code]))):
        assert ratio_of_calls(tmp_path / f"{number}", growth.files) < MOST_CALLS, growth.name
