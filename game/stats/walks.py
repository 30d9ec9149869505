"""What a playthrough amounts to: lengths, endings and differences, from random playthroughs, always the same ones."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from game.engine import EngineError, Machine, advance, page, start

WALKS = 200
LONGEST = 5_000
"""A playthrough that has not ended after so many choices is given up: the story may never end."""
PER_MINUTE = 230
"""Words a reader takes in a minute, as read on a screen."""


class Walk(NamedTuple):
    """One playthrough: words by page text, and the ending, '' when there was none."""

    pages: Counter[str]
    choices: int
    ending: str

    @property
    def words(self) -> int:
        """How many words its pages have, each as often as it was shown."""
        return sum(len(text.split()) * times for text, times in self.pages.items())


def walk(machine: Machine, seed: int) -> Walk:
    """A playthrough that takes any open choice, by the dice of its seed."""
    dice, state, pages, choices = random.Random(seed), start(machine, seed), Counter[str](), 0
    while choices < LONGEST:
        shown = page(machine, state)
        pages[shown.text] += 1
        if shown.ending or not shown.open_options:
            return Walk(pages, choices, shown.ending)
        try:
            state = advance(machine, state, dice.choice(shown.open_options).id)
        except EngineError:
            break
        choices += 1
    return Walk(pages, choices, "")


def difference(one: Walk, other: Walk) -> float:
    """The share of the words of a playthrough that the other does not have, 0 to 1; the mean of both ways."""

    def alone(a: Walk, b: Walk) -> float:
        apart = a.pages - b.pages
        return sum(len(text.split()) * times for text, times in apart.items()) / max(1, a.words)

    return (alone(one, other) + alone(other, one)) / 2


def playthroughs(machine: Machine, count: int = WALKS) -> str:
    """The figures of `count` random playthroughs as lines of tab-separated values."""
    walks = [walk(machine, seed) for seed in range(1, count + 1)]
    ended = [one for one in walks if one.ending] or walks
    by_length = sorted(ended, key=lambda one: one.words)
    rows = [["playthrough", "words", "minutes", "choices"]]
    for name, one in zip(("shortest", "median", "longest"), _marks(by_length), strict=True):
        rows.append([name, str(one.words), str(round(one.words / PER_MINUTE)), str(one.choices)])
    apart = statistics.mean(difference(a, b) for a, b in pairwise(walks)) if count > 1 else 0.0
    rows.append(["differs", f"{apart:.0%} of the words, between two"])
    counts = Counter(one.ending or "none" for one in walks)
    rows += [[f"ending {ending}", f"{times / count:.1%}"] for ending, times in counts.most_common()]
    rows.append(["sampled", f"{count} random playthroughs, {PER_MINUTE} words a minute"])
    return "\n".join("\t".join(row) for row in rows)


def _marks(walks: list[Walk]) -> tuple[Walk, Walk, Walk]:
    return walks[0], walks[len(walks) // 2], walks[-1]
