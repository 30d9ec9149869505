"""The figures of random playthroughs, on pages that can be counted by hand."""

from __future__ import annotations

from collections import Counter

from game.engine import load
from game.stats.walks import Walk, difference, playthroughs, walk
from game.story import load_story
from tests.test_cases import CASES


def pages(*texts: str) -> Walk:
    return Walk(Counter(texts), 0, "end")


def test_words_count_as_often_as_they_are_shown() -> None:
    assert pages("a b c", "a b c", "d").words == 7


def test_two_playthroughs_differ_by_the_words_they_do_not_share() -> None:
    assert difference(pages("a b", "c d"), pages("a b", "c d")) == 0
    assert difference(pages("a b", "c d"), pages("a b", "e f")) == 0.5
    assert difference(pages("a"), pages("b")) == 1


def test_a_walk_is_the_same_every_time() -> None:
    machine = load(load_story(CASES / "endings").program)
    assert walk(machine, 7) == walk(machine, 7)
    assert playthroughs(machine, 20) == playthroughs(machine, 20)
    assert {walk(machine, seed).ending for seed in range(40)} == {ending.id for ending in machine.program.endings}
