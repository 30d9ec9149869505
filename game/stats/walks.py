"""What a playthrough amounts to: lengths, endings and differences, from random playthroughs, always the same ones."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from typing import NamedTuple

from game.engine import EngineError, Machine, Page, advance, page, start
from game.engine.markup import plain
from game.story.advising.decisions import decisions
from game.wording import Words, words

WALKS = 200
LOOKED_THROUGH = 60
"""In the first so many of them pages are counted on which one can only go on."""
PAIRS = 50
"""So many pairs of them are held against each other, each playthrough in one pair."""
LONGEST = 5_000
"""A playthrough that has not ended after so many choices is given up: the story may never end."""
PER_MINUTE = 230
"""Words a reader takes in a minute, as read on a screen."""


class Walk(NamedTuple):
    """One playthrough: how often each block of text was shown, how many choices were taken, and the ending, '' when
    there was none; how many pages it had, and on how many of them one could only go on.
    """

    blocks: Counter[str]
    choices: int
    ending: str
    pages: int = 0
    waiting: int = 0

    @property
    def words(self) -> int:
        """How many words its pages have, each as often as it was shown."""
        return sum(len(text.split()) * times for text, times in self.blocks.items())


def walk(machine: Machine, seed: int) -> Walk:
    """A playthrough that takes any open choice, by the dice of its seed."""
    dice, state, blocks, choices, waiting = random.Random(seed), start(machine, seed), Counter[str](), 0, 0
    ending = ""
    while choices < LONGEST:
        shown = page(machine, state)
        blocks.update(_texts(shown))
        waiting += [option.kind for option in shown.open_options] == ["on"]
        ending = shown.ending
        if ending or not shown.open_options:
            break
        try:
            state = advance(machine, state, dice.choice(shown.open_options).id)
        except EngineError:
            break
        choices += 1
    return Walk(blocks, choices, ending, choices + 1, waiting)


def _texts(shown: Page) -> list[str]:
    """The blocks of a page that have words."""
    runs = [*(part.blocks for part in shown.parts), shown.endnote]
    return [plain(block.text) for run in runs for block in run if block.kind not in ("picture", "rule")]


def difference(one: Walk, other: Walk) -> float:
    """The share of the words of a playthrough that stand in blocks which the other did not show, 0 to 1; the mean of
    both ways.
    """

    def alone(a: Walk, b: Walk) -> float:
        apart = sum(len(text.split()) * times for text, times in a.blocks.items() if text not in b.blocks)
        return apart / max(1, a.words)

    return (alone(one, other) + alone(other, one)) / 2


def waiting(walks: list[Walk]) -> float:
    """The share of pages of some playthroughs, 0 to 1, on which one could only go on."""
    return sum(one.waiting for one in walks) / max(1, sum(one.pages for one in walks))


def remembered(machine: Machine) -> tuple[int, int]:
    """How many of a story's decisions something remembers, and how many there are."""
    found = [each.remembered for each in decisions(machine.program)]
    return sum(found), len(found)


def playthroughs(machine: Machine, count: int = WALKS, say: Words | None = None) -> str:
    """The figures of `count` random playthroughs as lines of tab-separated values, their names in English and what is
    said of them by `say`.
    """
    say = say or words("en")
    walks = [walk(machine, seed) for seed in range(1, count + 1)]
    ended = [one for one in walks if one.ending] or walks
    by_length = sorted(ended, key=lambda one: one.words)
    rows = [["playthrough", "words", "minutes", "choices"]]
    for name, one in zip(("shortest", "median", "longest"), _marks(by_length), strict=True):
        rows.append([name, str(one.words), str(round(one.words / PER_MINUTE)), str(one.choices)])
    rows += [[name, said] for name, said in _figures(machine, walks, say)]
    counts = Counter(one.ending or "none" for one in walks)
    rows += [[f"ending {ending}", f"{times / count:.1%}"] for ending, times in counts.most_common()]
    sampled = say("{count} random playthroughs, {pace} words a minute", count=count, pace=PER_MINUTE)
    rows.append(["sampled", sampled])
    return "\n".join("\t".join(row) for row in rows)


def _figures(machine: Machine, walks: list[Walk], say: Words) -> list[tuple[str, str]]:
    """Whether choosing matters: three figures, each with its name."""
    kept, all_of_them = remembered(machine)
    some, pairs = walks[:LOOKED_THROUGH], list(zip(walks[::2], walks[1::2], strict=False))[:PAIRS]
    apart = statistics.mean(difference(one, other) for one, other in pairs) if pairs else 0.0
    shares = [round(100 * share) for share in (kept / max(1, all_of_them), waiting(some), apart)]
    decided = say("{share}% of the decisions ({n} of {all})", share=shares[0], n=kept, all=all_of_them)
    lone = say("{share}% of the pages, in {count} playthroughs", share=shares[1], count=len(some))
    differs = say("{share}% of the words, between two; mean of {count} pairs", share=shares[2], count=len(pairs))
    return [("remembered", decided), ("only Continue", lone), ("differs", differs)]


def _marks(walks: list[Walk]) -> tuple[Walk, Walk, Walk]:
    return walks[0], walks[len(walks) // 2], walks[-1]
