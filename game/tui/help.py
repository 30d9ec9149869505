"""Help made from the table of actions: what can be done on the screen one came from, and everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType

from game.actions import ACTIONS, EVERYWHERE, Action, keys_shown
from game.tui.lines import BLANK, BOLD, Line, Run, indent, wrap
from game.tui.pages import Reading
from game.tui.prose import safe
from game.tui.room import Room, bindings
from game.tui.rows import Head
from game.tui.seat import Seat
from game.tui.sheet import Sheet
from game.wording import phrase

NAMES = {
    "play": phrase("On a page"), "title": phrase("On the title"), "codex": phrase("In the codex"),
    "sessions": phrase("In the list of sessions"), "history": phrase("On the way so far"),
    "settings": phrase("In the settings"),
    "replay": phrase("While watching a session"), "reading": phrase("While reading"), "fault": phrase("Here"),
    "confirm": phrase("Here"), "proof": phrase("In a proof"), "finding": phrase("On a finding"),
    EVERYWHERE: phrase("Everywhere"),
}  # fmt: skip


class Keys(Reading):
    """A list of keys, under the heading."""

    def left(self) -> int:
        """It begins where the rows begin."""
        return self.margin


class Help(Room):
    """The keys of a screen and what they do."""

    room = "help"
    BINDINGS: ClassVar[list[BindingType]] = bindings("help")

    def __init__(self, seat: Seat, about: str) -> None:
        super().__init__(seat)
        self.about = about
        self.head = Head()
        self.sheet = Keys(self._lines, widest=96, id="help")

    @property
    def body(self) -> Sheet:
        """The list of actions."""
        return self.sheet

    def compose(self) -> ComposeResult:
        """Heading, list, keys."""
        yield self.head
        yield self.sheet
        yield self.foot

    def on_mount(self) -> None:
        """Say what it is."""
        super().on_mount()
        self.head.say(self.seat.words("Help"))

    def retell(self) -> None:
        """Everything in the present language."""
        self.head.say(self.seat.words("Help"))
        self.sheet.reflow()

    def _lines(self, width: int) -> list[Line]:
        words = self.seat.words
        lines: list[Line] = []
        wide = keys_width(ACTIONS, self.seat)
        for name in (self.about, EVERYWHERE):
            lines += [(Run(words(NAMES.get(name, NAMES["fault"])), "heading", BOLD),), BLANK]
            lines += action_lines([action for action in ACTIONS if name in action.screens], self.seat, width, wide)
            lines.append(BLANK)
        lines += wrap(
            [Run(words("The mouse works too: click a choice, a word of the codex, a line of a list."), "quiet")], width
        )
        return lines


def keys_width(actions: Iterable[Action], seat: Seat) -> int:
    """The cells that a column of the keys of these actions takes."""
    return min(max((cell_len(keys_shown(action, seat.keymap, seat.words)) for action in actions), default=0), 22) + 3


def action_lines(actions: list[Action], seat: Seat, width: int, wide: int) -> list[Line]:
    """Actions with their keys in a column at the left and what they do at the right (below, where it is narrow)."""
    words = seat.words
    keys = {action.id: safe(keys_shown(action, seat.keymap, words)) for action in actions}
    lines: list[Line] = []
    for action in actions:
        text = [Run(words(action.title), "ink", BOLD), Run("  " + words(action.help), "quiet")]
        if width >= 60:
            first = (Run(keys[action.id] + " " * max(1, wide - cell_len(keys[action.id])), "accent"),)
            lines += indent(wrap(text, width - wide), first, (Run(" " * wide),))
        else:
            lines += [*wrap([Run(keys[action.id], "accent")], width), *indent(wrap(text, width - 2), (Run("  "),))]
    return lines
