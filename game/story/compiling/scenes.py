"""Scenes and choices, compiled: guards with their reasons, effects, targets, decks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from game.engine.draw import place_number
from game.engine.program import Choice, Expr, Scene, Target
from game.story.compiling.blocks import TextCompiler, picture
from game.story.compiling.building import ALWAYS, Build
from game.story.expressions import parse
from game.story.places.source import Sourced
from game.story.reading import model
from game.story.reading.choice_sets import HERE
from game.story.reading.interrupts import Interrupts, Rules
from game.story.reading.targets import by_tag, named, nested, targets

_RETURNED, _RESUMED = "/returned", "/resumed"
"""Stand for the scenes that a `return` may come back to: no scene has such a name."""

NOWHERE: Target = ("scene", 0)
"""Stands in for a target that could not be compiled."""


class SceneCompiler:
    """Compiles the scenes of a story; decks are shared between all the choices that draw from them."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.story = build.story
        self.chapters = {str(chapter): number for number, chapter in enumerate(self.story.chapters)}
        self.endings = {str(ending): number for number, ending in enumerate(self.story.endings)}
        self.storylets = by_tag(self.story)
        self._decks: dict[str, tuple[Any, ...]] = {}
        self._reasons: dict[Expr, tuple[tuple[Expr | None, int], ...]] = {}
        self.interrupts = Interrupts(self.story)
        self.continuations: list[tuple[str, Target]] = []
        self._unsound: set[model.GuardedTarget] = set()
        self._sharing: dict[tuple[str, str], list[str]] = {}
        for scene in self.story.scenes.values():
            for kind in scene.file_wide:
                self._sharing.setdefault((kind, str(getattr(scene, kind))), []).append(str(scene.id))

    def scenes(self) -> list[Scene]:
        """All scenes in order, their counters still open: see `with_counters`."""
        for rule in self.interrupts.all:
            errors = self.build.problems.errors
            self.build.condition(rule.guard)
            self._target("interrupts", rule.to)
            if self.build.problems.errors > errors:
                self._unsound.add(rule)
        return [self.scene(scene) for scene in self.story.scenes.values()]

    def scene(self, scene: model.Scene) -> Scene:
        """One scene; its counters are still -1."""
        build, name = self.build, str(scene.id)
        build.mark(name, scene.id)
        build.condition(scene.guard)
        if scene.guard is not None:
            build.mark(f"{name}?if", scene.guard)
        return Scene(
            id=name,
            chapter=self._chapter(scene.chapter),
            title=build.text(name, scene.title, "plain"),
            place=self._heading(scene, "place", scene.place),
            date=self._heading(scene, "date", scene.date),
            picture=picture(build, scene.picture),
            visits=-1,
            cycle=-1,
            heavy=build.text(name, scene.heavy, "plain"),
            do=build.effects(scene.do, name),
            blocks=TextCompiler(build, name, name).blocks(scene.text),
            run_on=self._run_on(scene),
            choices=tuple(tuple(choice) for choice in self._choices(scene)),  # type: ignore[misc]
            ending=self._ending(scene.ending),
            tags=tuple(map(str, scene.tags)),
            facts=build.cite(name, scene.facts),
        )

    def _heading(self, scene: model.Scene, kind: str, words: Sourced | None) -> int:
        """The number of a scene's place or date; what files give to all their scenes is one text, and theirs."""
        if kind not in scene.file_wide:
            return self.build.text(str(scene.id), words, "plain")
        number = self.build.text(f"file:{kind}", words, "plain")
        self.build.texts.also_under(number, self._sharing[kind, str(words)])
        return number

    def _chapter(self, chapter: Sourced | None) -> int:
        if chapter is None:
            return -1
        number = self.chapters.get(chapter)
        if number is None:
            self.build.unknown("S203", chapter, self.chapters)
            return -1
        return number

    def _ending(self, ending: Sourced | None) -> int:
        if ending is None:
            return -1
        self.build.ended[str(ending)] = None
        if ending not in self.endings:
            self.build.unknown("S202", ending, self.endings)
        return self.endings.get(ending, -1)

    # ------------------------------------------------------------ choices

    def _choices(self, scene: model.Scene) -> Iterable[Choice]:
        for choice in scene.choices.values():
            yield self._choice(scene, choice)
        on = scene.run_on if self.stops(scene) else scene.to
        if on is not None:
            yield self._standard(scene, "on", on)
        if scene.skip is not None:
            yield self._standard(scene, "skip", scene.skip)

    def stops(self, scene: model.Scene) -> bool:
        """Whether a page that would run on waits for its reader: where it is heavy, or can lead into a heavy scene,
        whose note is to be read first.
        """
        if scene.run_on is None or _is_junction(scene):
            return False
        return scene.heavy is not None or not self._before_heavy.isdisjoint(self._entered(scene.run_on, str(scene.id)))

    @cached_property
    def _before_heavy(self) -> set[str]:
        """The heavy scenes, and the junctions that may lead into them."""
        before: dict[str, list[str]] = {}
        for name, scene in self.story.scenes.items():
            for entered in self._entered(scene.run_on, str(name)) if scene.run_on and _is_junction(scene) else ():
                before.setdefault(entered, []).append(str(name))
        for name, back in ((_RETURNED, self._returned), (_RESUMED, self._resumed)):
            for entered in back:
                before.setdefault(entered, []).append(name)
        found: set[str] = set()
        todo = [str(name) for name, scene in self.story.scenes.items() if scene.heavy is not None]
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += before.get(name, ())
        return found

    def _entered(self, target: model.Target, home: str) -> Iterator[str]:
        """The scenes that a target of a scene may enter; for `return` a name that stands for those that any call of the
        story comes back to, and where what interrupts may call the scene, for those that choices lead to.
        """
        yield from named([target], self.storylets)
        if any(isinstance(part, model.Return) for part in nested(target)):
            yield _RETURNED
            if home in self.interrupts.called:
                yield _RESUMED

    @cached_property
    def _returned(self) -> tuple[str, ...]:
        every = (target for scene in self.story.scenes.values() for target in targets(scene))
        return tuple(dict.fromkeys(str(target.then) for target in every if isinstance(target, model.Call)))

    @cached_property
    def _resumed(self) -> tuple[str, ...]:
        asked = (scene for scene in self.story.scenes.values() if self.interrupts.at(scene))
        return tuple(dict.fromkeys(named((target for scene in asked for target in targets(scene)), self.storylets)))

    def _run_on(self, scene: model.Scene) -> Target | None:
        to, name = scene.run_on, f"{scene.id}/on"
        if to is None or self.stops(scene):
            return None
        if not isinstance(to, model.Goto):
            self.build.mark(f"{name}?to", to.mark)
        return self._target(name, to)

    def _standard(self, scene: model.Scene, kind: str, to: model.Target) -> Choice:
        """A choice whose caption is the interface's."""
        name = f"{scene.id}/{kind}"
        self.build.mark(name, to.scene if isinstance(to, model.Goto) else to.mark)
        target = self._target(name, to, rules=self._rules(scene))
        return Choice(name, -1, None, (), False, False, False, -1, -1, (), target, (), kind)

    def _choice(self, scene: model.Scene, choice: model.Choice) -> Choice:
        build, name, home = self.build, choice.full_id, str(scene.id)
        build.mark(name, choice.id)
        for part, where in (("if", choice.guard), ("locked", choice.locked)):
            if where is not None:
                build.mark(f"{name}?{part}", where)
        if not isinstance(choice.to, model.Goto | model.Stay):
            build.mark(f"{name}?to", choice.to.mark)
        here = home if choice.shared else ""
        if choice.shared:
            build.mark(choice.shared, choice.id)
        guard = build.condition(choice.guard, here=here)
        if choice.once:
            build.scope.taken(name, 1)
        return Choice(
            id=name,
            caption=build.text(choice.owner, choice.text, "caption", scene=home),
            guard=guard,
            reasons=self._reason(home, choice, guard),
            secret=choice.secret,
            once=choice.once,
            fallback=choice.fallback,
            cost=build.text(choice.owner, choice.cost, "caption", scene=home),
            taken=-1,
            do=build.effects(choice.do, name, here),
            target=self._target(name, choice.to, here, self._rules(scene)),
            facts=build.cite(name, choice.facts),
            kind="fallback" if choice.fallback else "choice",
            result=TextCompiler(build, choice.owner, name).blocks(choice.result),
            ask=self._ask(choice),
            prompt=build.text(choice.owner, choice.prompt, "caption", scene=home),
        )

    def _ask(self, choice: model.Choice) -> int:
        """Which words of the player a choice asks for, -1 for none."""
        name, scope = choice.ask, self.build.scope
        if name is None:
            return -1
        number = scope.typed.get(name, -1)
        if number >= 0:
            scope.asked.add(number)
        elif name in scope.numbers:
            self.build.problems.add("S351", name, name=str(name))
        else:
            self.build.unknown("S350", name, scope.typed)
        return number

    def _reason(self, home: str, choice: model.Choice, guard: Expr | None) -> tuple[tuple[Expr | None, int], ...]:
        if choice.locked is not None:
            return ((None, self.build.text(choice.owner, choice.locked, "caption", scene=home)),)
        if guard is None or guard is ALWAYS or choice.secret or choice.fallback:
            return ()
        known = self._reasons.get(guard)
        if known is None:
            parts = parse.conjuncts(guard)
            known = self._reasons[guard] = tuple((part, self.build.reason(part)) for part in parts)
        return known

    # ------------------------------------------------------------ targets

    def _rules(self, scene: model.Scene) -> Rules:
        """The rules that are asked in a scene, without those of which problems are told."""
        return tuple(rule for rule in self.interrupts.at(scene) if rule not in self._unsound)

    def _target(self, owner: str, target: model.Target, here: str = "", rules: Rules = ()) -> Target:
        compiler = _TargetCompiler(self, owner, here)
        return compiler.interrupted(rules, target) if rules else compiler.target(target)

    @property
    def next_continuation(self) -> int:
        """Where a call comes back to that puts off the target of a choice: see `game.engine.program.junctions`."""
        return len(self.story.scenes) + len(self.continuations)

    def storylets_of(self, tag: Sourced) -> tuple[Any, ...]:
        """The storylets of a deck, in the author's order."""
        known = self._decks.get(tag)
        if known is None:
            if tag not in self.storylets:
                self.build.unknown("S207", tag, self.storylets)
            cards = self.storylets.get(tag, ())
            known = self._decks[str(tag)] = tuple(self._storylet(scene) for scene in cards)
        elif tag not in self.storylets:
            self.build.unknown("S207", tag, self.storylets)
        return known

    def _storylet(self, scene: model.Scene) -> tuple[Any, ...]:
        scope = self.build.scope
        visits = scope.counters.visits(str(scene.id), max(1, scene.max_visits))
        guard = None if scene.guard is None else parse.condition(scene.guard, scope).expr
        return (scope.scenes[scene.id], guard, scene.priority, scene.weight, visits, scene.max_visits)


def _is_junction(scene: model.Scene) -> bool:
    """Whether a scene has nothing to read: it can only lead on."""
    return not (scene.text or scene.picture or scene.title)


class _TargetCompiler:
    """Compiles one choice's target; its draws get places from the choice's id, counted in order. `here` is the scene
    that the word stands for, '' where it means nothing.
    """

    def __init__(self, scenes: SceneCompiler, owner: str, here: str) -> None:
        self.scenes = scenes
        self.build = scenes.build
        self.owner = owner
        self.here = here
        self.draws = 0
        self.rule = ""
        self.entries = 0
        self.then = 0

    def target(self, target: model.Target) -> Target:
        build = self.build
        match target:
            case model.Goto(scene):
                return self._scene(scene)
            case model.Stay():
                return ("stay",)
            case model.Return():
                return ("return",)
            case model.First(entries):
                parts = [(build.condition(each.guard, here=self.here), self._entry(each)) for each in entries]
                return ("first", tuple(parts))
            case model.Draw(entries):
                place = self._place()
                return (
                    "draw",
                    place,
                    tuple(
                        (each.weight, build.condition(each.guard, here=self.here), self._entry(each))
                        for each in entries
                    ),
                )
            case model.Deck(tag, otherwise):
                place = self._place()
                rest = None if otherwise is None else self.target(otherwise)
                return ("deck", place, self.scenes.storylets_of(tag), rest)
            case model.Call(inner, "return"):
                return self.target(inner)  # its `return` leads where one from here would
            case model.Call(inner, then):
                return ("call", self.target(inner), self._scene(then)[1])
            case model.Interposed(inner):
                return ("call", self.target(inner), self.then)
        raise TypeError(f"not a target: {target!r}")

    def interrupted(self, rules: Rules, target: model.Target) -> Target:
        """The target of the first rule that holds, and all calls forgotten, or that of the choice put off; else that of
        the choice.
        """
        build, parts = self.build, list[tuple[Expr | None, Target]]()
        calls = any(isinstance(rule.to, model.Interposed) for rule in rules)
        plain = isinstance(target, model.Goto)
        self.then = self._number(target.scene) or 0 if isinstance(target, model.Goto) else self.scenes.next_continuation
        here, self.here = self.here, ""
        for number, rule in enumerate(rules, 1):
            self.rule, self.draws = f"!{number}", 0
            guard, led = build.condition(rule.guard), self._entry(rule)
            parts.append((guard, led if isinstance(rule.to, model.Interposed) else ("leave", led)))
        self.here, self.rule, self.draws = here, "", 0
        build.mark(f"{self.owner}?to.{self.entries}", target.scene if isinstance(target, model.Goto) else target.mark)
        self.entries += 1
        own = self.target(target)
        if calls and not plain:
            self.scenes.continuations.append((self.owner, own))
        return ("first", (*parts, (None, own)))

    def _entry(self, entry: model.GuardedTarget | model.WeightedTarget) -> Target:
        """The target of an entry of a list or a draw, which is marked."""
        self.build.mark(f"{self.owner}?to.{self.entries}", entry.mark)
        self.entries += 1
        return self.target(entry.to)

    def _scene(self, scene: Sourced) -> Target:
        number = self._number(scene)
        if number is None:
            self.build.unknown("S201", scene, self.build.scope.scenes)
            return NOWHERE
        return ("scene", number)

    def _number(self, scene: Sourced) -> int | None:
        return self.build.scope.scenes.get(self.here if scene == HERE and self.here else scene)

    def _place(self) -> int:
        self.draws += 1
        first = self.build.renames.origin(self.owner) + self.rule
        return place_number(first if self.draws == 1 else f"{first}#{self.draws}")


def with_counters(build: Build, scenes: list[Scene]) -> tuple[tuple[Any, ...], ...]:
    """The scenes as bare tuples, with the counters that somebody asked for: last of all, when everybody has asked."""
    numbers = build.scope.scenes
    raw: list[tuple[Any, ...]] = [tuple(scene) for scene in scenes]
    of_choices: dict[int, dict[str, dict[str, int]]] = {}
    copies: dict[str, list[str]] = {}
    for copy, owner in build.scope.counted_as.items():
        copies.setdefault(owner, []).append(copy)
    for name, slot in build.scope.counters.named():
        kind, _, owner = name.partition(":")
        number = numbers[owner.partition("/")[0]]
        scene = Scene(*raw[number])
        if "/" in owner:
            for one in (owner, *(copies.get(owner, ()) if kind == "taken" else ())):
                of_choices.setdefault(numbers[one.partition("/")[0]], {}).setdefault(one, {})[kind] = slot
        elif kind == "visits":
            raw[number] = tuple(scene._replace(visits=slot))
        else:
            raw[number] = tuple(scene._replace(cycle=slot))
    for number, slots in of_choices.items():
        scene = Scene(*raw[number])
        raw[number] = tuple(scene._replace(choices=tuple(_counting(choice, slots) for choice in scene.choices)))
    return tuple(raw)


def _counting(choice: tuple[Any, ...], slots: Mapping[str, Mapping[str, Any]]) -> Any:
    found = Choice(*choice)
    return tuple(found._replace(**slots[found.id])) if found.id in slots else choice
