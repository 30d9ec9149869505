"""Slots that others determine: what authors count is found, and no equation is ever wrong."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.engine import Program, load
from game.proof.explicit.rounds import Round
from game.proof.questions.prepare import prepare
from game.proof.system.dependencies import Dependencies
from game.proof.system.live_values import nothing_merged
from game.proof.system.model import slots_read
from game.story import load_story
from tests.proof.families import FAMILIES, mutants, program_of
from tests.proof.stories import random_program

STORY = """
story: attic
title: The Attic
version: '1'
language: en
start: attic
endings: {{out: Daylight}}
variables:
  found: {{range: [0, {most}], start: 0}}
  lamp: {{boolean: false}}
  rope: {{boolean: false}}
  coin: {{one_of: [table, pocket, well], start: table}}
"""
SCENES = """
scenes:
  attic:
    text: An attic, and {{found}} found.
    choices:
      lamp: {{text: Take the lamp., if: not lamp, do: [lamp = true, found += 1], to: attic}}
      rope: {{text: Take the rope., if: not rope, do: [rope = true, found += {rope}], to: attic}}
      coin: {{text: Take the coin., if: coin == table, do: [coin = pocket, found += 1], to: attic}}
      drop: {{text: Drop the coin., if: coin == pocket, do: [coin = {dropped}, found -= 1], to: attic}}
      out: {{text: Go down., if: found >= 2, to: down}}
  down: {{text: Daylight., ending: out}}
"""


@pytest.mark.parametrize(
    ("changes", "determined"),
    [
        ({}, {"found"}),
        ({"rope": 2}, {"found"}),
        ({"dropped": "table"}, {"found"}),
        ({"most": 2}, set()),  # it stops before all are found
    ],
    ids=str,
)
def test_a_count_is_what_it_counts(changes: dict[str, object], determined: set[str], tmp_path: Path) -> None:
    for name, text in (("story", STORY), ("scenes", SCENES)):
        filled = text.format(**{"most": 4, "rope": 1, "dropped": "well"} | changes)
        (tmp_path / f"{name}.yaml").write_text(filled, encoding="utf-8")
    model, possible, _ = prepare(load(load_story(tmp_path, cache=False).program))
    slots = model.terms.slots
    found = Dependencies(model, possible, slots_read(model))
    assert {slots[slot].name for slot in found.of} == determined
    for slot, term in found.of.items():
        assert {slots[one].name for one in term.slots} == {"coin", "lamp", "rope"}
        assert slot not in term.slots


def check_equations(program: Program) -> int:
    """No state that can be reached breaks an equation; how many equations there are."""
    model, possible, _ = prepare(load(program))
    slots = model.terms.slots  # what is known of the codex is not told apart by what follows
    found = Dependencies(model, possible, [slot for slot, one in enumerate(slots) if one.kind != "known"])
    here = Round(model, possible, nothing_merged(model))
    if not found.of or not here.explore(20_000, lambda total: None):
        return 0
    for slot, term in found.equations():
        broken = model.terms.apply("!=", slot, term)
        for place in range(len(model.places)):
            assert not len(here.graph.where(place, (broken,))), (model.terms.slots[slot.slots[0]].name, place)
    return len(found.of)


def test_no_equation_of_the_families_is_wrong() -> None:
    found = [check_equations(program_of(family.story(family.small, 1, None))) for family in FAMILIES]
    assert sum(found) >= 3


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.randoms(use_true_random=False))
def test_no_equation_of_a_random_story_is_wrong(chance: Random) -> None:
    check_equations(random_program(chance))


def test_no_equation_of_a_mutant_is_wrong() -> None:
    assert sum(check_equations(program_of(story)) for _, story in mutants(len(FAMILIES))) > 0
