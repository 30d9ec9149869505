"""The ledger of facts that a story stands on: reading it, and holding the story's citations against it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from game.story.diagnostics import Problems, Severity, nearest, shorten
from game.story.places.marks import SourceFile
from game.story.places.source import Sourced
from game.story.reading.data import Data, Map, Seq
from game.story.reading.model import Entry, Fact, Ledger, Scene, Story
from game.story.reading.reader import read_file
from game.story.reading.within import is_within

_UNREAD = frozenset({"S033", "S603", "S605", "S607"})
"""Problems that say already why there is no ledger."""


def read_ledger(folder: Path, path: Sourced, problems: Problems) -> tuple[SourceFile | None, Ledger | None]:
    """The ledger named by `facts:` in story.yaml; None (and a problem) when there is none to be read.

    The path is relative to the story's folder and may not lead further out than its neighbours: opening a story from a
    stranger reads nothing else of the disk. One that says that it stays in the folder has to, whatever links it goes
    through. Of a ledger outside of the folder no line is quoted (see `Problems.add`).
    """
    if Path(path).is_absolute() or not path.endswith(".yaml") or "\\" in path:
        problems.add("S607", path, path=shorten(path, 80))
        return None, None
    full, shown = folder / path, Path(os.path.normpath(path)).as_posix()
    if not (shown.startswith("../") or is_within(folder, full)):
        problems.add("S033", path)
        return None, None
    if not is_within(folder.resolve().parent, full):
        problems.add("S607", path, path=shorten(path, 80))
        return None, None
    if not full.is_file():
        problems.add("S603", path, path=shorten(path, 80))
        return None, None
    file, data = read_file(full, shown, problems)
    return file, None if data is None else _ledger(file.path, data, problems)


def _ledger(path: str, data: Data, problems: Problems) -> Ledger | None:
    """The ledger's entries by id; what else an entry says is not the story's business."""
    if not isinstance(data, Seq):
        problems.add("S605", data.mark, what="the ledger is not a list")
        return None
    facts: dict[str, Fact] = {}
    for item in data:
        identity = item.get("id") if isinstance(item, Map) else None
        if not isinstance(identity, Sourced) or not identity.strip():
            problems.add("S605", item.mark, what="this entry has no id")
        elif identity in facts:
            problems.add("S604", identity, id=shorten(identity), line=facts[identity].id.line)
        else:
            facts[identity] = Fact(identity, _says(item, "must_dramatise"), _says(item, "codex"))
    return Ledger(path, facts)


def _says(item: Map, name: str) -> bool:
    return bool(item.get(name) == "true")


def check_citations(
    scenes: Iterable[Scene], entries: Iterable[Entry], ledger: Ledger | None, problems: Problems
) -> None:
    """Every fact that a scene, a choice or an entry cites must stand in the ledger."""
    unread = any(found.code in _UNREAD for found in problems.found)
    for cited in _citations(scenes, entries):
        if ledger is None:
            if not unread:
                problems.add("S608", cited, id=shorten(cited))
            return
        if cited not in ledger.facts:
            problems.add("S601", cited, near=nearest(cited, ledger.facts), id=shorten(cited))


def _citations(scenes: Iterable[Scene], entries: Iterable[Entry]) -> Iterable[Sourced]:
    for scene in scenes:
        yield from scene.facts
        for choice in scene.choices.values():
            yield from choice.facts
    for entry in entries:
        yield from entry.facts


def check_used(story: Story, reachable: Collection[str], problems: Problems) -> None:
    """What the ledger asks for is there: facts to be dramatised, and facts for the codex.

    A scene or a choice that can be reached (`reachable`: ids of scenes) dramatises the facts it cites; an entry of the
    codex tells those it cites. When nothing is missing, a note says how many there are.
    """
    if story.ledger is None:
        return
    facts = story.ledger.facts.values()
    scenes = [scene for name in reachable if (scene := story.scenes.get(name)) is not None]
    played = set(_citations(scenes, ()))
    told = set(_citations((), story.entries.values()))
    to_play, to_tell = [fact for fact in facts if fact.must_dramatise], [fact for fact in facts if fact.codex]
    unplayed = [fact for fact in to_play if fact.id not in played]
    untold = [fact for fact in to_tell if fact.id not in told]
    for fact in unplayed:
        severity = Severity.NOTE if story.unfinished else None
        done = len(to_play) - len(unplayed)
        problems.add("S602", fact.id, severity=severity, id=shorten(fact.id), done=done, all=len(to_play))
    for fact in untold:
        done = len(to_tell) - len(untold)
        problems.add("S609", fact.id, id=shorten(fact.id), done=done, all=len(to_tell))
    if (to_play or to_tell) and not unplayed and not untold:
        first = (to_play or to_tell)[0]
        problems.add("S610", first.id, played=len(to_play), told=len(to_tell))
