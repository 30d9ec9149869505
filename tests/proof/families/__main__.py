"""List the families with their sizes, or write stories of them: `python -m tests.proof.families --write DIR topics`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.proof.families.catalogue import SEEDS, large, small
from tests.proof.families.states import combinations, program_of


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.proof.families", description=__doc__)
    parser.add_argument("names", nargs="*", help="only stories whose name begins so, such as topics-64 or quest")
    parser.add_argument("--write", type=Path, metavar="DIR", help="write each story into a folder of its name in DIR")
    parser.add_argument("--small", action="store_true", help="the small stories that brute force can walk")
    parser.add_argument("--seed", type=int, action="append", help=f"only these seeds (default: {SEEDS})")
    asked = parser.parse_args()
    stories = small if asked.small else large
    for _, story in stories(tuple(asked.seed or SEEDS)):
        if asked.names and not story.name.startswith(tuple(asked.names)):
            continue
        program = program_of(story)
        trap = story.trap
        fault = f"{trap.crossing}: {f'without {trap.removed!r}' if trap.removed else trap.added}" if trap else "no trap"
        print(f"{story.name:36} {len(program.scenes):5} scenes {combinations(program):9.1e} states  {fault}")
        if asked.write:
            story.write(asked.write / story.name)


if __name__ == "__main__":
    main()
