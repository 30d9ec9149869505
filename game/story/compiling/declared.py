"""Conditions and texts that have a name: each is checked where it was written, whether anything uses it or not."""

from __future__ import annotations

import ast

from game.engine.program import TEXT
from game.story.compiling.blocks import TextCompiler
from game.story.compiling.building import Build
from game.story.expressions.parse import settle


def check_declared(build: Build) -> None:
    """Report what is wrong with conditions and texts that have a name, and keep in mind which of them nothing uses.

    That is done last, when all that could name one is compiled. What only unused ones ask for is not in the program.
    """
    _conditions(build)
    _texts(build)


def _conditions(build: Build) -> None:
    scope, story = build.scope, build.story
    for circle in scope.conditions.circles:
        way = " > ".join((*circle, circle[0]))
        build.problems.add("S332", story.conditions[circle[0]].id, name=circle[0], way=way)
    build.unused_conditions += [name for name in story.conditions if scope.named(name) is None]
    before = scope.kept()
    for name, condition in story.conditions.items():
        settle(ast.Name(name), scope)
        compiled = scope.named(name)
        if compiled is not None:
            build.report(condition.expression, compiled.faults)
    scope.restore(before)


def _texts(build: Build) -> None:
    """Compile the texts that nothing shows, as if the first scene did, on a workbench of their own."""
    unused = [text for name, text in build.story.texts.items() if name not in build.named.used]
    if unused and build.story.scenes:
        spare = Build(build.story, build.problems)
        scene = next(iter(build.story.scenes))
        for text in unused:
            with spare.named.opening(text):
                TextCompiler(spare, f"{TEXT}{text.id}", scene).blocks(text.text)
