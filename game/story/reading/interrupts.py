"""Rules that lead elsewhere than a choice says: which of them are asked in which scene."""

from __future__ import annotations

from collections.abc import Iterable

from game.story.reading import model
from game.story.reading.targets import by_tag, named, targets

Rules = tuple[model.GuardedTarget, ...]


class Interrupts:
    """The rules of a story, and the scenes where none is asked.

    These are the scenes that say so; those that a rule leads to, for the rule would lead there again; and what a rule
    or such a scene calls, until it returns. `called` are the scenes from where a `return` may come back to what a
    choice leads to: what rules call.
    """

    def __init__(self, story: model.Story) -> None:
        self.story = story
        self.all = (*story.interrupts, *(rule for chapter in story.chapters.values() for rule in chapter.interrupts))
        self._tagged = by_tag(story) if self.all else {}
        interposed = [rule.to for rule in self.all if isinstance(rule.to, model.Interposed)]
        self.called = frozenset(self._within(named(interposed, self._tagged)))
        own = set(named((rule.to for rule in self.all), self._tagged))
        calls = [part for name in own if name in story.scenes for part in targets(story.scenes[name])]
        entered = named((part.target for part in calls if isinstance(part, model.Call)), self._tagged)
        self.exempt = own | self.called | self._within(entered)

    def at(self, scene: model.Scene) -> Rules:
        """The rules that are asked when a choice of a scene is taken, in order."""
        if not self.all or not scene.interrupts or scene.id in self.exempt:
            return ()
        chapter = None if scene.chapter is None else self.story.chapters.get(scene.chapter)
        return (*self.story.interrupts, *(chapter.interrupts if chapter else ()))

    def _within(self, entered: Iterable[str]) -> set[str]:
        """The scenes that can be come to from some, until one returns."""
        found = set(entered)
        todo = [name for name in found if name in self.story.scenes]
        while todo:
            parts = list(targets(self.story.scenes[todo.pop()]))
            thens = [str(part.then) for part in parts if isinstance(part, model.Call)]
            new = {*named(parts, self._tagged), *thens} - found
            found |= new
            todo += [name for name in new if name in self.story.scenes]
        return found
