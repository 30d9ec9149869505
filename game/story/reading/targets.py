"""Walking over the targets of the source: the nested ones too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from game.story.reading import model


def inner_targets(target: model.Target) -> list[model.Target]:
    """The targets that stand directly inside one."""
    match target:
        case model.First(entries) | model.Draw(entries):
            return [entry.to for entry in entries]
        case model.Deck(_, otherwise) if otherwise is not None:
            return [otherwise]
        case model.Call(inner) | model.Interposed(inner):
            return [inner]
    return []


def by_tag(story: model.Story) -> dict[str, list[model.Scene]]:
    """The scenes that the decks of a story deal, by their tag, in the author's order."""
    found: dict[str, list[model.Scene]] = {}
    for scene in story.scenes.values():
        for tag in scene.tags:
            found.setdefault(str(tag), []).append(scene)
    return found


def named(some: Iterable[model.Target], tagged: Mapping[str, Sequence[model.Scene]]) -> Iterator[str]:
    """The scenes that targets name, or deal, with those nested inside; not where a call or a `return` comes back to."""
    for target in nested(*some):
        if isinstance(target, model.Goto):
            yield str(target.scene)
        elif isinstance(target, model.Deck):
            yield from (str(scene.id) for scene in tagged.get(str(target.tag), ()))


def nested(*todo: model.Target) -> Iterator[model.Target]:
    """Some targets, and all that stand inside them."""
    left = list(todo)
    while left:
        target = left.pop()
        yield target
        left += inner_targets(target)


def targets(scene: model.Scene) -> Iterator[model.Target]:
    """Every target of a scene, with those nested inside."""
    own = [choice.to for choice in scene.choices.values()]
    return nested(*own, *(target for target in (scene.to, scene.run_on, scene.skip) if target is not None))
