"""Measure everything, or the parts that are named: walk, terminal, commands, loading, prove."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def _walk(work: Path) -> None:
    from tests.benchmarks.walk import measure

    measure(work)


def _terminal(work: Path) -> None:
    from tests.benchmarks.terminal import measure

    measure(work)


def _commands(work: Path) -> None:
    from tests.benchmarks.commands import measure_commands

    measure_commands(work)


def _loading(work: Path) -> None:
    from tests.benchmarks.commands import measure_loading

    measure_loading(work)


def _prove(work: Path) -> None:
    from tests.benchmarks.prove import measure

    measure(work)


PARTS: dict[str, Callable[[Path], None]] = {
    "walk": _walk,
    "terminal": _terminal,
    "commands": _commands,
    "loading": _loading,
    "prove": _prove,
}


def main(names: list[str]) -> int:
    """Run the parts; 2 for a part that there is not."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"no part {unknown[0]!r}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    for name in names or PARTS:
        with tempfile.TemporaryDirectory() as work:
            os.environ["SEVEN_CANTEENS_HOME"] = str(Path(work) / "home")
            PARTS[name](Path(work))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
