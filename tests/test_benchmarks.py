"""Every part of the benchmarks, gone through in a small size: it runs and prints its rows. No figure is held."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.benchmarks.__main__ import PARTS
from tests.benchmarks.catalogues import CASES

ROWS = {
    "walk": ["20"],
    "terminal": [
        "start to what comes before a new session",
        "start to first page, shipped story",
        "key to new page, at page 5",
        "memory at page 5",
    ],
    "commands": ["game --version", "game check", "game play --plain, first page"],
    "loading": ["game check, first time", "game check, unchanged", "load_story, unchanged, in a warm process"],
    "faults": [
        "S201 entries",
        "S404 entries",
        *(f"S404 in one {style} text" for style in ("literal", "folded", "double-quoted", "single-quoted", "one-line")),
        "files",
        "escapes",
        *(f"{style} report of faults on one line" for style in ("text", "json", "github")),
    ],
    "sessions": [
        *(
            f"{what}, {number} sessions {known}"
            for what in ("title, first picture", "list, first picture", "the last session", "game sessions")
            for number in (10, 30)
            for known in ("never seen", "known")
        ),
        "game sessions, one of 60 MB among them",
    ],
    "prove": ["every value told apart", "as the proof lays them out", *["game prove --fresh"] * 2, "game prove, kept"],
    "edits": ["a text", "a guard", "a new choice", "a new variable", "a scene deleted"],
    "catalogues": [case.name for case in CASES],
}
"""What the rows of each part begin with; numbers follow."""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("part", PARTS)
def test_a_part_prints_its_rows(part: str) -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "--tiny", part]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (0, "")
    printed = [line.strip() for line in done.stdout.splitlines() if any(char.isdigit() for char in line)]
    rows = [
        row
        for line in printed
        for row in sorted(set(ROWS[part]), key=ROWS[part].index)
        if line.removeprefix(row)[:3].isspace()
    ]
    assert rows == ROWS[part]


def test_a_part_that_there_is_not() -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "wlak"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "no part 'wlak'; there are: walk," in done.stderr
