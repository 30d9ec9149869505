"""Writes what the program says today into the guide's blocks of output: `python -m tests.guide`, then read the diff."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.guide.blocks import GUIDE, Block, Example, examples
from tests.guide.workshop import Outcome, Workshop


def outcomes(example: Example) -> list[Outcome]:
    """What the blocks of output of an example should say; a block that cannot be run is told of on stderr."""
    done: list[Outcome] = []
    with tempfile.TemporaryDirectory() as root:
        os.environ["SEVEN_CANTEENS_HOME"] = str(Path(root, "home"))
        folder = Path(root, "story")
        folder.mkdir()
        try:
            done.extend(Workshop(folder).run(example))
        except Exception as error:
            print(f"{example.title}: {error}", *getattr(error, "__notes__", ()), sep="\n", end="\n\n", file=sys.stderr)
    return done


def main() -> None:
    """Rewrite the guide, from the last block to the first so that line numbers stay true."""
    guide = GUIDE.read_text(encoding="utf-8")
    lines = guide.split("\n")
    changes: list[Outcome] = [one for example in examples(guide) for one in outcomes(example)]
    for block, actual in sorted(changes, key=lambda one: -one[0].line):
        lines[block.line - 1 : _end(block)] = actual.rstrip("\n").split("\n")
    GUIDE.write_text("\n".join(lines), encoding="utf-8")


def _end(block: Block) -> int:
    return block.line - 1 + block.text.count("\n")


if __name__ == "__main__":
    main()
