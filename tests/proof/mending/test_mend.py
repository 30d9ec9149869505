"""Mends of seeded traps: the guard that was removed, or a weaker one, and the story mended so is sound."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from itertools import cycle, permutations
from pathlib import Path

import pytest

from game.engine import Choice, Expr, Machine, Program, Scene, State, load
from game.proof.explicit.witness import way_to
from game.proof.limits import Limits
from game.proof.mending.patch import patch, wanted
from game.proof.prover import MENDED, Options, prove
from game.proof.report.report import Finding, Report
from game.story import load_story
from game.story.expressions.functions import quoted
from game.story.expressions.parse import parse
from tests.proof.brute import TooLarge, Walk
from tests.proof.families import FAMILIES, SEEDS, Family, Story, mutants, program_of
from tests.proof.families.draft import TrapKind
from tests.proof.test_pointing import write

KINDS: tuple[TrapKind, ...] = ("subtle", "relational")
METHODS = {"state by state": Limits(), "diagrams": Limits(explicit=10, patience=5)}

seeded = pytest.mark.parametrize(
    ("family", "seed", "kind", "method"),
    [
        pytest.param(family, seed, kind, method, id=f"{family.name}-{seed}-{kind}-{method}")
        for family, seed, methods in zip(FAMILIES, cycle(SEEDS), cycle(permutations(METHODS)))
        for kind, method in zip(KINDS, methods, strict=True)
    ],
)
"""Each family with both kinds of trap; of two families that follow one another the methods change places."""


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """No copies of it, as where none can be made: the same work. What goes through copies is seen below."""
    monkeypatch.setattr("game.proof.apart.can_copy", lambda: False)
    monkeypatch.setattr("game.proof.by_diagrams.can_copy", lambda: False)


def trapped(report: Report) -> list[Finding]:
    return [one for one in report.findings if one.code in MENDED]


def guard_of(program: Program, name: str) -> Expr | None:
    scene = Scene(*program.scenes[program.index[name.rpartition("/")[0]]])
    return next(Choice(*one).guard for one in scene.choices if one[0] == name)


def holds(machine: Machine, guard: Expr | None, values: dict[str, int]) -> bool:
    return guard is None or bool(machine.expr(guard)([values[slot.name] for slot in machine.program.slots]))


def at_crossing(walk: Walk, name: str) -> Iterator[tuple[State, bool]]:
    """The states from which an ending can be reached and in which a choice is open, and whether it is safe."""
    lost = walk.traps()
    after: dict[State, set[State | None]] = {}
    for edge in walk.edges:
        if edge.choice == name and edge.tail not in lost:
            after.setdefault(edge.tail, set()).add(edge.head)
    for state, heads in after.items():
        yield state, not lost & heads


def mended(story: Story, findings: list[Finding], program: Program, folder: Path) -> Program:
    """The story with its patch applied by `patch`."""
    folder = story.write(folder)
    text = patch(folder, program, wanted(findings))
    assert text
    done = subprocess.run(
        ["patch", "-p1", "--no-backup-if-mismatch"], input=text.encode(), cwd=folder, check=True, capture_output=True
    )
    assert b"fuzz" not in done.stdout
    return load_story(folder, cache=False).program


def check_mends(report: Report, crossing: str) -> None:
    """Each is a condition at the crossing on the way into the trap, before which it can be complied with."""
    for found in trapped(report):
        mend = found.mend
        assert mend is not None
        assert found.node is not None
        assert mend.crossing == crossing
        assert way_to(report.nodes, found.node)[0][mend.number - 1] == crossing
        assert mend.comply is not None
        assert mend.comply < mend.number
        assert {guard.choice for guard in mend.guards} == {crossing}


def check_guards(walk: Walk, after: Program, sound: Program, crossing: str) -> None:
    """The guard of the patched story holds where the crossing is safe, and wherever the removed one did."""
    changed, right = load(after), load(sound)
    new, old = guard_of(after, crossing), guard_of(sound, crossing)
    for state, safe in at_crossing(walk, crossing):
        values = {slot.name: value for slot, value in zip(walk.machine.program.slots, state.values, strict=True)}
        own = {**dict.fromkeys((slot.name for slot in after.slots), 0), **values}
        assert holds(changed, new, own) == safe
        if all(slot.name in values for slot in sound.slots):
            assert safe or not holds(right, old, values)


@seeded
@pytest.mark.usefixtures("in_this_process")
def test_the_guard_is_the_removed_one_or_a_weaker_one_that_proves(
    family: Family, seed: int, kind: TrapKind, method: str, tmp_path: Path
) -> None:
    story, sound = family.story(family.small, seed, kind), program_of(family.story(family.small, seed))
    assert story.trap is not None
    program = program_of(story)
    report = prove(program, Options(limits=METHODS[method]))
    check_mends(report, story.trap.crossing)
    after = mended(story, trapped(report), program, tmp_path / "story")
    assert trapped(prove(after)) == []
    check_guards(Walk(load(program)), after, sound, story.trap.crossing)


FAULTS = Path(__file__).parents[2] / "faults"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("called-deck-loop", ["mend: `if: lamp` at post/watch"]),
        ("flag-never-reset", ["mend: an ending from porch, such as street"]),
        ("guards-strand", ["mend: a way back from bridge to bank", "mend: an ending from bridge, such as street"]),
        ("loop-without-exit", ["mend: a way back from maze to hall", "mend: an ending from maze, such as street"]),
        ("once-strands", ["mend: a way back from cell to yard", "mend: an ending from cell, such as street"]),
    ],
)
def test_faults_are_mended_as_is_said(name: str, lines: list[str], tmp_path: Path) -> None:
    from game.proof.report.sentences import ENGLISH, mends

    program = load_story(FAULTS / name, cache=False).program
    report = prove(program)
    (found,) = trapped(report)
    assert list(mends(found, ENGLISH)) == lines
    folder = tmp_path / "story"
    shutil.copytree(FAULTS / name, folder)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    text = patch(folder, program, wanted(report.findings))
    subprocess.run(["git", "apply", "-"], input=text.encode(), cwd=folder, check=True)
    assert trapped(prove(load_story(folder, cache=False).program)) == []


DEALT = """\
  hall:
    text: A hall.
    choices:
      light: {{text: Light., do: lamp = true, to: hall}}
      go: {{text: Go., to: {go}}}
  walk:
    text: A walk.
    to: {{deck: night}}
  pit:
    tags: [night]
    text: A pit.
    choices:
      climb: {{text: Climb., if: lamp, to: street}}
      wait: {{text: Wait., to: pit}}
  owl:
    {owl}
    text: An owl.
    to: street
"""


@pytest.mark.parametrize(
    ("go", "owl", "line"),
    [
        ("walk", "tags: [night]", "mend: `if: lamp` at pit"),
        ("{deck: night}", "tags: [night]", "mend: `if: lamp` at pit"),
        ("{call: {deck: night}, then: owl}", "tags: [night]", "mend: `if: lamp` at pit"),
        ("{deck: night, else: street}", "tags: [day]", "mend: `if: lamp` at hall/go"),
        ("walk", "tags: [day]", "mend: `if: lamp` at hall/go"),
    ],
)
def test_a_card_is_guarded_where_chance_deals_it(go: str, owl: str, line: str, tmp_path: Path) -> None:
    """The scene is not dealt then; nor is a deck left empty: a condition goes to the choice before it."""
    from game.proof.report.rules.rule import small
    from game.proof.report.sentences import ENGLISH, mends

    folder = write(tmp_path, small(DEALT.format(go=go, owl=owl), "variables: {lamp: false}\n"))
    program = load_story(folder, cache=False).program
    for limits in METHODS.values():
        report = prove(program, Options(limits=limits))
        (found,) = trapped(report)
        assert list(mends(found, ENGLISH))[:1] == [line]
    text = patch(folder, program, wanted(report.findings))
    subprocess.run(["patch", "-p1"], input=text.encode(), cwd=folder, check=True, capture_output=True)
    after = prove(load_story(folder, cache=False).program)
    assert {one.code for one in after.findings} <= {one.code for one in report.findings} - set(MENDED)


def lost_scenes(program: Program) -> set[str]:
    walk = Walk(load(program), limit=20_000)
    return {walk.machine.scene(state.scene).id for state in walk.traps()}


@pytest.mark.usefixtures("in_this_process")
def test_a_mended_mutant_is_lost_nowhere_where_it_was_not_before(tmp_path: Path) -> None:
    """Each mend alone, by brute force on the patched files: the trap it is of is gone, and none is new."""
    tried = 0
    for _, story in mutants(len(FAMILIES), first=100):
        program = load_story(story.write(tmp_path / story.name), cache=False).program
        try:
            before = lost_scenes(program)
        except TooLarge:
            continue
        report = prove(program)
        for number, found in enumerate(trapped(report)):
            if found.mend is None or not (found.mend.guards or found.mend.detours):
                continue
            after = lost_scenes(mended(story, [found], program, tmp_path / f"{story.name}-{number}"))
            assert after <= before
            assert found.about not in after or found.code == MENDED[0]
            tried += 1
    assert tried > 10


@pytest.mark.parametrize("name", ["hall", "pass", "long-hall", "if", "None"])
def test_any_id_can_be_named_in_a_condition(name: str) -> None:
    assert parse(f"taken({quoted(name)}, {quoted(name)}) >= 1")[0] is not None
