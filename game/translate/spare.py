"""Translations that no text of the story has any more, until a reworded or a moved text takes one over."""

from __future__ import annotations

import difflib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from itertools import islice

import polib

from game.story.prose.texts import Unit

LIKE, LIKE_ALONE = 0.55, 0.3
"""How alike two texts of one owner must be for the one to count as the other reworded (0 to 1), when there are several
that it could have been and when there is one."""
COMPARED = 20
"""With how many texts of its owner, the first that are left, a new one is compared: texts that follow each other are
most often reworded in that order, and the work stays in proportion."""

Key = tuple[str, str]
"""Owner and source of a text: msgctxt and msgid."""


class Spare:
    """Entries by key, in order, each to be taken once."""

    def __init__(self, entries: Mapping[Key, polib.POEntry]) -> None:
        self._left: dict[Key, polib.POEntry] = {}
        self._by_owner: dict[str, OrderedDict[Key, None]] = {}
        self._by_text: dict[str, OrderedDict[Key, None]] = {}
        for key, entry in entries.items():
            self.leave(key, entry)

    def leave(self, key: Key, entry: polib.POEntry) -> None:
        """Put an entry with the others."""
        self._left[key] = entry
        if is_translated(entry):
            self._by_owner.setdefault(key[0], OrderedDict())[key] = None
            self._by_text.setdefault(key[1], OrderedDict())[key] = None

    def pop(self, key: Key) -> polib.POEntry | None:
        """The entry of a text itself."""
        entry = self._left.pop(key, None)
        if entry is not None and is_translated(entry):
            del self._by_owner[key[0]][key], self._by_text[key[1]][key]
        return entry

    def take(self, unit: Unit) -> polib.POEntry | None:
        """The entry that a new text most probably had: of the same words elsewhere, or of like ones of its owner."""
        key = next(iter(self._by_text.get(unit.source, ())), None) or self._reworded(unit)
        return None if key is None else self.pop(key)

    def _reworded(self, unit: Unit) -> Key | None:
        others = list(islice(self._by_owner.get(unit.owner, ()), COMPARED))
        best, found = LIKE if len(others) > 1 else LIKE_ALONE, None
        matcher = difflib.SequenceMatcher(b=unit.source, autojunk=False)
        for key in others:
            matcher.set_seq1(key[1])
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
                best, found = ratio, key
        return found

    def rest(self) -> Iterator[polib.POEntry]:
        """What nobody took and somebody has worked on."""
        return (entry for entry in self._left.values() if is_translated(entry) or entry.tcomment)


def is_translated(entry: polib.POEntry) -> bool:
    """Whether somebody has translated it, be it not for sure."""
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))
