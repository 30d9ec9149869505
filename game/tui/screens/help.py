"""Help made from the table of actions: what can be done on the screen one came from, and everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len

from game.actions import ACTIONS, BY_ID, EVERYWHERE, keys_of, keys_on, keys_shown
from game.tui.page.lines import BLANK, BOLD, Line, Run, indent, wrap
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.tui.view_screens import ViewScreen
from game.tui.widgets.line_view import LineView
from game.tui.widgets.pages import Reading
from game.wording import phrase

NAMES = {
    "play": phrase("On a page"), "title": phrase("On the title"), "codex": phrase("In the codex"),
    "sessions": phrase("In the list of sessions"), "history": phrase("On the way so far"),
    "settings": phrase("In the settings"),
    "ways": phrase("In the tree of ways"), "look": phrase("While looking at a way"),
    "replay": phrase("While watching a session"), "reading": phrase("While reading"), "fault": phrase("Here"),
    "confirm": phrase("Here"), "proof": phrase("In a proof"), "finding": phrase("On a finding"),
    EVERYWHERE: phrase("Everywhere"),
}  # fmt: skip


class Keys(Reading):
    """A list of keys, under the heading."""

    def left(self) -> int:
        """It begins where the rows begin."""
        return self.margin


class Help(ViewScreen):
    """The keys of a screen and what they do."""

    screen_name = "help"

    def __init__(self, context: PlayContext, about: str) -> None:
        super().__init__(context)
        self.about = about
        self.reading = Keys(self._lines, widest=96, id="help")

    @property
    def body(self) -> LineView:
        """The list of actions."""
        return self.reading

    def retell(self) -> None:
        """Everything in the present language."""
        self.head.say(self.context.words("Help"))
        self.reading.reflow()

    def _lines(self, width: int) -> list[Line]:
        words = self.context.words
        lines: list[Line] = []
        keys = keys_on(self.about, self.context.keymap)
        for name in (self.about, EVERYWHERE):
            lines += [(Run(words(NAMES.get(name, NAMES["fault"])), "heading", BOLD),), BLANK]
            here = {action: found for action, found in keys.items() if found and name in BY_ID[action].screens}
            lines += action_lines(here, self.context, width)
            lines.append(BLANK)
        lines += wrap(
            [Run(words("The mouse works too: click a choice, a word of the codex, a line of a list."), "quiet")], width
        )
        return lines


def action_lines(keys: Mapping[str, Sequence[str]], context: PlayContext, width: int) -> list[Line]:
    """Actions, each with its keys in a column at the left and what it does at the right (below, where it is narrow)."""
    words = context.words
    wide = _keys_width(context)
    lines: list[Line] = []
    for name, found in keys.items():
        shown = safe(keys_shown(found, words))
        text = [Run(words(BY_ID[name].title), "ink", BOLD), Run("  " + words(BY_ID[name].help), "quiet")]
        if width >= 60:
            first = (Run(shown + " " * max(1, wide - cell_len(shown)), "accent"),)
            lines += indent(wrap(text, width - wide), first, (Run(" " * wide),))
        else:
            lines += [*wrap([Run(shown, "accent")], width), *indent(wrap(text, width - 2), (Run("  "),))]
    return lines


def _keys_width(context: PlayContext) -> int:
    """The cells that the column of keys takes, the same in every list."""
    shown = (keys_shown(keys_of(action, context.keymap), context.words) for action in ACTIONS)
    return min(max(map(cell_len, shown)), 22) + 3
