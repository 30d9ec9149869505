"""Taking the wrong parts out of a file's data, so that the sound ones can still be checked against the story."""

from __future__ import annotations

from pydantic import ValidationError

from game.story.reading.data import Map, Seq
from game.story.schema.hints import Path


def prune(root: Map, error: ValidationError, paths: list[Path]) -> bool:
    """Delete from `root` the parts that these errors are about; false when that would be the file itself."""
    kinds = [item["type"] for item in error.errors(include_url=False, include_input=False, include_context=False)]
    doomed = {
        path[:-1] if kind == "missing" or path[-1:] == ("[key]",) else path
        for path, kind in zip(paths, kinds, strict=True)
    }
    if any(not path or (len(path) == 1 and path[0] not in root) for path in doomed):
        return False
    # The last first: taking an entry out of a list moves those after it.
    return sum(_delete(root, path) for path in sorted(doomed, key=_order, reverse=True)) > 0


def _order(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _delete(root: Map, path: Path) -> bool:
    holder: object = root
    for step in path[:-1]:
        holder = _inner(holder, step)
    last = path[-1]
    if isinstance(holder, Map) and isinstance(last, str) and last in holder:
        del holder[last]
        return True
    if isinstance(holder, Seq) and isinstance(last, int) and last < len(holder):
        del holder[last]
        return True
    return False


def _inner(holder: object, step: int | str) -> object:
    if isinstance(holder, Map) and isinstance(step, str):
        return holder.get(step)
    if isinstance(holder, Seq) and isinstance(step, int) and step < len(holder):
        return holder[step]
    return None
