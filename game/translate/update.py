"""The catalogue of one language, made new or brought up to date; what was translated once is never lost.

A text that was reworded keeps its old translation, marked fuzzy, until a translator has looked at it; a text that is
gone leaves its translation behind as obsolete, where it is found again should the text come back.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import polib

from game.story import StoryProblems, examine
from game.story.texts import Unit

LIKE = 0.55
"""How alike two texts of one owner must be for the one to count as the other reworded (0 to 1)."""


class Update(NamedTuple):
    """What an update did to the catalogue `file`: how many texts it has, and how many lack a sure translation."""

    file: Path
    texts: int
    missing: int
    fuzzy: int
    obsolete: int


def update(folder: Path, language: str) -> Update:
    """Write `locale/LANGUAGE.po` of a story folder. Raises StoryProblems when the story's own files have errors."""
    units = _units(folder)
    file = folder / "locale" / f"{language}.po"
    old = polib.pofile(str(file), encoding="utf-8") if file.exists() else polib.POFile()
    made = polib.POFile(wrapwidth=110)
    made.header = old.header
    made.metadata = old.metadata or _metadata(folder, language)
    made.extend(_merged(units, old))
    file.parent.mkdir(exist_ok=True)
    fresh = file.with_suffix(".po.new")
    made.save(str(fresh))
    fresh.replace(file)
    current = [entry for entry in made if not entry.obsolete]
    return Update(
        file,
        len(current),
        sum(not entry.msgstr for entry in current),
        sum(entry.fuzzy for entry in current),
        len(made) - len(current),
    )


def _units(folder: Path) -> list[Unit]:
    """The texts to translate, in the story's order."""
    examined = examine(folder)
    errors = [item for item in examined.errors if not item.path.startswith("locale/")]
    if errors or examined.build is None:
        raise StoryProblems(errors or examined.diagnostics, folder)
    return [unit for unit in examined.build.texts.units if unit.source and unit.derive is None]


def _metadata(folder: Path, language: str) -> dict[str, str]:
    return {
        "Project-Id-Version": folder.absolute().name,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _merged(units: Iterable[Unit], old: polib.POFile) -> list[polib.POEntry]:
    """An entry for each text, then what is left over, as obsolete."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    wanted = {(unit.owner, unit.source): unit for unit in units}
    spare: dict[str, list[polib.POEntry]] = defaultdict(list)
    for key, entry in known.items():
        if key not in wanted and entry.msgstr:
            spare[key[0]].append(entry)
    entries = [_entry(unit, known.get(key), spare[unit.owner]) for key, unit in wanted.items()]
    for left in (entry for owner in spare.values() for entry in owner):
        left.obsolete = True
        left.occurrences = []
        entries.append(left)
    return entries


def _entry(unit: Unit, known: polib.POEntry | None, spare: list[polib.POEntry]) -> polib.POEntry:
    """The entry of a text: the one it had, or that of the text it was before (taken from `spare`), or an empty one."""
    entry = polib.POEntry(msgctxt=unit.owner, msgid=unit.source, occurrences=[(unit.mark.file, str(unit.mark.line))])
    if known is not None:
        entry.msgstr, entry.flags, entry.tcomment = known.msgstr, list(known.flags), known.tcomment
        entry.previous_msgid = known.previous_msgid if known.fuzzy else None
    elif (before := _reworded(unit.source, spare)) is not None:
        spare.remove(before)
        entry.msgstr, entry.flags, entry.tcomment = before.msgstr, ["fuzzy"], before.tcomment
        entry.previous_msgid = before.msgid
    return entry


def _reworded(source: str, spare: list[polib.POEntry]) -> polib.POEntry | None:
    """The left-over entry whose text is most like this one, if any is like it."""
    matcher = difflib.SequenceMatcher(b=source, autojunk=False)
    best, found = LIKE, None
    for entry in spare:
        matcher.set_seq1(entry.msgid)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, entry
    return found
