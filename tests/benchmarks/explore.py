"""One exploration of a whole story as bitmaps, soft locks asked, in a process of its own; it prints what it found."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

from game.engine import Machine, load
from game.proof.budget import peak_memory
from game.proof.explicit.bitmaps import Bitmaps, count
from game.proof.explicit.keys import Layouts
from game.proof.questions.prepare import prepare
from game.proof.system.joined_moves import merge_ways
from game.proof.system.live_values import nothing_merged
from game.story import load_story
from tests.benchmarks.timing import call


def layouts(machine: Machine, *, merged: bool) -> Layouts:
    """The states of a story as the proof lays them out, or with every value told apart."""
    model, possible, _ = prepare(machine)
    way, classes = merge_ways(model, {}) if merged else (model, nothing_merged(model))
    return Layouts(way, classes, possible)


def explore(states: Layouts) -> tuple[int, int]:
    """How many states there are, and from how many no ending can be reached any more."""
    bitmaps = Bitmaps(states)
    bitmaps.explore()
    bitmaps.stops()
    return bitmaps.total, bitmaps.total - count(bitmaps.leading_to(bitmaps.endings()))


def main(folder: Path, rounds: int, *, merged: bool) -> None:
    """Print the states, the median seconds of some rounds, and megabytes."""
    states = layouts(load(load_story(folder).program), merged=merged)
    found: list[tuple[int, int]] = []
    seconds = statistics.median(call(lambda: found.append(explore(states))) for _ in range(rounds))
    assert len(set(found)) == 1
    print(json.dumps({"states": found[0][0], "lost": found[0][1], "seconds": seconds, "memory": peak_memory()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), merged="--plain" not in sys.argv[3:])
