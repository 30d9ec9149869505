"""The full face in the terminal: title, pages, codex, sessions, replay; for authors, a proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.engine import Machine
    from game.proof import Report
    from game.session import Session
    from game.settings import Settings


def run(
    machine: Machine,
    session: Session | None,
    settings: Settings,
    *,
    begin: bool = False,
    keep: bool = True,
    seed: int | None = None,
    story: str = "",
    interface: str = "",
    notices: tuple[str, ...] = (),
    sessions: Path | None = None,
) -> int:
    """Play in the full face until the player leaves; returns the exit code.

    A `session` is shown at once, at its page; it is closed on leaving. Without one the title comes first, or with
    `begin` the first page of a new game. New games draw from `seed` (default: one of chance) and are kept in the
    folder `sessions` (default: the player's own), or nowhere unless `keep`. `story` and `interface` are language codes
    (default: what the settings and the story say). `notices` are shown as the screen opens.
    """
    from game.tui.app import Face
    from game.tui.play_context import PlayContext

    context = PlayContext(
        machine, settings, session=session, keep=keep, seed=seed, story=story, interface=interface, folder=sessions
    )
    return Face(context, begin=begin, notices=notices).play()


def run_replay(
    machine: Machine,
    file: Path,
    settings: Settings,
    *,
    story: str = "",
    interface: str = "",
    sessions: Path | None = None,
) -> int:
    """Watch a session again: play, pause, step, jump; returns the exit code. The file is only read.

    Raises SessionError.
    """
    from game.tui.app import Face
    from game.tui.play_context import PlayContext

    context = PlayContext(machine, settings, story=story, interface=interface, folder=sessions)
    return Face(context, watch=context.read(file)).play()


def run_proof(
    machine: Machine,
    report: Report,
    folder: Path,
    settings: Settings,
    *,
    shown: str = "",
    story: str = "",
    interface: str = "",
    sessions: Path | None = None,
) -> int:
    """Look at a proof of the story in `folder`, which the author calls `shown`; returns the exit code of the face."""
    from game.tui.app import Face
    from game.tui.author.proven import Proven
    from game.tui.play_context import PlayContext

    context = PlayContext(machine, settings, story=story, interface=interface, folder=sessions)
    return Face(context, proven=Proven(report, folder, shown)).play()
