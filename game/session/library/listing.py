"""Lists of sessions: of ten thousand the first are seen at once, and none is read further than a list needs."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from game.engine import Machine, Program
from game.printable import printable
from game.session.errors import SessionError
from game.session.fold import stand
from game.session.library.index import Facts, Index
from game.session.library.sighting import Sighting, sightings
from game.session.lines import Chosen
from game.session.log import parse_log, read_bytes, read_header
from game.session.renaming import in_present_ids

MOST_READ = 2 * 2**20
"""Bytes of the largest file that a list reads to its end: some twenty thousand choices."""

FEW = 5
"""How many files are looked into before the index is asked for the last session."""


class Listing(NamedTuple):
    """A session file at a glance; every string is fit to print.

    `created` is ISO 8601 or ''; `played` the time of the last change, in seconds since 1970; `turns` the choices of
    its way, -1 where the file is too large to be read for a list. `chapter`, `place`, `ending` (titles) and `language`
    are known when a machine of its story was given, else ''. `problem` says why a file is no session, `loaded`
    that its dice are.
    """

    file: Path
    name: str
    story: str = ""
    version: str = ""
    created: str = ""
    played: float = 0.0
    turns: int = 0
    language: str = ""
    chapter: str = ""
    place: str = ""
    ending: str = ""
    loaded: bool = False
    problem: SessionError | None = None


class Shelf:
    """The sessions of a folder. `seen` is what is there, the last played first, found without opening anything.

    `look` reads one of them, or knows it from the index, which `keep` writes. Raises SessionError for a folder that
    cannot be listed.
    """

    def __init__(self, folder: Path, machine: Machine | None = None) -> None:
        self.seen = sightings(folder)
        self.machine = machine
        self._edition = _edition(machine.program) if machine else ""
        self._index = Index(folder)

    def look(self, seen: Sighting) -> Listing:
        """A session at a glance; a file that is none comes with `problem`."""
        item = Listing(seen.file, printable(seen.name), played=seen.played)
        try:
            facts = self._facts(seen)
        except SessionError as error:
            return item._replace(problem=error)
        item = item._replace(
            story=printable(facts.story),
            version=printable(facts.version),
            created=printable(facts.created),
            turns=facts.turns,
            loaded=facts.draws > 0,
        )
        return self._placed(item, facts)

    def story_of(self, seen: Sighting) -> str:
        """The id of the story that a file says it is of; '' for no session. Its first line is enough."""
        known = self._index.get(seen)
        if known is None:
            try:
                known = _head(seen)
            except SessionError:
                return ""
            self._index.put(seen, known)
        return known.story

    def latest(self, story: str) -> Sighting | None:
        """The session of a story that was played last; files that are no sessions are passed over.

        It is mostly among the first: these are looked into, which takes less than reading the index of a large folder.
        """
        for number, seen in enumerate(self.seen):
            if (number < FEW or self.story_of(seen) == story) and _is_session(seen, story):
                return seen
        return None

    def unread(self, story: str) -> tuple[int, list[Sighting]]:
        """How many files are known to be sessions of a story, and those of which nothing is known yet."""
        known = [self._index.get(seen) for seen in self.seen]
        unread = [seen for seen, facts in zip(self.seen, known, strict=True) if facts is None]
        return sum(facts is not None and facts.story == story for facts in known), unread

    def keep(self) -> None:
        """Write the index, if anything new was read."""
        self._index.keep(self.seen)

    def __iter__(self) -> Iterator[Listing]:
        return map(self.look, self.seen)

    def _facts(self, seen: Sighting) -> Facts:
        large, known = seen.size > MOST_READ, self._index.get(seen)
        if known and (large or (known.turns >= 0 and known.edition == self._wanted(known.story, known.edition))):
            return known
        facts = _head(seen) if large else self._read(seen)
        self._index.put(seen, facts)
        return facts

    def _wanted(self, story: str, otherwise: str) -> str:
        """The edition that a session of a story is to be shown in; `otherwise` where we have none."""
        return self._edition if self.machine and self.machine.program.id == story else otherwise

    def _read(self, seen: Sighting) -> Facts:
        log = parse_log(read_bytes(seen.file), seen.file.name)
        header = log.header
        turns = sum(isinstance(entry, Chosen) for entry in log.way())
        facts = Facts(header.story, log.edition.version, header.created, turns, draws=len(header.draws))
        if self.machine is None or self.machine.program.id != header.story:
            return facts
        state, language = stand(self.machine, in_present_ids(self.machine.program, log))
        return facts._replace(edition=self._edition, language=language, scene=self.machine.scene(state.scene).id)

    def _placed(self, item: Listing, facts: Facts) -> Listing:
        """Add where a session stands, in the words of the story."""
        machine = self.machine
        number = machine.program.index.get(facts.scene) if machine and facts.edition == self._edition else None
        if machine is None or number is None or facts.language not in machine.languages:
            return item
        head = machine.scene_text(number, facts.language).head
        return item._replace(
            language=facts.language, chapter=head.chapter_title, place=head.place, ending=head.ending_title
        )


def _edition(program: Program) -> str:
    """What where a session stands depends on: what the story does, and what its ids were called."""
    renames = repr(sorted(program.renames.items()))
    return f"{program.digest}-{zlib.crc32(renames.encode()):08x}"


def _head(seen: Sighting) -> Facts:
    """What the first line says. Raises SessionError."""
    header = read_header(seen.file)
    return Facts(header.story, header.version, header.created, draws=len(header.draws))


def _is_session(seen: Sighting, story: str) -> bool:
    """Whether a file can be opened as a session of a story, as far as a list reads it."""
    try:
        if seen.size <= MOST_READ:
            return parse_log(read_bytes(seen.file), seen.name).header.story == story
        return read_header(seen.file).story == story
    except SessionError:
        return False


def list_sessions(folder: Path, machine: Machine | None = None, *, story: str = "") -> list[Listing]:
    """All sessions in a folder (only those of `story`, if given), the last played first.

    Other .jsonl files come with `problem`. A folder that is not there has no sessions.
    """
    shelf = Shelf(folder, machine)
    found = list(shelf)
    shelf.keep()
    return [item for item in found if not story or item.story == story]


def latest(folder: Path, story: str) -> Path | None:
    """The session of a story that was played last, or None. Files that are no sessions are passed over."""
    shelf = Shelf(folder)
    found = shelf.latest(story)
    shelf.keep()
    return found.file if found else None
