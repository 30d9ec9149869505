"""The workbench of a compilation: scope, table of texts, marks, and the one way to report a fault at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from game.engine.draw import place_number
from game.engine.program import CHOICES, TEXT, Expr, Op, Text
from game.story.compiling.named_texts import NamedTexts
from game.story.compiling.renames import Renames
from game.story.diagnostics import Problems, nearest
from game.story.expressions import parse, rolls, scope
from game.story.expressions.effects import Caps, effect, placed
from game.story.expressions.scope import Compiled, Fault, Members, Scope
from game.story.places.marks import Mark
from game.story.places.source import Sourced
from game.story.prose.foreign_prose import foreign
from game.story.prose.inline import compile_inline, is_plain
from game.story.prose.lists import patterns
from game.story.prose.paragraphs import Paragraph, fold
from game.story.prose.reasons import Reasons, nothing, say
from game.story.prose.setting import Setting, no_text
from game.story.prose.texts import RAW, Lookup, Texts, Unit
from game.story.reading import model
from game.story.reading.model import Effect, EffectIf, NamedText, Story, Typed, Variable
from game.story.schema.hints import END, is_end

ALWAYS: Expr = ("const", 1)
"""Stands in for a condition that could not be compiled."""


class Build:
    """Everything that the parts of one compilation share."""

    def __init__(self, story: Story, problems: Problems) -> None:
        self.story = story
        self.problems = problems
        self.texts = Texts()
        self.marks: dict[str, tuple[str, int, int]] = {}
        self.linked: dict[str, None] = {}
        self.pictured: dict[str, None] = {}
        self.cited: dict[str, list[Sourced]] = {}
        self.ended: dict[str, None] = {}
        self.unused_conditions: list[str] = []
        self.caps = Caps({}, {}, {})
        self.renames = Renames(story, problems)
        self._shuffles: dict[str, int] = {}
        self._dice: dict[str, int] = {}
        scenes = {str(scene): number for number, scene in enumerate(story.scenes)}
        named = parse.conditions_of({str(name): each.expression for name, each in story.conditions.items()})
        variables, chapters = _variables(story), _chapters(story, scenes)
        typed = {str(name): number for number, name in enumerate(story.typed)}
        self.scope = Scope(variables, scenes, _choices(story), chapters, named, _counted_as(story), story.texts, typed)
        self.named = NamedTexts(story, problems, self.texts, self.marks, self._named_paragraph)
        self.reasons = Reasons(self.scope, self.label, self.names)
        self.printed: dict[int, tuple[int, ...]] = {}
        self.slots = [each for each in story.variables.values() for _ in range(slot_count(each))]
        """The variable of each of the author's slots: of a set there is one for each member."""
        self._typed = list(story.typed.values())

    # ------------------------------------------------------------ faults and marks

    def report(self, where: Sourced, faults: Iterable[Fault], place: Callable[[int], int] = int) -> None:
        """Report faults found inside a text; `place` takes their offsets to offsets in the author's string."""
        for fault in faults:
            self.fault(fault, where.mark_at(place(fault.offset)))

    def fault(self, fault: Fault, mark: Mark) -> None:
        """Report one fault at a place."""
        details: dict[str, Any] = dict(fault.details)
        self.problems.add(fault.code, mark, **details)

    def unknown(self, code: str, name: Sourced, known: Iterable[str]) -> None:
        """Report a name that nothing has, with the nearest one that something has, or with what has it instead."""
        fix = self._elsewhere(str(name)) if code == "S201" else ""
        self.problems.add(code, name, name=str(name), near="" if fix else nearest(name, known), fix=fix)

    def _elsewhere(self, name: str) -> str:
        """What a name is that is no scene, '' where nothing has it."""
        story = self.story
        if name == "return":
            return "Only to: leads back, to: return, and then: return, in the scene that was called."
        if name in story.endings:
            return f"It is an ending: a scene ends with 'ending: {name}' instead of 'to:'."
        if is_end(name):
            return END
        if name in _WORDS:
            return "Name a scene by its id, this one too; only a scene that was called leads back, with to: return."
        if name in self.scope.homes:
            return f"It is a choice of scene '{self.scope.homes[name]}': name a scene."
        for what, known in (
            ("a variable", {**story.variables, **story.typed}),
            ("a chapter", story.chapters),
            ("a picture", story.pictures),
        ):
            if name in known:
                return f"It is {what}: name a scene."
        return ""

    def mark(self, key: str, where: Sourced | Mark) -> None:
        """Remember where an id was written."""
        if isinstance(where, Sourced):
            self.marks[key] = (where.file.path, where.line, where.column)
        else:
            self.marks[key] = (where.file, where.line, where.column)

    def cite(self, owner: str, facts: tuple[Sourced, ...]) -> tuple[str, ...]:
        """The facts that something cites, as plain ids, remembered for the checks."""
        if facts:
            self.cited[owner] = [*self.cited.get(owner, ()), *facts]
        return tuple(str(fact) for fact in facts)

    # ------------------------------------------------------------ expressions and effects

    def condition(self, source: Sourced | None, *, invariant: bool = False, here: str = "") -> Expr | None:
        """A guard, compiled; None for none. `here` is the scene that the word stands for in it, if it means any."""
        if source is None:
            return None
        compiled = parse.condition(source, self.scope, invariant=invariant, here=here)
        if compiled.faults:
            self.report(source, compiled.faults)
        return compiled.expr or ALWAYS

    def number(self, source: Sourced) -> Compiled:
        """A number, compiled, with its range."""
        compiled = parse.number(source, self.scope)
        self.report(source, compiled.faults)
        return compiled

    def effects(self, effects: tuple[Effect, ...], owner: str, here: str = "") -> tuple[Op, ...]:
        """The effects of a scene or a choice as ops, in order; the first on each variable is marked."""
        ops: list[Op] = []
        for before, each in zip((None, *effects), effects, strict=False):
            if isinstance(each, EffectIf):
                guard = self.condition(each.guard, here=here)
                inner = (self.effects(part, owner, here) for part in (each.do, each.otherwise))
                ops.append(("if", guard, *inner))
                continue
            if isinstance(before, Sourced) and rolls.is_rest(each, before):
                continue
            compiled, faults = effect(each, self.scope, self.caps, here)
            if faults:
                self.report(each, faults)
            ops += placed(compiled, lambda: self._die(owner))
            for op in compiled:
                key = f"{owner}?do.{self.scope.variables[op[1]].name}"
                if op[0] != "cap" and key not in self.marks:
                    self.mark(key, each)
        return tuple(ops)

    @property
    def has_dice(self) -> bool:
        """Whether an effect of the story rolls."""
        return bool(self._dice)

    def _die(self, owner: str) -> int:
        """The place of the next die of a scene's or a choice's effects."""
        number = self._dice[owner] = self._dice.get(owner, 0) + 1
        return place_number(f"{self.renames.origin(owner)}%{number}")

    # ------------------------------------------------------------ texts

    def text(self, owner: str, source: Sourced | None, style: str, *, scene: str = "") -> int:
        """The number of a text on one line ('caption' or 'plain') or taken as it is (`RAW`); -1 for none."""
        if source is None:
            return -1
        if style in RAW:
            art = str(source).strip("\n")
            return self.texts.add(Unit(owner, art, style, "", source, art))
        if faults := foreign(source, self.scope.scenes, style=style):
            self.report(source, faults)
        return self.paragraph(owner, source, fold(source), style, scene=scene)

    def paragraph(self, owner: str, where: Sourced, paragraph: Paragraph, style: str, *, scene: str = "") -> int:
        """The number of a paragraph."""
        source = paragraph.text
        known = self.texts.find(owner, source, style, scene)
        if known >= 0:
            return known
        offset = paragraph.starts[0][1]
        if is_plain(source):
            return self.texts.add(Unit(owner, source, style, scene, where, source, offset=offset))
        text, uses, faults = compile_inline(source, self.setting(owner, style, scene))
        if owner.startswith(TEXT) and not scene and "scene" in uses.needs:
            self.named.uncounted.add(owner.removeprefix(TEXT))  # that is told where it is shown
            faults = [fault for fault in faults if fault.code != "S408"]
        if faults:
            self.report(where, faults, paragraph.source_offset)
        if style == "plain" and not isinstance(text, str):
            self.report(where, [Fault("S420", 0, {})], paragraph.source_offset)
        self.linked.update(dict.fromkeys(link for link in sorted(uses.links) if owner != f"codex:{link}"))
        number = self.texts.add(Unit(owner, source, style, scene, where, text, uses, offset))
        for variant, start in enumerate(uses.variants):
            at = start if isinstance(start, Mark) else where.mark_at(paragraph.source_offset(start))
            self.mark(f"text.{number}.{variant}", at)
        return number

    def setting(self, owner: str, style: str, scene: str) -> Setting:
        """What a text of a style may hold, for the source language."""
        codex = self.story.entries if style in ("prose", "verse") else None
        choices = self.scope.choices.get(scene) if owner == scene and codex is not None else None
        named = (lambda name: self.named.line(name, scene)) if self.story.texts else no_text
        here = scene.partition("/")[0] if owner.startswith(CHOICES) else ""
        language = str(self.story.language)
        shuffle = lambda: self._shuffle(owner, scene)  # noqa: E731
        return Setting(self.scope, scene, codex, choices, self.words, shuffle, language, self.before_typed, named, here)

    def _shuffle(self, owner: str, scene: str) -> int:
        """The place of a text's next shuffle; of one that several scenes show, in each of them its own."""
        if owner.startswith(CHOICES):
            owner = f"{scene.partition('/')[0]}/{owner.rpartition('/')[2]}"
        home = f"{self.renames.origin(scene)}+" if owner.startswith(TEXT) else ""
        number = self._shuffles[home + owner] = self._shuffles.get(home + owner, 0) + 1
        return place_number(f"{home}{self.renames.origin(owner)}~{number}")

    def _named_paragraph(self, found: NamedText, item: Sourced, paragraph: Paragraph, scene: str) -> int:
        """The number of a text that has a name, for one scene."""
        if faults := foreign(item, self.scope.scenes):
            self.report(item, faults)
        self.mark(f"{TEXT}{found.id}", found.id)
        return self.paragraph(f"{TEXT}{found.id}", item, paragraph, "prose", scene=scene)

    # ------------------------------------------------------------ words of variables

    def label(self, slot: int) -> int:
        """The number of a variable's shown name: the author's label, or its id as words."""
        return self.named_so(self.slots[slot])

    def named_so(self, variable: Variable | Typed) -> int:
        """The same of a variable by itself."""
        made = Sourced.at(_as_words(variable.id).capitalize(), variable.id.file, variable.id.line, variable.id.column)
        return self.text(f"variable:{variable.id}", variable.label or made, "plain")

    def names(self, slot: int) -> tuple[int, ...]:
        """The numbers of the printed values of a one_of variable, or of a set by the slot of its first member."""
        if slot in self.printed:
            return self.printed[slot]
        variable = self.slots[slot]
        owner = f"variable:{variable.id}"
        made = [Sourced.at(_as_words(value), value.file, value.line, value.column) for value in variable.values]
        given = [variable.names.get(value, name) for value, name in zip(variable.values, made, strict=True)]
        numbers = self.printed[slot] = tuple(self.text(owner, name, "plain") for name in given)
        return numbers

    def words(self, slot: int) -> tuple[str, ...]:
        """The printed values of a one_of variable, or of a set, in the source language."""
        return tuple(str(self.texts.units[number].text) for number in self.names(slot))

    def start(self, number: int) -> int:
        """The number of what stands for words that the player types, until they are typed."""
        variable = self._typed[number]
        return self.text(f"variable:{variable.id}", variable.start, "typed")

    def before_typed(self, number: int) -> str:
        """The same in words of the source language."""
        return str(self.texts.units[self.start(number)].text)

    def reason(self, expr: Expr) -> int:
        """The number of the text that says why a sub-condition keeps a choice closed."""
        phrase = self.reasons.phrase(expr)

        def make(text: Lookup, language: str) -> Text:
            return say(phrase, text, language)

        return self.texts.derive("reason", repr(phrase), make, self.story.language)

    def inventory(self, members: Members) -> int:
        """The number of the text that says what is in a set, or that nothing is."""
        numbers = self.names(members.first)

        def make(text: Lookup, language: str) -> Text:
            items = tuple((slot, str(text(number))) for slot, number in zip(members.slots, numbers, strict=True))
            filled = ("or", *(("var", slot) for slot in members.slots))
            return (("if", filled, (("list", items, patterns(language)),), nothing(language)),)

        return self.texts.derive("status", f"list {members.name}", make, self.story.language)


_WORDS = frozenset(("back", "self", "previous", "last", "here", "this", "same", "stay", "again", "restart"))
"""What other systems have for a scene that is not named."""


def _as_words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _variables(story: Story) -> list[scope.Variable]:
    found = []
    for v in story.variables.values():
        values = tuple(map(str, v.values))
        if v.kind == "set":
            found += [
                scope.Variable(member_name(v, each), "bool", 0, 1, (), v.hidden, str(v.id), each) for each in values
            ]
        else:
            found.append(scope.Variable(str(v.id), v.kind, v.low, v.high, values, v.hidden))
    return found


def slot_count(variable: model.Variable) -> int:
    """How many slots a variable has: a set one for each member, any other one."""
    return len(variable.values) if variable.kind == "set" else 1


def member_name(variable: model.Variable, member: str) -> str:
    """What the slot of a member of a set is called."""
    return f"{variable.id}[{member}]"


def _choices(story: Story) -> dict[str, dict[str, None]]:
    found = {}
    for scene in story.scenes.values():
        extra = ["on"] * (scene.to is not None) + ["skip"] * (scene.skip is not None)
        found[str(scene.id)] = dict.fromkeys([*map(str, scene.choices), *extra])
    return found


def _counted_as(story: Story) -> dict[str, str]:
    """Of choices that are to be taken once whichever scene has them, the first of all that are the same."""
    first: dict[str, str] = {}
    shared = (choice for scene in story.scenes.values() for choice in scene.choices.values() if choice.everywhere)
    return {choice.full_id: first.setdefault(choice.shared, choice.full_id) for choice in shared}


def _chapters(story: Story, scenes: Mapping[str, int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {str(chapter): [] for chapter in story.chapters}
    for scene in story.scenes.values():
        if scene.chapter is not None and scene.chapter in found:
            found[scene.chapter].append(scenes[scene.id])
    return found
