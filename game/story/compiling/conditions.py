"""The conditions that have a name: each is checked where it was written, whether anything names it or not."""

from __future__ import annotations

import ast

from game.story.compiling.building import Build
from game.story.expressions.parse import settle


def check_conditions(build: Build) -> None:
    """Report what is wrong with the conditions, and keep in mind which of them nothing uses: last of all, when all that
    could name one has been compiled. What only an unused one asks for, the program does not hold.
    """
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
