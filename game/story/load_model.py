"""From a folder to the story's model: all files read and checked, all problems of all files in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from game.story.collector import collector_paused
from game.story.diagnostics import Diagnostic, Problems, shorten
from game.story.places.marks import Mark, SourceFile
from game.story.places.source import Sourced
from game.story.reading.choice_sets import Inclusion
from game.story.reading.data import Data, Map, kind_of
from game.story.reading.facts import check_citations, read_ledger
from game.story.reading.files import STORY, story_files
from game.story.reading.model import Category, Ledger, Story
from game.story.reading.reader import read_file
from game.story.reading.within import leads_out
from game.story.schema import KINDS, CodexFile, PictureFile, SceneFile, StoryFile
from game.story.schema.errors import report
from game.story.schema.salvage import prune
from game.story.schema.story import interrupts_made
from game.story.schema.values import as_tuple

T = TypeVar("T")
_ROUNDS = 8
"""How often a file is validated again after its wrong parts were taken out."""

_HARMLESS = frozenset({"S102"})
"""Problems of story.yaml that leave the rest of it as it is meant."""


@dataclass(slots=True)
class _Parts:
    """What the files gave so far."""

    files: list[SourceFile] = field(default_factory=list)
    story: StoryFile | None = None
    scenes: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, Sourced] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    blind: bool = False
    """A file could not be read at all, or story.yaml has errors: what others refer to may be in there."""


def load_model(folder: Path) -> tuple[Story | None, list[Diagnostic]]:
    """Read a story folder: its model, and every problem of reading, shape and facts.

    Where a scene, entry or picture has errors, the model holds what is sound of it (`Story.broken` names it), so that
    references can be checked all the same. None when the model would mislead: story.yaml has errors, or a file could
    not be read. Never raises for bad input.
    """
    problems = Problems()
    with collector_paused():
        story = _load(folder, problems)
    return story, problems.sorted()


def _load(folder: Path, problems: Problems) -> Story | None:
    if leads_out(folder, folder / STORY):
        problems.add("S033", Mark(STORY, 1, 1))
        return None
    if not (folder / STORY).is_file():
        if (folder / STORY).exists():
            problems.add("S020", Mark(STORY, 1, 1), what="it is not a file")
        else:
            problems.add("S021", Mark(STORY, 1, 1))
        return None
    parts = _Parts()
    files = story_files(folder, problems)
    parts.blind = problems.errors > 0
    for kind, path in files:
        _take(folder, kind, path, parts, problems)
    source = parts.story
    if source is None:
        return None
    file, ledger = (None, None) if source.facts is None else read_ledger(folder, source.facts, problems)
    if file is not None:
        parts.files.append(file)
    inclusion = Inclusion({} if parts.blind else source.choice_sets_made(), problems)
    if not parts.blind:
        parts.scenes = inclusion.scenes(parts.scenes)
        parts.broken |= inclusion.broken
    check_citations(parts.scenes.values(), parts.entries.values(), ledger, problems)
    return None if parts.blind else _assemble(folder, source, parts, ledger, inclusion)


def _take(folder: Path, kind: str, path: str, parts: _Parts, problems: Problems) -> None:
    """Read one file and add what it holds."""
    file, data = read_file(folder / path, path, problems)
    parts.files.append(file)
    made = None if data is None else _validated(kind, data, parts, problems)
    if made is None:
        parts.blind = True
        return
    if note := getattr(made, "note", None):
        parts.notes[path] = note
    if isinstance(made, StoryFile):
        parts.story = made
    elif isinstance(made, SceneFile):
        _merge(parts.scenes, made.made(), "scene", problems)
    elif isinstance(made, CodexFile):
        _merge(parts.entries, made.made(), "codex entry", problems)
    elif isinstance(made, PictureFile):
        _merge(parts.pictures, made.made(), "picture", problems)


def _validated(kind: str, data: Data, parts: _Parts, problems: Problems) -> BaseModel | None:
    """The file's content by its schema; wrong parts are reported and left out."""
    form = KINDS[kind]
    if not isinstance(data, Map):
        problems.add("S027", data.mark, kind=form.name, what=kind_of(data), first=form.first)
        return None
    before = len(problems.found)
    form.check(data, problems)
    for attempt in range(_ROUNDS):
        try:
            made = form.schema.model_validate(data)
        except ValidationError as error:
            heard = problems if attempt == 0 else Problems()
            paths = report(error, data, form.schema, heard)
            parts.broken |= {str(path[1]) for path in paths if len(path) > 1}
            if not prune(data, error, paths):
                return None
        else:
            if kind == "story":
                parts.blind |= any(item.code not in _HARMLESS for item in problems.found[before:])
            return made
    return None


def _merge(known: dict[str, Any], fresh: Mapping[Sourced, Any], what: str, problems: Problems) -> None:
    """Add a file's scenes, entries or pictures; one id belongs to one of them."""
    for name, made in fresh.items():
        if name in known:
            first = known[name].id
            problems.add("S119", name, what=what, id=shorten(name), file=first.file.path, line=first.line)
        else:
            known[name] = made


def _assemble(folder: Path, source: StoryFile, parts: _Parts, ledger: Ledger | None, inclusion: Inclusion) -> Story:
    return Story(
        folder=folder,
        id=source.story,
        title=source.title,
        version=source.version,
        language=source.language,
        start=source.start,
        author=source.author,
        licence=source.licence,
        homepage=source.homepage,
        about=source.about,
        credits=source.credits,
        unfinished=bool(source.unfinished),
        chapters=source.chapters_made(),
        variables=source.variables_made(),
        typed=source.typed_made(),
        conditions=source.conditions_made(),
        texts=source.texts_made(),
        interrupts=interrupts_made(source.interrupts),
        unused_sets=tuple(one.id for name, one in inclusion.sets.items() if name not in inclusion.used),
        endings=source.endings_made(),
        categories={name: Category(name, title) for name, title in (source.categories or {}).items()},
        status=tuple(item.made() for item in source.status or ()),
        always=as_tuple(source.always),
        never=as_tuple(source.never),
        eventually=as_tuple(source.eventually),
        stays=as_tuple(source.stays),
        at_endings=source.at_endings_made(),
        can=tuple(wish.made() for wish in source.can or ()),
        scenes=parts.scenes,
        entries=parts.entries,
        pictures=parts.pictures,
        ledger=ledger,
        files=tuple(parts.files),
        broken=frozenset(parts.broken),
        notes=parts.notes,
    )
