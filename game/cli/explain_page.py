"""`game explain-page`: by which rules a page can come up, and by which it did in a session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from game.cli.play import STORY
from game.cli.talk import out, translator

if TYPE_CHECKING:
    from game.arrivals.telling import Telling


@click.command("explain-page")
@click.argument("folder", type=STORY)
@click.argument("scene")
@click.option(
    "--session",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Say by which of them it came up in this session.",
)
def explain_page(folder: Path, scene: str, file: Path | None) -> int:
    """Say by what the page of SCENE can come up in the story in FOLDER: choices, lists, decks, calls, what interrupts,
    scenes that run on.

    With --session the exit code is 1 where the page did not come up in it.
    """
    from game.arrivals.telling import Telling
    from game.engine import load
    from game.proof import spelled
    from game.reports import shown_path
    from game.story import load_story

    program = load_story(folder).program
    if scene not in program.index:
        from game.story.diagnostics import nearest

        near = nearest(scene, program.index)
        raise click.UsageError(f"No scene “{scene}”." + (f" Did you mean “{near}”?" if near else ""))
    telling = Telling(
        load(program), translator(), lambda guard: spelled(guard, program), lambda name: shown_path(name, str(folder))
    )
    if file is not None:
        return _in_session(telling, program.index[scene], file)
    for line in telling.page(program.index[scene]):
        out(line)
    return 0


def _in_session(telling: Telling, scene: int, file: Path) -> int:
    """Each time that the page came up in a session, by what."""
    from game.arrivals.taken import Tracer
    from game.session import Session

    machine, say = telling.machine, telling.say
    name, tracer, found = machine.bare(scene).id, Tracer(machine.program), 0
    with Session.open(machine, file, read_only=True) as session:
        for number, step in enumerate(session.steps):
            if step.state.scene != scene and name not in step.state.trail:
                continue
            found += 1
            before = session.steps[number - 1] if number else None
            legs = tracer.legs(before.state, before.choice_id) if before else []
            out(say("page {n}: {way}", n=number + 1, way=telling.came_by(legs, step.state.scene) or say("the first")))
    if not found:
        out(say("{scene} did not come up in this session.", scene=name))
    return int(not found)
