"""Measure everything, or the parts that are named: walk, terminal, commands, loading, prove, edits, catalogues, faults,
sessions.

With `--tiny` all of it is gone through once, in seconds.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Protocol


def _walk(work: Path, *, tiny: bool) -> None:
    from tests.benchmarks.walk import FULL, TINY, measure

    measure(work, TINY if tiny else FULL)


def _terminal(work: Path, *, tiny: bool) -> None:
    from tests.benchmarks.terminal import FULL, TINY, measure

    measure(work, TINY if tiny else FULL)


def _commands(work: Path, *, tiny: bool) -> None:
    from tests.benchmarks.commands import FULL, TINY, measure_commands

    measure_commands(work, TINY if tiny else FULL)


def _loading(work: Path, *, tiny: bool) -> None:
    from tests.benchmarks.commands import FULL, TINY, measure_loading

    measure_loading(work, TINY if tiny else FULL)


def _prove(work: Path, *, tiny: bool) -> None:
    from tests.benchmarks.prove import FULL, TINY, measure

    measure(work, TINY if tiny else FULL)


def _edits(work: Path, *, tiny: bool) -> None:
    from tests.benchmarks.edits import FULL, TINY, measure

    measure(work, TINY if tiny else FULL)


def _catalogues(work: Path, *, tiny: bool) -> None:
    from tests.benchmarks.catalogues import FULL, TINY, measure

    measure(work, TINY if tiny else FULL)


def _faults(work: Path, *, tiny: bool) -> None:
    from tests.benchmarks.faults import FULL, TINY, measure

    measure(work, TINY if tiny else FULL)


def _sessions(work: Path, *, tiny: bool) -> None:
    from tests.benchmarks.sessions import FULL, TINY, measure

    measure(work, TINY if tiny else FULL)


class Part(Protocol):
    """A part: it prints its tables, and has an empty folder to work in."""

    def __call__(self, work: Path, *, tiny: bool) -> None:
        """Measure, or (`tiny`) only go through all of it once in a size in which that takes seconds."""


PARTS: dict[str, Part] = {
    "walk": _walk,
    "terminal": _terminal,
    "commands": _commands,
    "loading": _loading,
    "prove": _prove,
    "edits": _edits,
    "catalogues": _catalogues,
    "faults": _faults,
    "sessions": _sessions,
}


def main(arguments: list[str]) -> int:
    """Run the parts; 2 for a part that there is not."""
    names = [one for one in arguments if one != "--tiny"]
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"no part {unknown[0]!r}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    for name in names or PARTS:
        with tempfile.TemporaryDirectory() as work:
            os.environ["SEVEN_CANTEENS_HOME"] = str(Path(work) / "home")
            PARTS[name](Path(work), tiny="--tiny" in arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
