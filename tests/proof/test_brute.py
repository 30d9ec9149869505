"""The proof against the definition of truth, by each method: on random stories that use the whole format, on mutants of
the families, and on stories that were written for one thing each."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.engine import load
from game.story import load_story
from tests.conftest import SEED
from tests.proof.brute import Brute
from tests.proof.compare import METHODS, brute_of, differences
from tests.proof.families import FAMILIES
from tests.proof.many import STORIES, compared
from tests.proof.stories import random_program
from tests.proof.words import in_words
from tests.story.stories import write

MANY = int(os.environ.get("PROOF_EXAMPLES", "6"))
"""How many random stories; PROOF_EXAMPLES=5000 tries thousands. What is found so is made smaller, which `many` does
not."""

stories = settings(
    max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

SLICE = [(STORIES, SEED + number) for number in range(4)]
SLICE += [(family.name, SEED) for family in FAMILIES[SEED % 6 :: 6]]
"""What is compared anew in every run: `python -m tests.proof.many --first SEED` does it again."""

CASES = sorted(folder.name for folder in (Path(__file__).parents[1] / "cases").iterdir() if folder.is_dir())


@pytest.mark.parametrize("method", METHODS)
@stories
@given(st.randoms(use_true_random=False))
def test_every_method_says_what_brute_force_finds(method: str, chance: Random) -> None:
    brute = brute_of(random_program(chance))
    if brute is not None:
        assert list(differences(brute, {method: METHODS[method]})) == []


@pytest.mark.parametrize("number", range(len(SLICE)))
def test_a_fresh_slice(number: int) -> None:
    kind, seed = SLICE[number]
    outcome = compared((kind, seed))
    told = f"--family '{kind}' --mutants" if kind != STORIES else "--stories"
    assert outcome.differences == [], f"python -m tests.proof.many {told} 1 --first {seed}"
    assert outcome.states or outcome.too_large


@pytest.mark.parametrize("name", CASES)
def test_written_stories(name: str) -> None:
    program = in_words(load_story(Path(__file__).parents[1] / "cases" / name, cache=False).program)
    assert list(differences(Brute(load(program)))) == []


STORY = """\
story: found
title: Found
version: '1'
language: en
start: one
endings: {done: Done, other: Other}
variables: {flag: false, count: {range: [0, 3], start: 1, saturates: both}}
"""

FOUND = {
    "a fault that only one outcome of a draw has": """\
scenes:
  one: {text: One., choices: {go: {text: Go., to: {draw: [{to: done}, {to: [{if: flag, to: other}]}]}}}}
  done: {text: Done., ending: done}
  other: {text: Other., ending: other}
""",
    "like choices of which one shuts an ending out": """\
scenes:
  one: {text: One., choices: {set: {text: Set., do: flag = true, to: two}, leave: {text: Leave., to: two}}}
  two:
    text: Two.
    choices:
      late: {text: Too late., if: flag, to: done}
      early: {text: Too early., if: not flag, to: done}
      other: {text: Other., if: not flag, to: other}
  done: {text: Done., ending: done}
  other: {text: Other., ending: other}
""",
    "a dead stop that hangs on a flag, beside a trap": """\
scenes:
  one: {text: One., choices: {set: {text: Set., do: flag = true, to: two}, leave: {text: Leave., to: two}}}
  two: {text: Two., choices: {stay: {text: Stay., if: flag, to: two}}}
  done: {text: Done., ending: done}
  other: {text: Other., ending: other}
""",
    "a number that matters less where it has other values": """\
scenes:
  one:
    text: One.
    choices:
      go: {text: Go., do: count += 1, to: two}
      jump: {text: Jump., do: count = 2, to: two}
  two:
    text: Two.
    choices:
      win: {text: Win., if: count == 3, to: done}
      lose: {text: Lose., if: count == 3, to: other}
      back: {text: Back., do: count = 2, to: one}
  done: {text: Done., ending: done}
  other: {text: Other., ending: other}
""",
}
"""What random stories have shown to be wrong, each as a story of its own."""


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found(name: str, tmp_path: Path) -> None:
    write(tmp_path, {"story.yaml": STORY, "scenes.yaml": FOUND[name]})
    program = in_words(load_story(tmp_path, cache=False).program)
    assert list(differences(Brute(load(program)))) == []


def test_a_picture_in_the_codex_varies_after_its_entry_became_known() -> None:
    """Found by chance: the entry's text is always the same, but the picture on its page is not."""
    program = random_program(Random(680), rolls=False)
    assert list(differences(Brute(load(program)))) == []
