"""The table of a story's texts: each unit once, with its owner, so that every language fills the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from game.engine.program import SHARED, Text
from game.story.places.marks import Mark
from game.story.places.source import Sourced
from game.story.prose.setting import NOTHING, Uses

Lookup = Callable[[int], Text]
Derived = Callable[[Lookup, str], Text]
"""Makes a text out of earlier texts of the table in the same language: (text by number, language) -> text."""


RAW = ("art", "typed")
"""The styles of texts that are taken as they are: in them no sign means anything."""


class Unit(NamedTuple):
    """A text of the table.

    `owner` is the id that owns it (a catalogue's msgctxt) and `source` what the author wrote (its msgid). `style`:
    'prose' may link, 'verse' keeps its lines as well, 'caption' may vary but not link, 'plain' never varies, 'art' is
    taken as it is, 'typed' too, which stands for words of the player, and 'derived' is made by the program out of other
    texts. `scene` counts the text's sequences; `offset` says where in the author's string the text begins. `formerly`
    names owners under which a catalogue may have the text still.
    """

    owner: str
    source: str
    style: str
    scene: str
    where: Sourced | Mark
    text: Text
    uses: Uses = NOTHING
    offset: int = 0
    derive: Derived | None = None
    formerly: Sequence[str] = ()

    @property
    def mark(self) -> Mark:
        """Where the unit was written first."""
        return self.where.mark_at(self.offset) if isinstance(self.where, Sourced) else self.where


class Texts:
    """The table under construction. Equal texts of one owner share a number."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self._numbers: dict[tuple[str, str, str, str], int] = {}
        self._equal: dict[tuple[str, str, str, Text], int] = {}

    def find(self, owner: str, source: str, style: str, scene: str = "") -> int:
        """The number of a text that is in the table already, or -1."""
        return self._numbers.get((owner, source, style, scene), -1)

    def add(self, unit: Unit) -> int:
        """Put a text in the table, or find it there; its number. What several scenes have is one text as long as
        nothing of it depends on the scene.
        """
        key = (unit.owner, unit.source, unit.style, unit.scene)
        known = self._numbers.get(key)
        if known is None:
            known = len(self.units)
            if unit.owner.startswith(SHARED):
                known = self._equal.setdefault((unit.owner, unit.source, unit.style, unit.text), known)
            self._numbers[key] = known
            if known == len(self.units):
                self.units.append(unit)
        return known

    def also_under(self, number: int, owners: Sequence[str]) -> None:
        """Let catalogues have a text under other owners too, the whole list of them."""
        self.units[number] = self.units[number]._replace(formerly=owners)

    def derive(self, owner: str, key: str, make: Derived, language: str) -> int:
        """Put a text in the table that is made out of others; `key` tells it from the owner's other such texts."""
        known = self.find(owner, key, "derived")
        if known >= 0:
            return known
        text = make(lambda number: self.units[number].text, language)
        return self.add(Unit(owner, key, "derived", "", Mark("", 1, 1), text, derive=make))

    def owners(self) -> tuple[str, ...]:
        """The owner of each text."""
        return tuple(unit.owner for unit in self.units)
