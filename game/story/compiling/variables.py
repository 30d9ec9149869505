"""Variables, compiled: their slots, and the caps that every effect has to keep."""

from __future__ import annotations

from game.engine.expr import ARITHMETIC
from game.engine.program import Expr, Slot, Typed
from game.engine.questions import slots_of
from game.story.compiling.building import Build
from game.story.expressions.effects import follow_up
from game.story.places.source import Sourced
from game.story.reading import model


def compile_caps(build: Build) -> None:
    """Compile the variables' caps first: every effect needs to know which of them to apply."""
    found: dict[int, Expr] = {}
    variables = build.slots
    starts = [_start(build, slot) for slot in range(len(variables))]
    for slot, variable in enumerate(variables):
        if variable.cap is not None and (expr := _cap(build, slot, variable, variable.cap, starts)) is not None:
            found[slot] = expr
    build.caps, circular = follow_up(found)
    for slot in circular:
        _refuse(build, variables[slot].cap, "caps depend on each other in a circle")


def _cap(build: Build, slot: int, variable: model.Variable, source: Sourced, starts: list[int]) -> Expr | None:
    if variable.kind != "int":
        _refuse(build, source, "only a number can have one")
        return None
    known = len(build.scope.counters.named())
    compiled = build.number(source)
    if compiled.expr is None:
        return None
    if len(build.scope.counters.named()) != known:
        _refuse(build, source, "it counts visits: only variables may decide it")
        return None
    if slot in slots_of(compiled.expr):
        _refuse(build, source, "it depends on itself")
        return None
    first = _first_value(compiled.expr, starts)
    if variable.start > first:
        build.problems.add("S325", source, name=str(variable.id), start=variable.start, cap=first)
    return compiled.expr


def _refuse(build: Build, source: Sourced | None, why: str) -> None:
    if source is not None:
        build.problems.add("S324", source, why=why)


def _first_value(expr: Expr, starts: list[int]) -> int:
    """A cap's value when the story begins."""
    parts = [_first_value(part, starts) for part in expr[1:]] if expr[0] not in ("const", "var") else []
    match expr[0]:
        case "const":
            return int(expr[1])
        case "var":
            return starts[expr[1]]
        case "neg":
            return -parts[0]
        case "min":
            return min(parts)
        case "max":
            return max(parts)
        case "count":
            return sum(parts)
        case op:
            return ARITHMETIC[op](*parts)


def compile_typed(build: Build) -> tuple[Typed, ...]:
    """The variables for words that the player types, in order."""
    found = []
    for number, variable in enumerate(build.story.typed.values()):
        build.mark(f"variable:{variable.id}", variable.id)
        found.append(Typed(str(variable.id), variable.cells, build.start(number), build.named_so(variable)))
    return tuple(found)


def compile_variables(build: Build) -> tuple[Slot, ...]:
    """The author's variables in order."""
    found = []
    for number, (known, variable) in enumerate(zip(build.scope.variables, build.slots, strict=True)):
        build.mark(f"variable:{variable.id}", variable.id)
        cap = build.caps.of.get(number)
        found.append(
            Slot(
                name=known.name,
                kind="member" if known.of else variable.kind,
                low=known.low,
                high=known.high,
                start=_start(build, number),
                names=known.names,
                label=build.text(f"variable:{variable.id}", None if variable.hidden else variable.label, "plain"),
                hidden=variable.hidden,
                saturates=variable.saturates,
                cap=cap[2] if cap else None,
            )
        )
    return tuple(found)


def _start(build: Build, slot: int) -> int:
    """What a slot has when the story begins."""
    known, variable = build.scope.variables[slot], build.slots[slot]
    return int(known.member in variable.holds) if known.of else variable.start
