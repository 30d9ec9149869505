"""Everything around the scenes, compiled: variables, chapters, endings, codex, pictures, status, invariants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from game.engine.program import Chapter, Ending, Entry, Expr, Invariant, Picture, Slot, Status
from game.story import model
from game.story.building import ALWAYS, Build
from game.story.compile_text import TextCompiler, picture
from game.story.effects import follow_up, slots_read
from game.story.source import Sourced


def compile_caps(build: Build) -> None:
    """Compile the variables' caps first: every effect needs to know which of them to apply."""
    found: dict[int, Expr] = {}
    variables = list(build.story.variables.values())
    for slot, variable in enumerate(variables):
        if variable.cap is not None and (expr := _cap(build, slot, variable, variable.cap)) is not None:
            found[slot] = expr
    build.caps, circular = follow_up(found)
    for slot in circular:
        _refuse(build, variables[slot].cap, "caps depend on each other in a circle")


def _cap(build: Build, slot: int, variable: model.Variable, source: Sourced) -> Expr | None:
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
    if slot in slots_read(compiled.expr):
        _refuse(build, source, "it depends on itself")
        return None
    first = _first_value(compiled.expr, [each.start for each in build.story.variables.values()])
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
        case "+":
            return parts[0] + parts[1]
        case "-":
            return parts[0] - parts[1]
        case "*":
            return parts[0] * parts[1]
        case "neg":
            return -parts[0]
        case "min":
            return min(parts)
    return max(parts)


def compile_variables(build: Build) -> tuple[Slot, ...]:
    """The author's variables in order."""
    found = []
    for number, variable in enumerate(build.story.variables.values()):
        build.mark(f"variable:{variable.id}", variable.id)
        caps = [op[2] for op in build.caps.get(number, ()) if op[1] == number]
        found.append(
            Slot(
                name=str(variable.id),
                kind=variable.kind,
                low=variable.low,
                high=variable.high,
                start=variable.start,
                names=tuple(map(str, variable.values)),
                label=build.text(f"variable:{variable.id}", None if variable.hidden else variable.label, "plain"),
                hidden=variable.hidden,
                saturates=variable.saturates,
                cap=caps[0] if caps else None,
            )
        )
    return tuple(found)


def compile_chapters(build: Build) -> tuple[Chapter, ...]:
    """The chapters in order."""
    found = []
    for chapter in build.story.chapters.values():
        owner = f"chapter:{chapter.id}"
        build.mark(owner, chapter.id)
        title, date = build.text(owner, chapter.title, "plain"), build.text(owner, chapter.date, "plain")
        found.append(Chapter(str(chapter.id), title, date))
    return tuple(found)


def compile_endings(build: Build) -> tuple[Ending, ...]:
    """The endings in order."""
    found = []
    for ending in build.story.endings.values():
        owner = f"ending:{ending.id}"
        build.mark(owner, ending.id)
        title = build.text(owner, ending.title, "plain")
        found.append(Ending(str(ending.id), title, TextCompiler(build, owner).blocks(ending.text)))
    return tuple(found)


def compile_categories(build: Build) -> tuple[tuple[str, int], ...]:
    """The codex categories in order, each with its shown name."""
    categories = build.story.categories.values()
    return tuple((str(each.id), build.text(f"category:{each.id}", each.title, "plain")) for each in categories)


def compile_codex(build: Build) -> tuple[Entry, ...]:
    """The codex entries in order."""
    return tuple(_entry(build, entry) for entry in build.story.entries.values())


def _entry(build: Build, entry: model.Entry) -> Entry:
    owner = f"codex:{entry.id}"
    build.mark(owner, entry.id)
    if entry.category not in build.story.categories:
        build.unknown("S205", entry.category, build.story.categories)
    for other in entry.see:
        if other not in build.story.entries:
            build.unknown("S206", other, build.story.entries)
        build.linked[str(other)] = None
    texts = TextCompiler(build, owner)
    return Entry(
        id=str(entry.id),
        title=build.text(owner, entry.title, "plain"),
        category=str(entry.category),
        kind=entry.kind,
        facts=build.cite(owner, entry.facts),
        term=tuple((str(key), str(value)) for key, value in entry.term.items()),
        blocks=texts.blocks(entry.text),
        stages=tuple((build.condition(each.guard) or ALWAYS, texts.blocks(each.text)) for each in entry.stages),
        see=tuple(map(str, entry.see)),
        open=entry.open,
        aliases=tuple(map(str, entry.aliases)),
    )


def compile_pictures(build: Build) -> tuple[Picture, ...]:
    """The pictures in order."""
    return tuple(_picture(build, each) for each in build.story.pictures.values())


def _picture(build: Build, source: model.Picture) -> Picture:
    owner = f"picture:{source.id}"
    build.mark(owner, source.id)
    alt, art = build.text(owner, source.alt, "caption"), build.text(owner, source.art, "art")
    variants = []
    for variant in source.variants:
        other_alt = alt if variant.alt is None else build.text(owner, variant.alt, "caption")
        other_art = art if variant.art is None else build.text(owner, variant.art, "art")
        variants.append((build.condition(variant.guard) or ALWAYS, other_alt, other_art))
    key = tuple((str(glyph), build.text(owner, words, "caption")) for glyph, words in source.key.items())
    legend = tuple((str(glyph), str(style)) for glyph, style in source.legend.items())
    return Picture(str(source.id), alt, art, legend, key, tuple(variants))


# ---------------------------------------------------------------- status


def compile_status(build: Build) -> tuple[Status, ...]:
    """The lines of the sidebar in order."""
    return tuple(_status(build, item, number) for number, item in enumerate(build.story.status, 1))


def _status(build: Build, item: model.StatusItem, number: int) -> Status:
    name = f"{item.kind}-{number}" if item.kind == "text" else str(item.value)
    label = build.text("status", item.label, "plain")
    guard = build.condition(item.guard)
    value: Any
    of = item.of or 0
    match item.kind:
        case "meter" | "number":
            value, label, of = _measured(build, item, label)
        case "word":
            value, label = _word(build, item, label)
        case "row":
            value, of = _row(build, item), item.slots
        case "text":
            value = build.text("status", item.value, "caption")
        case _:
            value = picture(build, item.value)
    return Status(item.kind, name, label, guard, value, of)


def _measured(build: Build, item: model.StatusItem, label: int) -> tuple[Expr, int, int]:
    """A meter or a number: an expression, most often a variable that lends its label and its highest value."""
    compiled = build.number(item.value)
    expr = compiled.expr or ALWAYS
    _shown(build, item.value, expr)
    of = item.of or (compiled.high if compiled.expr is not None else 1)
    if label < 0 and expr[0] == "var" and expr[1] < len(build.scope.variables):
        label = build.label(expr[1])
    return expr, label, of if item.kind == "meter" else item.of or 0


def _word(build: Build, item: model.StatusItem, label: int) -> tuple[Any, int]:
    slot = build.scope.numbers.get(item.value)
    if slot is None:
        build.unknown("S214", item.value, build.scope.numbers)
        return ("word", 0, ()), label
    build.scope.read.add(slot)
    _shown(build, item.value, ("var", slot))
    if build.scope.variables[slot].kind != "enum":
        build.problems.add("S422", item.value, name=str(item.value))
        return ("word", slot, ()), label
    return ("word", slot, build.names(slot)), label if label >= 0 else build.label(slot)


def _row(build: Build, item: model.StatusItem) -> tuple[Any, ...]:
    parts = []
    for part in item.parts:
        expr: Expr = ALWAYS
        if part.count is not None:
            expr = build.number(part.count).expr or ALWAYS
            _shown(build, part.count, expr)
        parts.append((expr, str(part.glyph), build.text("status", part.name, "plain")))
    rest = ("", -1) if item.rest is None else (str(item.rest.glyph), build.text("status", item.rest.name, "plain"))
    return (item.slots, tuple(parts), rest)


def _shown(build: Build, where: Sourced, expr: Expr) -> None:
    """Refuse to show what the author hides."""
    for slot in sorted(slots_read(expr)):
        if slot < len(build.scope.variables) and build.scope.variables[slot].hidden:
            build.problems.add("S415", where, name=build.scope.variables[slot].name)


# ---------------------------------------------------------------- invariants


def compile_invariants(build: Build) -> tuple[Invariant, ...]:
    """The author's own words for the proof."""
    story = build.story
    found = [
        *_plain(build, "always", story.always),
        *_plain(build, "never", story.never),
        *_plain(build, "eventually", story.eventually),
    ]
    for each in story.at_endings:
        if each.ending not in story.endings:
            build.unknown("S202", each.ending, story.endings)
        found += _plain(build, "at_ending", [each.expr], str(each.ending))
    return (*found, *(_can(build, can) for can in story.can))


def _plain(build: Build, kind: str, sources: Iterable[Sourced], where: str | None = None) -> list[Invariant]:
    return [
        Invariant(kind, build.condition(each, invariant=True), str(each), where, each.file.path, each.line)
        for each in sources
    ]


def _can(build: Build, can: model.Can) -> Invariant:
    story, scope = build.story, build.scope
    goal = can.ending if can.ending is not None else can.scene
    kind, known = ("ending", list(story.endings)) if can.ending is not None else ("scene", list(story.scenes))
    if goal is not None and goal not in known:
        build.unknown("S202" if kind == "ending" else "S201", goal, known)
    start = scope.scenes.get(story.start, 0)
    origin: tuple[int, ...] = (start,)
    if can.origin is not None:
        if can.origin in scope.chapters:
            origin = tuple(scope.chapters[can.origin])
        elif can.origin in scope.scenes:
            origin = (scope.scenes[can.origin],)
        else:
            build.unknown("S201", can.origin, [*scope.chapters, *scope.scenes])
    source = f"{kind} {goal}" + (f" from {can.origin}" if can.origin is not None else "")
    return Invariant("can", None, source, (kind, str(goal), origin), can.mark.file, can.mark.line)
