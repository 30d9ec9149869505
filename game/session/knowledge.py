"""What the player knows of the codex: entries that a page or an opened entry spoke of, and entries opened.

Knowledge only grows: going back does not unread a page.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.engine import Block, EntryPage, Machine, State, Text, codex_page, page
from game.engine.code import trail_blocks
from game.engine.markup import links


class Knowledge:
    """`known` holds the ids of entries that can be opened, `opened` those that were."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.known = frozenset(entry.id for entry in machine.entries.values() if entry.open)
        self.opened: frozenset[str] = frozenset()
        self._mentions: dict[tuple[int, tuple[str, ...], str], frozenset[str]] = {}

    def read_page(self, state: State, language: str) -> None:
        """The page at a state was shown. It is built only when its scene can speak of an entry not known yet."""
        if not self._mentioned(state, language) <= self.known:
            self._learn(page(self.machine, state, language).unlocks)

    def open_entry(self, entry: str, state: State, language: str) -> EntryPage | None:
        """The entry was opened at a state; None when the player does not know of it."""
        if entry not in self.known:
            return None
        shown = codex_page(self.machine, state, entry, language)
        self.opened |= {entry}
        self._learn(shown.unlocks)
        return shown

    def _learn(self, entries: tuple[str, ...]) -> None:
        self.known |= self.machine.entries.keys() & set(entries)

    def _mentioned(self, state: State, language: str) -> frozenset[str]:
        """All entries that any form of a page's text links to."""
        found = self._mentions.get((state.scene, state.trail, language))
        if found is None:
            program = self.machine.program
            read = self.machine.bare(state.scene)
            blocks = read.blocks + (program.endings[read.ending].blocks if read.ending >= 0 else ())
            blocks += tuple(block for _, run in trail_blocks(self.machine, state.trail) for block in run)
            texts = program.texts[language]
            words = "".join(word for index in _text_indices(blocks) for word in _strings(texts[index]))
            mentioned = frozenset(links(words)) & self.machine.entries.keys()
            found = self._mentions[state.scene, state.trail, language] = mentioned
        return found


def _text_indices(blocks: tuple[Block, ...]) -> Iterator[int]:
    """The texts of all blocks, whatever they depend on."""
    for block in blocks:
        if block[0] == "if":
            yield from _text_indices(block[2] + block[3])
        elif block[0] not in ("rule", "picture"):
            yield block[1]


def _strings(text: Text) -> Iterator[str]:
    """Every string in a text, whatever it depends on, in order."""
    if isinstance(text, str):
        yield text
    elif isinstance(text, tuple):
        for piece in text:
            yield from _strings(piece)
