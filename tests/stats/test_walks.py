"""The figures of random playthroughs, on pages that can be counted by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from game.engine import load
from game.stats.walks import Walk, difference, playthroughs, remembered, waiting, walk
from game.story import load_story
from game.wording import words
from tests.story.stories import SMALL, write
from tests.test_cases import CASES


def pages(*texts: str) -> Walk:
    return Walk(Counter(texts), 0, "end")


def test_words_count_as_often_as_they_are_shown() -> None:
    assert pages("a b c", "a b c", "d").words == 7


def test_two_playthroughs_differ_by_the_words_in_blocks_that_the_other_did_not_show() -> None:
    assert difference(pages("a b", "c d"), pages("a b", "c d")) == 0
    assert difference(pages("a b", "a b", "c d"), pages("a b", "c d")) == 0
    assert difference(pages("a b", "c", "c"), pages("a b")) == 0.25
    assert difference(pages("a b", "c d"), pages("a b", "e f")) == 0.5
    assert difference(pages("a"), pages("b")) == 1


def test_a_walk_is_the_same_every_time() -> None:
    machine = load(load_story(CASES / "endings").program)
    assert walk(machine, 7) == walk(machine, 7)
    assert playthroughs(machine, 20) == playthroughs(machine, 20)
    assert {walk(machine, seed).ending for seed in range(40)} == {ending.id for ending in machine.program.endings}


STORY = """\
scenes:
  one: {text: "First.\\n\\nSecond here.", to: two}
  two: {text: Two., choices: {left: {text: L., do: lit = true, to: three}, right: {text: R., to: three}}}
  three: {text: 'Three{lit: , lit|}.', choices: {up: {text: U., to: four}, down: {text: D., to: four}}}
  four: {text: Four., choices: {alone: {text: A., to: five}}}
  five: {text: Five., ending: done}
"""


def test_decisions_and_pages_that_only_wait_are_counted(tmp_path: Path) -> None:
    """One of two decisions is remembered; of five pages the first goes on by itself, and the fourth by a choice."""
    files = {"story.yaml": SMALL + "variables: {lit: {boolean: true, start: false}}\n", "scenes.yaml": STORY}
    machine = load(load_story(write(tmp_path, files), cache=False).program)
    walks = [walk(machine, seed) for seed in range(60)]
    assert set(walks[0].blocks) >= {"First.", "Second here.", "Two.", "Four.", "Five."}
    assert {(one.pages, one.waiting) for one in walks} == {(5, 1)}
    assert waiting(walks) == 0.2
    assert remembered(machine) == (1, 2)
    english, french = (playthroughs(machine, 100, words(language)).splitlines() for language in ("en", "fr"))
    assert "remembered\t50% of the decisions (1 of 2)" in english
    assert "only Continue\t20% of the pages, in 60 playthroughs" in english
    apart = {difference(one, other) for one in walks for other in walks}
    assert apart == {0, (2 / 8 + 1 / 7) / 2}
    assert "remembered\t50\u202f% des décisions (1 sur 2)" in french
    assert any(line.startswith("differs\t") and line.endswith("mean of 50 pairs") for line in english)
