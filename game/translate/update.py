"""The catalogue of one language, made new or brought up to date; what was translated once is never lost.

A text that was reworded keeps its old translation, marked fuzzy, until a translator has looked at it; so does one that
has moved to another owner. A text that is gone leaves its translation behind as obsolete, where it is found again when
the text comes back.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import polib

from game.printable import printable_path
from game.story import StoryProblems, examine
from game.story.renames import in_present_contexts
from game.story.texts import Unit
from game.translate.header import complete
from game.whole import write_whole

LIKE, LIKE_ALONE = 0.55, 0.3
"""How alike two texts of one owner must be for the one to count as the other reworded (0 to 1), when there are several
that it could have been and when there is one."""

UNREADABLE = frozenset({"S501", "S508"})
"""Problems of a catalogue that keep it from being brought up to date."""


class Update(NamedTuple):
    """What an update did to the catalogue `file`: how many texts it has, and how many lack a sure translation."""

    file: Path
    texts: int
    missing: int
    fuzzy: int
    obsolete: int


def update(folder: Path, language: str) -> Update:
    """Write `locale/LANGUAGE.po` of a story folder.

    Raises StoryProblems when the story's own files have errors, or when the catalogue that is there cannot be read: it
    is not written over then. A catalogue that would not change is not touched.
    """
    file = folder / "locale" / f"{language}.po"
    project, units, renames = _units(folder, f"locale/{file.name}")
    text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    old = polib.pofile(text) if text else polib.POFile()
    made = polib.POFile(wrapwidth=110)
    made.header = old.header or f"{project.partition(' ')[0]}: {language}"
    made.metadata = complete(old.metadata, project, language)
    made.extend(_merged(units, old, renames))
    _write(file, text, str(made).strip("\n") + "\n")
    current = [entry for entry in made if not entry.obsolete]
    return Update(
        file,
        len(current),
        sum(not entry.msgstr for entry in current),
        sum(entry.fuzzy for entry in current),
        len(made) - len(current),
    )


def _units(folder: Path, catalogue: str) -> tuple[str, list[Unit], Mapping[str, str]]:
    """The story's name and version, its texts to translate in its own order, and what it renamed."""
    examined = examine(folder)
    errors = [
        item
        for item in examined.errors
        if not item.path.startswith("locale/") or (item.path == catalogue and item.code in UNREADABLE)
    ]
    if errors or examined.build is None or examined.story is None:
        raise StoryProblems(errors or examined.diagnostics, folder)
    units = [unit for unit in examined.build.texts.units if unit.source and unit.derive is None]
    return f"{examined.story.id} {examined.story.version}", units, examined.build.renames.table


def _write(file: Path, before: str, text: str) -> None:
    """Replace a file's text in one step, so that a crash leaves the old one."""
    if text != before:
        write_whole(file, text.encode(), shared=True)


class _Spare:
    """Translations that no text of the story has any more, until a reworded or moved text takes one over."""

    def __init__(self, entries: Iterable[polib.POEntry]) -> None:
        self.left = {(entry.msgctxt or "", entry.msgid): entry for entry in entries if entry.msgstr}
        self._by_text = {source: owner for owner, source in self.left}

    def take(self, owner: str, source: str) -> polib.POEntry | None:
        """The translation that a new text most probably had before."""
        key = (self._by_text.get(source, ""), source)
        if key not in self.left:
            others = [text for other, text in self.left if other == owner]
            key = (owner, _most_like(source, others, LIKE if len(others) > 1 else LIKE_ALONE))
        return self.left.pop(key, None)


def _merged(units: Iterable[Unit], old: polib.POFile, renames: Mapping[str, str]) -> list[polib.POEntry]:
    """An entry for each text, then what is left over, as obsolete."""
    known: dict[tuple[str, str], polib.POEntry] = {}
    for entry in [*old.obsolete_entries(), *(entry for entry in old if not entry.obsolete)]:
        known[(entry.msgctxt or "", entry.msgid)] = entry
    known = in_present_contexts(known, renames)
    wanted = {(unit.owner, unit.source): unit for unit in units}
    spare = _Spare(entry for key, entry in known.items() if key not in wanted)
    entries = [_entry(unit, known.get(key), spare) for key, unit in wanted.items()]
    for left in spare.left.values():
        left.obsolete = True
        left.occurrences = []
        entries.append(left)
    return entries


def _entry(unit: Unit, known: polib.POEntry | None, spare: _Spare) -> polib.POEntry:
    """The entry of a text: the one it had, or that of the text it was before, or an empty one."""
    mark = unit.mark
    entry = polib.POEntry(
        msgctxt=unit.owner, msgid=unit.source, occurrences=[(printable_path(mark.file), str(mark.line))]
    )
    if known is not None:
        entry.msgstr, entry.flags, entry.tcomment = known.msgstr, list(known.flags), known.tcomment
        entry.comment = known.comment
        if known.fuzzy:
            entry.previous_msgid, entry.previous_msgctxt = known.previous_msgid, known.previous_msgctxt
    elif (before := spare.take(unit.owner, unit.source)) is not None:
        entry.msgstr, entry.flags, entry.tcomment = before.msgstr, ["fuzzy"], before.tcomment
        entry.previous_msgid = before.msgid
        entry.previous_msgctxt = before.msgctxt if before.msgctxt != unit.owner else None
    return entry


def _most_like(source: str, others: Iterable[str], least: float) -> str:
    """The text that is most like this one, '' when none is like it."""
    matcher = difflib.SequenceMatcher(b=source, autojunk=False)
    best, found = least, ""
    for other in others:
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, other
    return found
