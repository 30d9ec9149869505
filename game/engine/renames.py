"""Ids that were renamed: what an old one is called now, and under which names a state may have been recorded."""

from __future__ import annotations

from collections.abc import Mapping

Renames = Mapping[str, str]
"""Old to new, each named as in `Program.marks`: 'trench', 'trench/tell', 'variable:y', 'ending:z', 'codex:x'. Choices
stand there under the names they had on their own; that their scene was renamed follows from the scene."""


def present(renames: Renames, old: str) -> str:
    """What an id is called now; itself where it was never renamed. Chains are followed to their end."""
    seen = {old}
    now = old
    while (after := _next(renames, now)) not in seen:
        seen.add(after)
        now = after
    return now


def _next(renames: Renames, name: str) -> str:
    """One step: the id's own new name, else for a choice that of its scene."""
    found = renames.get(name)
    if found is not None:
        return found
    scene, slash, choice = name.partition("/")
    return f"{renames.get(scene, scene)}/{choice}" if slash else name


def former(renames: Renames) -> dict[str, tuple[str, ...]]:
    """The old names of each id that has some, the oldest first."""
    found: dict[str, list[str]] = {}
    for old in renames:
        found.setdefault(present(renames, old), []).append(old)
    return {new: tuple(olds) for new, olds in found.items()}
