"""The way into the Textual face; nothing else in the command line imports it."""

from __future__ import annotations

from pathlib import Path

from game.cli.stage import Stage


def run_full(stage: Stage, *, new: bool, seed: int | None, keep: bool, file: Path | None) -> int:
    """Play in the full face: `new` begins at once, `file` goes on with that session, else its title screen asks."""
    raise NotImplementedError


def run_replay(stage: Stage, file: Path) -> int:
    """Watch a session in the full face."""
    raise NotImplementedError
