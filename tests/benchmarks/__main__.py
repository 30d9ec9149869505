"""Measure everything, or the parts that are named, and print one table.

With `--tiny` all of it is gone through once, in seconds. With `--against COMMIT` every row stands beside the same one
of that commit, which is built in an environment of its own; the two take turns.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from tests.benchmarks.against import measure_against
from tests.benchmarks.table import Row, apart, lines, lines_against

PARTS = ("walk", "terminal", "commands", "loading", "prove", "edits", "catalogues", "faults", "sessions")
"""The modules of what is measured: each has `rows`, which yields rows and has an empty folder to work in, and the sizes
`FULL` and `TINY`, the second one that takes seconds.
"""


def rows(part: str, *, tiny: bool) -> Iterator[Row]:
    """The rows of a part, measured here and now in a home of its own."""
    module = import_module(f"tests.benchmarks.{part}")
    with tempfile.TemporaryDirectory() as work:
        os.environ["SEVEN_CANTEENS_HOME"] = str(Path(work) / "home")
        yield from module.rows(Path(work), module.TINY if tiny else module.FULL)


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 2 for a part that there is not, 1 for a commit that cannot be built."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(PARTS)}; else all of it")
    parser.add_argument("--tiny", action="store_true", help="go through all of it once, in a small size")
    parser.add_argument("--json", action="store_true", help="print each row as a line of JSON")
    parser.add_argument("--against", metavar="COMMIT", help="put another commit beside every row")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="with --against: so often each (default 3)")
    options = parser.parse_args(arguments)
    for unknown in (name for name in options.parts if name not in PARTS):
        parser.error(f"no part {unknown!r}; there are: {', '.join(PARTS)}")
    if options.rounds < 1:
        parser.error("--rounds is at least 1")
    parts = options.parts or PARTS
    if options.against:
        pairs = measure_against(options.against, parts, options.rounds, tiny=options.tiny)
        try:
            _print(lines_against(options.against, pairs))
        except subprocess.CalledProcessError as error:
            print(error, file=sys.stderr)
            return 1
        return 0
    found = apart(*(rows(part, tiny=options.tiny) for part in parts))
    _print((row.to_json() for row in found) if options.json else lines(found))
    return 0


def _print(table: Iterable[str]) -> None:
    for line in table:
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
