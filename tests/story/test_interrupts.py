"""Rules that lead elsewhere than a choice says: when they are asked and when not, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from game.engine import Choice, Machine, Program, Scene, advance, load, start
from game.proof.prover import prove
from game.story.check import check_story, examine
from tests.story.stories import SMALL, write

HEAD = (
    SMALL
    + """\
variables:
  water: {range: [0, 9], start: 4, saturates: both}
"""
)
SCENES = """\
scenes:
  one:
    text: '{water}'
    choices:
      drink: {text: Drink., do: water -= 1, to: one}
      draw: {text: Draw., do: water -= 2, to: {draw: [{to: one}, {to: two}]}}
      call: {text: Call., do: water -= 1, to: {call: room, then: two}}
      deal: {text: Deal., do: water -= 3, to: {deck: card, else: two}}
  two: {text: Two., to: one}
  room:
    text: Room.
    choices:
      sip: {text: Sip., do: water -= 1, to: room}
      back: {text: Back., to: return}
  spring:
    text: A spring.
    choices:
      stay: {text: Stay., to: spring}
      ask: {text: Ask., do: water += 9, to: {call: voice, then: spring}}
      on: {text: On., to: one}
  voice: {text: Who?, choices: {mine: {text: Me., do: water = 0, to: echo}}}
  echo: {text: Me., to: return}
  card: {text: Card., tags: card, max_visits: 1, to: end}
  end: {text: End., ending: done}
"""
RULE = "interrupts:\n  - {if: water <= 2, to: spring}\n"


def compiled(folder: Path, more: str, scenes: str = SCENES) -> Program:
    examined = examine(write(folder, {"story.yaml": HEAD + more, "scenes.yaml": scenes}))
    assert [one.format() for one in examined.diagnostics] == []
    assert examined.program is not None
    return examined.program


def played(machine: Machine, *choices: str) -> tuple[str, tuple[str, ...], int]:
    """Where choices lead: the scene, what is called there, and the water that is left."""
    state = start(machine, 1)
    for choice in choices:
        state = advance(machine, state, choice)
    names = [raw[0] for raw in machine.program.scenes]
    return names[state.scene], tuple(names[index] for index in state.stack), state.values[0]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (["one/drink"], ("one", (), 3)),
        (["one/drink", "one/drink"], ("spring", (), 2)),
        (["one/draw"], ("spring", (), 2)),
        (["one/deal"], ("spring", (), 1)),
        (["one/call"], ("room", ("two",), 3)),
        (["one/call", "room/sip"], ("spring", (), 2)),
        (["one/draw", "spring/stay"], ("spring", (), 2)),
        (["one/draw", "spring/on"], ("one", (), 2)),
        (["one/draw", "spring/on", "one/drink"], ("spring", (), 1)),
        (["one/draw", "spring/ask", "voice/mine"], ("echo", ("spring",), 0)),
        (["one/draw", "spring/ask", "voice/mine", "echo/on"], ("spring", (), 0)),
        (["one/call", "room/back", "two/on"], ("one", (), 3)),
    ],
)
def test_a_rule_is_asked_after_the_effects_of_a_choice(
    choices: list[str], expected: tuple[str, tuple[str, ...], int], tmp_path: Path
) -> None:
    assert played(load(compiled(tmp_path, RULE)), *choices) == expected


def test_no_card_is_spent_and_no_visit_counted(tmp_path: Path) -> None:
    scenes = SCENES.replace("text: Two.", "text: '{visits(card) > 0: Spent.}'")
    machine = load(compiled(tmp_path, RULE, scenes))
    state = advance(machine, start(machine, 1), "one/deal")
    slots = [slot.name for slot in machine.program.slots]
    assert state.values[slots.index("visits:card")] == 0


def test_a_scene_may_stand_aside(tmp_path: Path) -> None:
    scenes = SCENES.replace("  one:\n", "  one:\n    interrupts: off\n")
    machine = load(compiled(tmp_path, RULE, scenes))
    assert played(machine, "one/drink", "one/drink") == ("one", (), 2)
    assert played(machine, "one/call", "room/sip") == ("spring", (), 2)


def test_it_begins_uninterrupted(tmp_path: Path) -> None:
    assert played(load(compiled(tmp_path, RULE.replace("<= 2", "<= 4")))) == ("one", (), 4)


def test_the_rules_of_the_story_come_before_those_of_the_chapter(tmp_path: Path) -> None:
    rule = "{if: water <= 3, to: [{if: water > 1, to: two}, {to: end}]}"
    more = RULE + f"chapters:\n  night: {{title: Night, interrupts: [{rule}]}}\n"
    scenes = SCENES.replace("  one:\n", "  one:\n    chapter: night\n")
    machine = load(compiled(tmp_path, more, scenes))
    assert played(machine, "one/drink") == ("two", (), 3)
    assert played(machine, "one/drink", "two/on", "one/drink") == ("spring", (), 2)
    assert played(machine, "one/call") == ("two", (), 3)


def test_draws_are_those_that_there_were(tmp_path: Path) -> None:
    """Whatever the rules draw, the draws of a choice stay what they were."""

    def place(program: Program) -> Any:
        draw = next(Choice(*raw) for raw in Scene(*program.scenes[0]).choices if raw[0] == "one/draw").target
        return (draw if draw[0] == "draw" else draw[1][-1][1])[1]

    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    drawn = RULE.replace("to: spring", "to: {draw: [{to: spring}, {to: two}]}")
    scenes = SCENES.replace("{to: two}]}}", "{to: two}, {to: spring}]}}")
    assert place(compiled(tmp_path / "with", drawn, scenes)) == place(compiled(tmp_path / "without", "", scenes))


def test_a_call_that_an_interruption_leaves_does_not_recurse(tmp_path: Path) -> None:
    """From the room one comes back to where it is called, but with no call pending: that is no recursion."""
    program = compiled(tmp_path, RULE)
    assert [one.code for one in prove(program).findings if one.code in ("P026", "P023")] == []


def test_a_finding_points_at_the_rule(tmp_path: Path) -> None:
    more = "interrupts:\n  - {if: water <= 2, to: spring}\n  - {if: water < 1, to: end}\n"
    scenes = SCENES.replace("max_visits: 1, to: end", "max_visits: 1, to: two")
    found = [one for one in prove(compiled(tmp_path, more, scenes)).findings if one.fields.get("name") == "done"]
    assert [(one.code, one.file, one.line) for one in found] == [("P009", "story.yaml", 11)]


BAD = [
    ("interrupts:\n", "", []),
    ("interrupts: []\n", "", []),
    ("interrupts: spring\n", "", [("story.yaml", "S104", 9, 13)]),
    ("interrupts: {if: water < 2, to: spring}\n", "", [("story.yaml", "S104", 9, 1)]),
    ("interrupts:\n  - spring\n", "", [("story.yaml", "S104", 10, 5)]),
    ("interrupts:\n  - {to: spring}\n", "", [("story.yaml", "S101", 10, 5)]),
    ("interrupts:\n  - {if: water < 2}\n", "", [("story.yaml", "S101", 10, 5)]),
    ("interrupts:\n  - {if: , to: spring}\n", "", [("story.yaml", "S105", 10, 6)]),
    ("interrupts:\n  - {if: water < 2, to: ~}\n", "", [("story.yaml", "S105", 10, 25)]),
    ("interrupts:\n  - {if: water < 2, to: sprng}\n", "", [("story.yaml", "S201", 10, 25)]),
    ("interrupts:\n  - {if: wter < 2, to: spring}\n", "", [("story.yaml", "S301", 10, 10)]),
    ("interrupts:\n  - {if: seen(here), to: spring}\n", "", [("story.yaml", "S201", 10, 15)]),
    ("interrupts:\n  - {if: water < 2, to: return}\n", "", [("story.yaml", "S225", 10, 25)]),
    ("interrupts:\n  - {if: water < 2, to: [{to: {call: two, then: one}}]}\n", "", [("story.yaml", "S225", 10, 32)]),
    ("interrupts:\n  - {if: water < 2, to: {deck: card, else: return}}\n", "", [("story.yaml", "S225", 10, 44)]),
    ("interrupts:\n  - {if: water < 2, to: {deck: crad}}\n", "", [("story.yaml", "S207", 10, 32)]),
    ("chapters:\n  night: {title: N, interrupts: }\n", "", [("story.yaml", "S105", 10, 21)]),
    ("chapters:\n  a: {title: A, interrupts: [{if: water < 2, to: return}]}\n", "", [("story.yaml", "S225", 10, 50)]),
    (RULE, "interrupts: off", []),
    (RULE, "interrupts: on", [("scenes.yaml", "S108", 3, 17)]),
    (RULE, "interrupts: false", [("scenes.yaml", "S108", 3, 17)]),
    (RULE, "interrupts:", [("scenes.yaml", "S105", 3, 5)]),
    (RULE, "interrupts: [off]", [("scenes.yaml", "S104", 3, 5)]),
]  # fmt: skip


@pytest.mark.parametrize(("more", "scene", "expected"), BAD, ids=[f"{more} {scene}" for more, scene, _ in BAD])
def test_what_is_wrong_is_told_in_its_place(
    more: str, scene: str, expected: list[tuple[str, str, int, int]], tmp_path: Path
) -> None:
    scenes = SCENES.replace("  one:\n", f"  one:\n    {scene}\n") if scene else SCENES
    told = check_story(write(tmp_path, {"story.yaml": HEAD + more, "scenes.yaml": scenes}))
    assert [(one.path, one.code, one.line, one.column) for one in told if one.severity == "error"] == expected
