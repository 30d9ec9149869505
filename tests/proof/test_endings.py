"""The endings in numbers against the definition of truth: every column, by every way of working it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.engine import Program, State, load
from game.proof.endings import sampled_shares
from game.proof.endings.facts import Endings
from game.proof.endings.large import LargeEndings, closing_at, counted
from game.proof.explicit.keys import Layouts
from game.proof.explicit.rounds import Round
from game.proof.questions.answers import Standing
from game.proof.questions.prepare import prepare
from game.proof.report.report import UNBOUNDED, Closing, EndingFacts
from game.proof.symbolic.longest_ways import longest_ways
from game.proof.symbolic.system import SymbolicSystem
from game.proof.system.joined_moves import merge_ways
from game.proof.system.live_values import Merged, merge, nothing_merged
from game.proof.system.model import Model, Told
from game.proof.system.terms import Term
from game.proof.system.value_ranges import Possible
from game.story import load_story
from tests.proof.brute import Brute
from tests.proof.compare import brute_of
from tests.proof.stories import random_program
from tests.proof.test_brute import stories
from tests.story.stories import write

Class = tuple[int, int]
"""A state as an exploration tells it apart: its place, and its key there."""


class Table:
    """The endings of a story in numbers, the slow way; states count by the classes that an exploration makes of them,
    and distances are those of their classes."""

    def __init__(self, brute: Brute, layouts: Layouts) -> None:
        self.brute = brute
        self.layouts = layouts
        self.machine = brute.machine
        places = enumerate(layouts.model.places)
        self.places = {(place.scene, place.stack, place.trail): index for index, place in places}
        self.told = Told(brute.machine)
        self.of = {state: self._class(state) for state in brute.distance}
        self.distance: dict[Class, int] = {}
        for state, length in brute.distance.items():
            self.distance[self.of[state]] = min(length, self.distance.get(self.of[state], length))
        self.edges = [edge for edge in brute.edges if edge.head is not None]
        self.longest = brute.longest()
        self.shares, _ = brute.shares()

    def _class(self, state: State) -> Class:
        model = self.layouts.model
        place = self.places[state.scene, state.stack, self.told.of(state.scene, state.trail)]
        own = model.start[len(state.values) :]
        return place, self.layouts.of[place].key((*state.values, *own))

    def facts(self, number: int) -> EndingFacts:
        """All columns of one ending."""
        name = self.machine.program.endings[number][0]
        ends = {state for state in self.of if self.machine.scene(state.scene).ending == number}
        open_still = self.brute.leading_to(ends)
        lengths = {self.longest[state] for state in ends}
        before = len({self.of[state] for state in open_still})
        if not ends:
            return EndingFacts(name, Standing.NEVER, share=0.0, before=0, after=len(self.distance))
        return EndingFacts(
            id=name,
            standing=Standing.MET,
            shortest=min(self.distance[self.of[state]] for state in ends),
            longest=UNBOUNDED if -1 in lengths else max(lengths),
            share=self.shares.get(name, 0.0),
            before=before,
            after=len(self.distance) - before,
            closing=self._closing(open_still),
        )

    def _closing(self, open_still: set[State]) -> tuple[Closing, ...]:
        found: dict[str, list[int]] = {}
        for edge in self.edges:
            if edge.tail in open_still and edge.head not in open_still:
                found.setdefault(edge.choice, []).append(self.distance[self.of[edge.tail]] + 1)
        return tuple(Closing(choice, min(turns), max(turns)) for choice, turns in found.items())


def sorted_closing(facts: EndingFacts) -> EndingFacts:
    """Facts whose closing choices stand in the order of their ids."""
    return replace(facts, closing=tuple(sorted(facts.closing, key=astuple)))


def by_name(brute: Brute, merged: Callable[[Model], list[Merged]]) -> None:
    """Explored state by state, every choice by its name."""
    model, possible, _ = prepare(brute.machine)
    here = Round(model, possible, merged(model))
    assert here.explore(10**6, lambda total: None)
    table = Table(brute, here.layouts)
    for number, found in enumerate(Endings(model, here.graph, {}).all()):
        expected = table.facts(number)
        assert found.sampled == 0
        assert found.share == pytest.approx(expected.share, abs=1e-6)
        assert sorted_closing(replace(found, share=0.0)) == sorted_closing(replace(expected, share=0.0))


def diagrams(model: Model, possible: Possible, terms: Mapping[int, Sequence[Term]] = {}) -> SymbolicSystem:
    """The ways of a model as sets of states, with what some terms read told apart."""
    return SymbolicSystem(model, possible, terms, 1 << 20, lambda: None)


def joined(brute: Brute) -> None:
    """The ways alone, as sets of states."""
    model, possible, _ = prepare(brute.machine)
    ways, merged = merge_ways(model, {})
    table = Table(brute, Layouts(ways, merged, possible))
    counts = counted(diagrams(model, possible))
    guards = {place: [term for move in model.places[place].moves for term in move.guard] for place in counts.unsure}
    apart = closing_at(diagrams(model, possible, guards), guards)
    for number, found in enumerate(LargeEndings(model, {}, counts).all()):
        expected = table.facts(number)
        assert (found.before, found.after) == (expected.before, expected.after)
        assert found.longest == expected.longest
        named = {closing.choice for closing in found.closing}
        closing = {closing.choice for closing in expected.closing}
        assert named <= closing
        assert named == closing or counts.unsure
        assert {one.choice for one in apart[number]} == closing
        assert found.longest_seen is None or found.longest is UNBOUNDED or found.longest_seen <= (found.longest or 0)


@stories
@given(st.randoms(use_true_random=False))
def test_by_name(chance: Random) -> None:
    program = random_program(chance)
    brute = brute_of(program)
    if brute is not None:
        by_name(brute, nothing_merged)
        by_name(brute, lambda model: merge(model, {}))


@stories
@given(st.randoms(use_true_random=False))
def test_joined(chance: Random) -> None:
    program = random_program(chance)
    brute = brute_of(program)
    if brute is not None:
        joined(brute)


STORY = """\
story: early
title: Early
version: '1'
language: en
start: hub
endings: {{early: Early, late: Late}}
variables: {{fresh: true, {flags}}}
"""
SCENES = """\
scenes:
  hub:
    text: Hub.
    choices:
      leave: {{text: Leave., if: fresh, to: out}}
      done: {{text: Done., if: {all}, to: end}}
{toggles}
  out: {{text: Out., ending: early}}
  end: {{text: End., ending: late}}
"""
TOGGLE = "      t{0}: {{text: T{0}., do: [f{0} = not f{0}, fresh = false], to: hub}}"


def early_or_late(folder: Path, flags: int) -> Program:
    """A story with an ending that only the very first choice can reach, beside flags that go on and off for ever."""
    names = [f"f{number}" for number in range(flags)]
    files: dict[str, str | bytes] = {
        "story.yaml": STORY.format(flags=", ".join(f"{name}: false" for name in names)),
        "scenes.yaml": SCENES.format(
            all=" and ".join(names), toggles="\n".join(TOGGLE.format(number) for number in range(flags))
        ),
    }
    return load_story(write(folder, files), cache=False).program


@pytest.mark.parametrize("flags", [3, 10, 21])
def test_a_first_choice_is_not_endless_because_a_later_loop_passes_it(tmp_path: Path, flags: int) -> None:
    model, possible, _ = prepare(load(early_or_late(tmp_path, flags)))
    system = diagrams(model, possible)
    reached = system.forward.reached()
    assert sum(system.encoding.count(place, states) for place, states in reached.items()) == 2**flags + 3
    assert longest_ways(system.forward, reached) == {0: 1, 1: None}


@pytest.mark.parametrize("limit", ["MOST_LOOKED_AT", "LONGEST_WALK"])
def test_who_has_ended_when_the_count_stops_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """Players who had come to an ending's place were told as under way, since they still waited to be looked at, or had
    made as many choices as anybody may."""
    monkeypatch.setattr(sampled_shares, limit, 1)
    monkeypatch.setattr(sampled_shares, "WALKERS", 20_000)
    model, _, _ = prepare(load(early_or_late(tmp_path, 3)))
    shares = sampled_shares.sampled_shares(model, {})
    assert shares.of[0] == pytest.approx(1 / 4, abs=0.02)
    assert shares.left == pytest.approx(3 / 4, abs=0.02)
