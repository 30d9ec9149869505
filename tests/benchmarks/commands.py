"""Commands without a screen on the shipped story, each beside what it cannot do without: an import alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.table import Row, Target, apart, at_most
from tests.benchmarks.timing import environment, in_turns, of_processor


class Command(NamedTuple):
    """A command, the module that it is measured by, and what is aimed at."""

    what: str
    arguments: Sequence[str]
    module: str
    target: Target | None = None


COMMANDS = (
    Command("game --version", ("--version",), "click", at_most(1.3)),
    Command("game check, unchanged", ("check",), "yaml", at_most(2.5)),
    Command("game play --plain, first page", ("play", "--plain", "--no-save", "--seed", "1"), "yaml"),
)

FULL, TINY = 15, 0
"""How often a command is run after a first time (0: that one)."""


def rows(work: Path, times: int) -> Iterator[Row]:
    """How long whole commands take."""
    env = environment(str(work / "home"))
    return apart(*(_row(command, env, times) for command in COMMANDS))


def _row(command: Command, env: dict[str, str], times: int) -> Iterator[Row]:
    what, arguments, module, target = command
    ours, alone = in_turns((["-m", "game", *arguments], ["-c", f"import {module}"]), env, times)
    note = of_processor(ours.processor, alone.processor)
    yield Row("commands", what, ours.seconds, "s", alone.seconds, f'python -c "import {module}"', target, note=note)
