"""All ways into every scene of some cases, and the way of each page that their input leads to, as they are told.

A golden is `goldens/CASE.txt`, or `goldens/CASE.fr.txt` in French; `python -m tests.arrivals.test_arrivals` writes
them: read the difference.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.arrivals.into import ways_into
from game.arrivals.links import leads_of, walk
from game.arrivals.taken import Leg, Tracer
from game.arrivals.telling import Telling
from game.engine import Machine, advance, load, open_choices, start
from game.proof import spelled
from game.session import Session
from game.story import load_story
from game.wording import words
from tests.generated import machine_of, stories
from tests.test_cases import CASES, play

GOLDENS = Path(__file__).parent / "goldens"
TOLD = (
    ("call-through", "en"),
    ("choices-shared", "en"),
    ("deck-priority", "en"),
    ("heavy-skip", "en"),
    ("interrupts", "en"),
    ("interrupts", "fr"),
    ("interrupts-call", "en"),
    ("interrupts-call", "fr"),
    ("running-on", "en"),
    ("running-on", "fr"),
    ("staying", "en"),
    ("target-draw", "en"),
    ("targets-nested", "en"),
)


def told(case: str, language: str, sessions: Path) -> str:
    """What is told of a case."""
    machine = load(load_story(CASES / case, cache=False).program)
    telling = Telling(machine, words(language), lambda guard: spelled(guard, machine.program))
    lines = [line for scene in range(len(machine.program.scenes)) for line in (*telling.page(scene), "")]
    typed = (CASES / case / "input.txt").read_text(encoding="utf-8").splitlines()
    _, files = play(machine, typed, sessions, reopen=False)
    tracer = Tracer(machine.program)
    with Session.open(machine, files[0], read_only=True) as session:
        for before, after in zip(session.steps, session.steps[1:], strict=False):
            lines.append(telling.came_by(tracer.legs(before.state, before.choice_id), after.state.scene))
    return "\n".join(lines) + "\n"


def golden(case: str, language: str) -> Path:
    return GOLDENS / (f"{case}.txt" if language == "en" else f"{case}.{language}.txt")


@pytest.mark.parametrize(("case", "language"), TOLD)
def test_ways_are_told(case: str, language: str, tmp_path: Path) -> None:
    assert told(case, language, tmp_path) == golden(case, language).read_text(encoding="utf-8")


def test_no_golden_is_left_over() -> None:
    assert {file.name for file in GOLDENS.iterdir()} == {golden(*one).name for one in TOLD}


SEEN: Counter[str] = Counter()
"""How often random plays met a link of each kind."""


@settings(max_examples=40, deadline=None, derandomize=True)
@given(story=stories(), numbers=st.lists(st.integers(0, 100), min_size=25, max_size=25), seed=st.integers(0, 10**6))
def _plays(story: str, numbers: list[int], seed: int) -> None:
    machine = machine_of(story)
    tracer, into, state = Tracer(machine.program), ways_into(machine), start(machine, seed)
    for number in numbers:
        options = open_choices(machine, state)
        if not options:
            return
        choice = options[number % len(options)]
        after = advance(machine, state, choice)
        assert advance(tracer, state, choice) == after
        legs = tracer.legs(state, choice)
        assert legs[0].owner == choice
        scenes = [_position(machine, leg) for leg in legs[1:]]
        for leg, led in zip(legs, [*scenes, after.scene], strict=True):
            SEEN.update(link.kind for link in leg.links)
            SEEN["late"] += leg.is_late
            assert _is_written(machine, leg, led)
            if not leg.is_late and not {"return", "stay"} & {link.kind for link in leg.links}:
                assert leg.links in [way.links for way in into[led] if way.choice == leg.owner]
        state = after


def _position(machine: Machine, leg: Leg) -> int:
    """That of the scene that ran on, or of the continuation that a call came back to."""
    if leg.is_late:
        owners = [owner for owner, _ in machine.program.continuations]
        return len(machine.program.scenes) + owners.index(leg.owner)
    return machine.scene_index(leg.owner.partition("/")[0])


def _is_written(machine: Machine, leg: Leg, led: int) -> bool:
    """Whether a target has those links, and leads where it led."""
    target = dict(leads_of(machine.scene(machine.scene_index(leg.owner.partition("/")[0]))))[leg.owner]
    kind = leg.links[-1].kind if leg.links else ""
    leaf = (kind,) if kind in ("return", "stay") else ("scene", led)
    written = list(walk(target, len(machine.program.scenes)))
    if leg.is_late:
        written = [(where, links[1:]) for where, links in written if links[0].kind == "own"]
    return (leaf, leg.links[:-1] if leaf == (kind,) else leg.links) in written


def test_what_is_told_of_random_plays_is_what_happened() -> None:
    """Each thing that a target was resolved by is written in the story, and leads where the play went."""
    SEEN.clear()
    _plays()
    assert SEEN.keys() >= {"rule", "own", "entry", "draw", "card", "call", "return", "stay", "late"}


def main() -> None:
    """Write the goldens."""
    import tempfile

    for one in TOLD:
        with tempfile.TemporaryDirectory() as folder:
            golden(*one).write_text(told(*one, Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
