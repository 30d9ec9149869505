"""Rules that lead elsewhere than a choice says: when they are asked and when not, and what is wrong with one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from game.engine import Choice, Machine, Program, Scene, State, advance, load, page, start, state_digest
from game.proof.prover import prove
from game.session.renaming import Checks
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
    ("interrupts:\n  - {if: water < 2}\n", "", [("story.yaml", "S110", 10, 5)]),
    ("interrupts:\n  - {if: water < 2, call: two, to: one}\n", "", [("story.yaml", "S109", 10, 32)]),
    ("interrupts:\n  - {if: water < 2, call: room, then: one}\n", "", [("story.yaml", "S102", 10, 33)]),
    ("interrupts:\n  - {if: water < 2, call: rom}\n", "", [("story.yaml", "S201", 10, 27)]),
    ("interrupts:\n  - {if: water < 2, call: }\n", "", [("story.yaml", "S105", 10, 21)]),
    ("interrupts:\n  - {if: water < 2, call: return}\n", "", [("story.yaml", "S225", 10, 27)]),
    ("interrupts:\n  - {if: water < 2, call: {call: room, then: two}}\n", "", [("story.yaml", "S225", 10, 28)]),
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


CALLED = """\
  night:
    text: Night.
    choices:
      sleep: {text: Sleep., to: return}
      turn: {text: Turn., do: water -= 1, result: You turn.}
      ask: {text: Ask., do: water -= 1, to: {call: voice, then: night}}
"""
DOZE = "  doze: {text: You doze., do: water -= 1, run_on: return}\n"
STAYING = """\
      wet: {text: Wet., do: water -= 2, result: You are wet.}
      back: {text: Back., to: [{if: water > 2, to: two}, {to: one}]}
"""
WITH_STAY = SCENES.replace("    choices:\n      drink:", f"    choices:\n{STAYING}      drink:")
WITH_CALL = WITH_STAY + CALLED
CALL = "interrupts:\n  - {if: water <= 2, call: night}\n"


def program_of(folder: Path, more: str, scenes: str = WITH_CALL) -> Program:
    """The same for a story of which there may be advice."""
    examined = examine(write(folder, {"story.yaml": HEAD + more, "scenes.yaml": scenes}))
    assert not examined.errors
    assert examined.program is not None
    return examined.program


def states(machine: Machine, *choices: str) -> list[State]:
    found = [start(machine, 1)]
    for choice in choices:
        found.append(advance(machine, found[-1], choice))
    return found


def stands(machine: Machine, state: State) -> tuple[str, tuple[str, ...], int]:
    return machine.scene(state.scene).id, tuple(machine.scene(one).id for one in state.stack), state.values[0]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (["one/drink", "one/drink"], ("night", ("one",), 2)),
        (["one/drink", "one/drink", "night/sleep"], ("one", (), 2)),
        (["one/draw"], ("night", ("one/draw",), 2)),
        (["one/deal"], ("night", ("one/deal",), 1)),
        (["one/deal", "night/sleep"], ("card", (), 1)),
        (["one/drink", "one/call"], ("night", ("one/call",), 2)),
        (["one/drink", "one/call", "night/sleep"], ("room", ("two",), 2)),
        (["one/call", "room/sip"], ("night", ("two", "room"), 2)),
        (["one/call", "room/sip", "night/sleep", "room/back"], ("night", ("two", "room/back"), 2)),
        (["one/call", "room/sip", "night/sleep", "room/back", "night/sleep"], ("two", (), 2)),
        (["one/draw", "night/turn", "night/ask", "voice/mine"], ("echo", ("one/draw", "night"), 0)),
        (["one/draw", "night/turn", "night/ask", "voice/mine", "echo/on"], ("night", ("one/draw",), 0)),
        (["one/wet"], ("night", ("one/wet",), 2)),
        (["one/wet", "night/sleep"], ("one", (), 2)),
        (["one/wet", "night/turn", "night/sleep", "one/back", "night/sleep"], ("one", (), 1)),
    ],
)
def test_what_is_called_comes_back_to_where_the_choice_leads(
    choices: list[str], expected: tuple[str, tuple[str, ...], int], tmp_path: Path
) -> None:
    machine = load(program_of(tmp_path, CALL))
    assert stands(machine, states(machine, *choices)[-1]) == expected


def test_the_target_is_drawn_and_counted_when_the_call_returns(tmp_path: Path) -> None:
    scenes = WITH_CALL.replace("text: Two.", "text: '{visits(card) > 0: Spent.}'")
    machine = load(program_of(tmp_path, CALL, scenes))
    visits = [slot.name for slot in machine.program.slots].index("visits:card")
    called, back = states(machine, "one/deal", "night/sleep")[1:]
    assert (called.values[visits], back.values[visits]) == (0, 1)
    drawn = {stands(machine, advance(machine, _seeded(machine, seed), "night/sleep"))[0] for seed in range(20)}
    assert drawn == {"one", "two"}


def _seeded(machine: Machine, seed: int) -> State:
    return advance(machine, start(machine, seed), "one/draw")


def test_who_stays_is_told_the_result_at_once_and_then_sees_the_scene_again_without_entering_it(
    tmp_path: Path,
) -> None:
    scenes = WITH_CALL.replace("text: '{water}'", "text: '{water}, {visits(one)}.'")
    machine = load(program_of(tmp_path, CALL, scenes))
    called, back = states(machine, "one/wet", "night/sleep")[1:]
    assert [page(machine, one).text for one in (called, back)] == ["You are wet.\n\nNight.", "2, 1."]
    assert (called.trail, back.trail) == (("one/wet",), ())


def test_who_stays_reads_on_where_what_is_called_runs_on(tmp_path: Path) -> None:
    machine = load(program_of(tmp_path, CALL.replace("night", "doze"), WITH_STAY + DOZE))
    state = states(machine, "one/wet")[-1]
    assert stands(machine, state) == ("one", (), 1)
    shown = page(machine, state)
    assert (shown.text, shown.stayed) == ("You are wet.\n\nYou doze.", True)
    assert shown.options[0].id == "one/wet"


def test_continuations_are_no_scenes(tmp_path: Path) -> None:
    """Nobody who asks about the scenes of a story hears of them."""
    program = program_of(tmp_path, CALL)
    assert len(program.scenes) == len(program.index) == 9
    scenes = [one.id for one in prove(program).answers if one.id.startswith("scene:")]
    assert scenes == [f"scene:{one}" for one in program.index]
    assert {name for name, _ in program.continuations} >= {"one/wet", "one/draw", "one/deal", "one/call", "room/back"}


def test_a_story_without_such_calls_has_no_continuations(tmp_path: Path) -> None:
    assert program_of(tmp_path, RULE, WITH_STAY).continuations == ()
    calls = [program_of(tmp_path, CALL.replace("2", number)).digest for number in "234"]
    assert len({*calls}) == 3
    assert program_of(tmp_path, CALL).digest == calls[0]


def test_scenes_and_choices_are_renamed_while_they_wait(tmp_path: Path) -> None:
    """The digest in a session of before holds."""
    (tmp_path / "before").mkdir()
    (tmp_path / "now").mkdir()
    before = load(program_of(tmp_path / "before", CALL))
    renamed = WITH_CALL.replace("      draw: {text: Draw.,", "      toss: {text: Draw., formerly: draw,")
    renamed = re.sub(r"\bone\b", "uno", renamed).replace("  uno:\n", "  uno:\n    formerly: one\n")
    head = HEAD.replace("start: one", "start: uno")
    examined = examine(write(tmp_path / "now", {"story.yaml": head + CALL, "scenes.yaml": renamed}))
    assert examined.program is not None
    now = load(examined.program)
    old, new = states(before, "one/draw")[-1], states(now, "uno/toss")[-1]
    assert state_digest(before, old) != state_digest(now, new)
    assert Checks(now).agree(state_digest(before, old), new)


def test_a_target_that_is_put_off_is_held_to_what_its_choice_says(tmp_path: Path) -> None:
    """Its list falls through after the call, and the finding points at the list."""
    scenes = WITH_CALL.replace(
        "{if: water > 2, to: two}, {to: one}", "{if: water > 3, to: two}, {if: water > 8, to: one}"
    )
    found = prove(program_of(tmp_path, CALL, scenes)).findings
    places = [(one.about, one.file, one.line) for one in found if one.code == "P023"]
    assert places == [("one/back", "scenes.yaml", 6)]
