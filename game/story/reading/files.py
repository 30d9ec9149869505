"""Which files make a story: found in a folder, in a fixed order, each with its kind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from game.story.diagnostics import Problems, Severity
from game.story.places.marks import Mark
from game.story.reading.within import OWN_FOLDERS, leads_out

STORY = "story.yaml"
_PLACES = {"codex": "codex", "pictures": "pictures"}
_NOT_READ = {"locale"}
_FOLDERS = {"codices": "codex", "codexes": "codex", "picture": "pictures", "locales": "locale"}
"""What people call the folders of a story besides their names in capitals."""

_MISNAMED = (".yml", ".yaml.txt", ".yaml~")


def story_files(folder: Path, problems: Problems) -> list[tuple[str, str]]:
    """(kind, path) of every file of the story but its catalogues, story.yaml first; paths are relative and posix.

    Hidden files and folders are left alone, and links to folders are not followed. A file whose name only looks like
    one of the story's is reported, and so is one that is a link out of the folder.
    """
    found: list[tuple[str, str]] = []
    for path in walk(folder, problems):
        parts = path.split("/")
        if len(parts) > 1 and parts[0] in _NOT_READ:
            continue
        if path.endswith(".yaml") and leads_out(folder, folder / path):
            problems.add("S033", Mark(path, 1, 1))
        elif path.endswith(".yaml"):
            kind = "story" if path == STORY else _PLACES.get(parts[0], "scenes") if len(parts) > 1 else "scenes"
            found.append((kind, path))
        elif path.lower().endswith((*_MISNAMED, ".yaml")):
            problems.add("S023", Mark(path, 1, 1), name=_better_name(parts[-1]))
    return sorted(found, key=lambda item: (item[0] != "story", item[1]))


def walk(folder: Path, problems: Problems) -> Iterator[str]:
    """Relative paths of all visible files below a folder, but for folders that are reported and left alone."""
    for place, folders, names in os.walk(folder):
        if place == str(folder):
            folders[:] = [name for name in folders if not _misnamed(name, problems)]
            for name in sorted({*OWN_FOLDERS} & {*names}):
                problems.add("S034", Mark(name, 1, 1), name=name)
        elif STORY in names:
            folders[:] = []
            problems.add("S031", Mark((Path(place).relative_to(folder) / STORY).as_posix(), 1, 1))
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            _report_link(folder, Path(place, name), problems)
        for name in sorted(names):
            if not name.startswith("."):
                yield (Path(place) / name).relative_to(folder).as_posix()


def _report_link(folder: Path, inner: Path, problems: Problems) -> None:
    """Say that a folder is a link out of the story's; one of another name was perhaps never meant to be read."""
    if leads_out(folder, inner):
        shown = inner.relative_to(folder).as_posix()
        problems.add("S033", Mark(shown, 1, 1), severity=None if shown in OWN_FOLDERS else Severity.WARNING)


def _misnamed(folder: str, problems: Problems) -> bool:
    """Whether a folder beside story.yaml is meant for one of the story's own and is called otherwise."""
    plain = folder.lower().strip(" _-")
    right = _FOLDERS.get(plain, plain)
    if right == folder or right not in {*_PLACES, *_NOT_READ}:
        return False
    problems.add("S032", Mark(folder, 1, 1), folder=folder, right=right)
    return True


def _better_name(name: str) -> str:
    return name.lower().removesuffix(".txt").removesuffix("~").removesuffix(".yml").removesuffix(".yaml") + ".yaml"
