"""The catalogue of one language, made new or brought up to date; what was translated once is never lost.

A text that was reworded keeps its old translation, marked fuzzy, until a translator has looked at it; so does one that
has moved to another owner. A text that is gone leaves its translation behind as obsolete, where it is found again when
the text comes back. A catalogue that cannot be read in full is not touched.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

import polib

from game.story import StoryProblems, examine
from game.story.compiling.building import Build
from game.story.compiling.renames import in_present_contexts
from game.story.compiling.translations import refused
from game.story.diagnostics import Problems
from game.story.places.marks import Mark
from game.story.reading.within import leads_out
from game.story.translating.catalogue import PoFile, read_po
from game.story.translating.catalogue_files import CatalogueFile
from game.story.translating.languages import tag
from game.story.translating.po_header import fields
from game.translate.header import complete
from game.translate.merging import merged
from game.translate.notes import Notes
from game.whole import write_whole

WIDTH = 110
"""Columns of a catalogue; longer strings are spread over several lines."""

NO_OWNER = "\0"
"""Stands for the owner of an entry without msgctxt: none can be called so."""


class OwnLanguage(ValueError):
    """The story is written in the language: that needs no catalogue."""


class Update(NamedTuple):
    """What an update did to the catalogue `file`: how many texts it has, and how many lack a sure translation.

    One that shows nothing counts as missing. `refused` are those that `game check` has errors for.
    """

    file: Path
    texts: int
    missing: int
    fuzzy: int
    refused: int
    obsolete: int

    @property
    def doubtful(self) -> int:
        """How many translations a person has to look at again."""
        return self.fuzzy + self.refused


def update(folder: Path, language: str) -> Update:
    """Write `locale/LANGUAGE.po` of a story folder; the language as `game.story.translating.languages` spells it.

    Raises OwnLanguage for the story's own language, and StoryProblems when the story's own files have errors, or when
    the catalogue that is there cannot be read in full: then nothing is written. One that would not change is not
    touched.
    """
    build = _build(folder)
    story = build.story
    if language == tag(str(story.language)):
        raise OwnLanguage(language)
    file = folder / "locale" / f"{language}.po"
    old = _known(file, folder)
    units = [unit for unit in build.texts.units if unit.source and unit.derive is None]
    entries = merged(units, Notes(story), in_present_contexts(_by_key(old), build.renames.table))
    header = _header(old, str(story.id), f"{story.id} {story.version}", language)
    # A file that is all comments has them above its header.
    last = old.last_words() if old and (old.entries or old.header) else ""
    _write(file, _text(header, entries) + (last and f"\n{last}"))
    return _counted(file, entries, refused(build, CatalogueFile(language, file, f"locale/{file.name}")))


def _counted(file: Path, entries: list[polib.POEntry], faults: Mapping[tuple[str, str], Collection[str]]) -> Update:
    """What there is to do; each text is counted once."""
    current = [entry for entry in entries if not entry.obsolete]
    wrong = [faults.get((entry.msgctxt or "", entry.msgid), ()) for entry in current]
    missing = [not entry.msgstr or "S511" in codes for entry, codes in zip(current, wrong, strict=True)]
    return Update(
        file,
        len(current),
        sum(missing),
        sum(entry.fuzzy and not gone for entry, gone in zip(current, missing, strict=True)),
        sum(bool(codes) and not gone for codes, gone in zip(wrong, missing, strict=True)),
        len(entries) - len(current),
    )


def _build(folder: Path) -> Build:
    """The story, compiled. Raises StoryProblems."""
    examined = examine(folder)
    if examined.errors or examined.build is None:
        raise StoryProblems(examined.errors or examined.diagnostics, folder)
    return examined.build


def _known(file: Path, folder: Path) -> PoFile | None:
    """The catalogue that is there, None for none. Raises StoryProblems."""
    if not os.path.lexists(file):
        return None
    problems = Problems()
    shown = f"locale/{file.name}"
    if leads_out(folder, file):
        problems.add("S033", Mark(shown, 1, 1))
        raise StoryProblems(problems.sorted(), folder)
    po = read_po(file, shown, problems)
    if po is None or problems.broken(shown):
        raise StoryProblems(problems.sorted(), folder)
    return po


def _by_key(old: PoFile | None) -> dict[tuple[str, str], polib.POEntry]:
    """The entries by owner and source; no two have the same."""
    entries = old.entries if old else ()
    return {(NO_OWNER if entry.msgctxt is None else entry.msgctxt, entry.msgid): entry for entry in entries}


def _header(old: PoFile | None, story: str, project: str, language: str) -> polib.POEntry:
    """The header, and above it what stood there."""
    known = old.header if old else None
    said = complete(fields(known), project, language)
    header = polib.POEntry(
        msgstr="".join(f"{name}: {value}\n" for name, value in said.items()),
        tcomment=(old.comment if old else "") or f"{story}: {language}",
    )
    if known is not None:
        header.tcomment = "\n".join(filter(None, (header.tcomment, known.tcomment)))
        header.comment, header.flags = known.comment, list(known.flags)
    return header


def _text(header: polib.POEntry, entries: list[polib.POEntry]) -> str:
    """The whole file: obsolete entries last."""
    ordered = [header, *(one for one in entries if not one.obsolete), *(one for one in entries if one.obsolete)]
    return "\n".join(entry.__unicode__(WIDTH) for entry in ordered).strip("\n") + "\n"


def _write(file: Path, text: str) -> None:
    """Replace a file's text, unless it says so already."""
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        write_whole(file, text.encode(), shared=True)
