"""All passes over a story folder: read, compile, link, advise; and the problems of all of them in one list."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from game.engine.program import Program
from game.story.advising.advice import advise
from game.story.collector import collector_paused
from game.story.compiling.building import Build
from game.story.compiling.compiler import compile_story
from game.story.compiling.link import check_graph
from game.story.compiling.rolls import check_rolls
from game.story.compiling.running_on import check_running_on
from game.story.diagnostics import Diagnostic, Problems
from game.story.load_model import load_model
from game.story.reading.model import Story


class Examined(NamedTuple):
    """What came of a story folder. The program plays when no diagnostic stops it."""

    diagnostics: list[Diagnostic]
    story: Story | None = None
    program: Program | None = None
    build: Build | None = None

    @property
    def errors(self) -> list[Diagnostic]:
        """The problems that stop the story."""
        return [item for item in self.diagnostics if item.stops]


def examine(folder: Path) -> Examined:
    """Read and compile a story folder. Raises nothing for bad input: problems come back as diagnostics."""
    with collector_paused():
        story, found = load_model(folder)
        if story is None:
            return Examined(found)
        problems = Problems(story.files)
        problems.extend(found)
        program, build = compile_story(story, problems)
        nodes = check_graph(build, program)
        if problems.errors == 0:
            check_running_on(build, program, nodes)
        if problems.errors == 0:
            check_rolls(build, program, nodes)
        if problems.errors == 0:
            advise(build, program, nodes)
        return Examined(problems.sorted(), story, program, build)


def check_story(folder: Path) -> list[Diagnostic]:
    """Every problem of a story folder, in the order of files and lines."""
    return examine(Path(folder)).diagnostics
