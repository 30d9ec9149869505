"""The list of codex entries: by category, what is new marked with a word, what is locked counted and not named."""

from __future__ import annotations

import unicodedata

from game.engine import Entry, entry_title
from game.tui.page.lines import BLANK, BOLD, Line, Run, indent, wrap
from game.tui.page.prose import CODEX, safe, simple
from game.tui.play_context import PlayContext
from game.tui.widgets.pages import Menu, entry_lines


def folded(text: str) -> str:
    """A text without case and accents, for searching: 'Kōji' is found by 'koji'."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))


def matches(context: PlayContext, entry: Entry, sought: str) -> bool:
    """Whether an entry's title, other names or term hold all the words that are sought."""
    names = [entry_title(context.machine, entry.id, context.story), *entry.aliases, *(value for _, value in entry.term)]
    text = folded(" ".join(names))
    return all(word in text for word in folded(sought).split())


class Shelf(Menu):
    """The entries that are known, under their categories."""

    def __init__(self, context: PlayContext) -> None:
        super().__init__(self._all, widest=60, id="shelf")
        self.context = context
        self.sought = ""

    def narrow(self, sought: str) -> None:
        """Show only entries that fit the words."""
        self.sought = sought
        self.reflow()
        if self.cursor:
            self.mark(self.cursor)

    def hides(self, entry: str) -> bool:
        """Whether an entry that is known does not fit what is sought."""
        return not matches(self.context, self.context.machine.entries[entry], self.sought)

    @property
    def shows_cursor(self) -> bool:
        """The mark stays while one reads or types."""
        return True

    def initial_target(self) -> str:
        """The first that is new, else the first."""
        fresh = self.context.fresh
        new = (target for target in self.targets() if target.removeprefix(CODEX) in fresh)
        return next(new, self.first_target())

    def _all(self, width: int) -> list[Line]:
        context, words = self.context, self.context.words
        known, fresh = context.known, context.fresh
        lines: list[Line] = []
        for category, title in context.machine.program.categories:
            of_it = [entry for entry in context.machine.entries.values() if entry.category == category]
            shown = [entry for entry in of_it if entry.id in known and matches(context, entry, self.sought)]
            hidden = sum(entry.id not in known for entry in of_it)
            if not shown and (self.sought or not hidden):
                continue
            lines += wrap([Run(simple(context.text(title)) or safe(category), "heading", BOLD)], width)
            for entry in shown:
                lines += self._entry(entry, entry.id in fresh, width)
            if hidden and not self.sought:
                said = words.n("{n} not met yet", "{n} not met yet", hidden)
                lines += indent(wrap([Run(said, "quiet")], width - 2), (Run("  "),))
            lines.append(BLANK)
        return lines or wrap([Run(words("Nothing found."), "quiet")], width)

    def _entry(self, entry: Entry, fresh: bool, width: int) -> list[Line]:
        title = safe(entry_title(self.context.machine, entry.id, self.context.story))
        note = Run(self.context.words("new") if fresh else "", "fresh")
        return entry_lines(title, note, width, CODEX + entry.id)
