"""All states of a whole story as sets, soft locks asked, in a process of its own; it prints what it found.

Nothing is walked: the states are counted from the sets of those that can be reached.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from pathlib import Path

from game.engine import load
from game.proof.limits import Limits
from game.proof.questions.prepare import Prepared, prepare
from game.proof.symbolic.backward import Backward
from game.proof.symbolic.encoding import Encoding
from game.proof.symbolic.forward import Forward
from game.proof.system.joined_moves import merge_ways
from game.proof.system.live_values import nothing_merged
from game.story import load_story
from tests.benchmarks.family import peak_memory
from tests.benchmarks.timing import call


def encoded(prepared: Prepared, *, merged: bool) -> Encoding:
    """The states of a story as the proof lays them out, or with every value told apart."""
    model, possible, _ = prepared
    ways, classes = merge_ways(model, {}) if merged else (model, nothing_merged(model))
    return Encoding(ways, possible, classes, Limits().nodes)


def explore(prepared: Prepared, *, merged: bool) -> tuple[int, int]:
    """How many states there are, and from how many no ending can be reached any more."""
    encoding = encoded(prepared, merged=merged)
    backward = Backward(encoding, lambda: None)
    reached = Forward(encoding, backward.moves, lambda: None).reached()
    lost = backward.outside(backward.leading_to(backward.endings()))
    return (
        sum(encoding.count(place, states) for place, states in reached.items()),
        sum(encoding.count(place, lost[place] & states) for place, states in reached.items() if place in lost),
    )


def main(folder: Path, rounds: int, *, merged: bool) -> None:
    """Print the states, the median seconds of some rounds, and megabytes."""
    ready = prepare(load(load_story(folder).program))
    found: list[tuple[int, int]] = []
    seconds = statistics.median(call(lambda: found.append(explore(ready, merged=merged))) for _ in range(rounds))
    assert len(set(found)) == 1
    print(
        json.dumps({"states": found[0][0], "lost": found[0][1], "seconds": seconds, "memory": peak_memory(os.getpid())})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), merged="--plain" not in sys.argv[3:])
