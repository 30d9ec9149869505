"""Walking over the targets of the source: the nested ones too."""

from __future__ import annotations

from collections.abc import Iterator

from game.story.reading import model


def inner_targets(target: model.Target) -> list[model.Target]:
    """The targets that stand directly inside one."""
    match target:
        case model.First(entries) | model.Draw(entries):
            return [entry.to for entry in entries]
        case model.Deck(_, otherwise) if otherwise is not None:
            return [otherwise]
        case model.Call(inner):
            return [inner]
    return []


def targets(scene: model.Scene) -> Iterator[model.Target]:
    """Every target of a scene, with those nested inside."""
    todo = [choice.to for choice in scene.choices.values()]
    todo += [target for target in (scene.to, scene.run_on, scene.skip) if target is not None]
    while todo:
        target = todo.pop()
        yield target
        todo += inner_targets(target)
