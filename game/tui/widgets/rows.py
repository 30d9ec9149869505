"""Rows that frame a screen: where we are at the top, which keys do what at the bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from game.actions import BY_ID, Action, here, keys_on, keys_shown
from game.tui.page.columns import margin_for
from game.tui.page.lines import BOLD, PART, Line, Run, shorten, width_of, wrap
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.tui.themes import looks
from game.tui.widgets.pointing import Pointing, target_in

GAP = 3
"""Blanks between the keys at the bottom."""
MOST_NOTICE_LINES = 5
DO = "do:"
"""What the targets of a row begin with; the id of an action follows."""


class Row(Pointing, inherit_bindings=False):
    """A widget of few lines that draws `lines(width)`; it scrolls nowhere and takes no focus.

    A click on a run with a target posts `Asked`.
    """

    class Asked(Message):
        """The words for an action were clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def target_at(self, x: int, y: int) -> str:
        """The target under a cell, or ''."""
        lines = self.lines(self.size.width)
        return target_in(lines[y], x) if 0 <= y < len(lines) else ""

    def on_click(self, event: events.Click) -> None:
        """Ask for what was clicked."""
        target = self.target_at(event.x, event.y)
        if target:
            event.stop()
            self.post_message(self.Asked(target.removeprefix(DO)))

    def lines(self, width: int) -> list[Line]:
        """The lines from the top; missing ones are blank."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The strip for row y."""
        width = self.size.width
        styles = looks(self.app.theme)
        ground = styles.look("ink")
        lines = self.lines(width)
        if y >= len(lines) or not lines[y]:
            return Strip.blank(width, ground)
        segments = [Segment(safe(run.text), styles.look(run.role, run.marks, self._state(run))) for run in lines[y]]
        return Strip(segments).adjust_cell_length(width, ground)

    def _state(self, run: Run) -> str:
        return "hover" if run.target and run.target == self.hovered else ""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return len(self.lines(width))


class Head(Row):
    """The line at the top: a name at the left, where and when at the right, and a rule below where there is room."""

    def __init__(self, name: str = "", note: str = "") -> None:
        super().__init__()
        self.title = name
        self.note = note

    def say(self, title: str, note: str = "") -> None:
        """Put other words there; they are shown safely."""
        if (title, note) != (self.title, self.note):
            self.title, self.note = title, note
            self.refresh()

    def lines(self, width: int) -> list[Line]:
        """Name and note, as much of both as fits."""
        margin = " " * margin_for(width)
        room = max(1, width - 2 * len(margin))
        title, note = safe(self.title), self._short_note(room - cell_len(safe(self.title)) - 3)
        if cell_len(title) + cell_len(note) + 3 > room:
            title = shorten(title, max(room // 3, room - cell_len(note) - 3))
        note = shorten(note, room - cell_len(title) - 3)
        gap = " " * max(0, room - cell_len(title) - cell_len(note))
        return [
            (Run(margin), Run(title, "accent"), Run(gap), Run(note, "quiet")),
            (Run(margin), Run("─" * room, "rule")),
        ]

    def _short_note(self, room: int) -> str:
        """The note, or as many of its parts, from the first on, as stand there whole."""
        note = safe(self.note)
        while cell_len(note) > room and PART in note:
            note = note.rpartition(PART)[0]
        return note


class Foot(Row):
    """The bottom: a notice if there is one, in as many lines as it needs, else the keys; what is below at its end."""

    def __init__(self, screen: str, context: PlayContext) -> None:
        super().__init__()
        self.screen_name = screen
        self.context = context
        self.notice = ""
        self.ending = ""
        self._ending_does = ""

    def say(self, notice: str) -> None:
        """Show a notice in place of the keys, or the keys again."""
        self.notice = safe(notice)
        self.refresh(layout=True)

    def end_with(self, ending: str, action: str = "") -> None:
        """Words at the right end; a click on them asks for the action."""
        if ending != self.ending:
            self.ending = ending
            self.refresh()
        self._ending_does = DO + action if action else ""

    def lines(self, width: int) -> list[Line]:
        """One line, or a notice of a few."""
        margin = margin_for(width)
        ending = safe(self.ending)
        room = width - 2 * margin - (cell_len(ending) + 2 if ending else 0)
        if self.notice:
            *above, line = self._told(room)
        else:
            above, line = [], keys_line(self.screen_name, room, self.context)
        if width_of(line) > room:
            line = ()
        gap = " " * max(0, width - 2 * margin - width_of(line) - cell_len(ending))
        left, right = Run(" " * margin), Run(ending, "quiet", 0, self._ending_does)
        return [*((left, *told) for told in above), (left, *line, Run(gap), right)]

    def _told(self, room: int) -> list[Line]:
        """The notice, wrapped; cut only where it would take the page's place."""
        lines = wrap([Run(self.notice, "accent")], max(1, room))
        if len(lines) <= MOST_NOTICE_LINES:
            return lines
        last = "".join(run.text for run in lines[MOST_NOTICE_LINES - 1])
        return [*lines[: MOST_NOTICE_LINES - 1], (Run(shorten(last + " …", room), "accent"),)]


def keys_line(screen: str, room: int, context: PlayContext) -> Line:
    """As many keys of a screen as fit, whole; help always."""
    keys = keys_on(screen, context.keymap)
    parts = [_footed(action, keys, context) for action in here(screen) if _is_footed(action, screen)]
    help_part = _footed(BY_ID["help"], keys, context)
    line: list[Run] = []
    left = room - width_of(help_part)
    for part in parts:
        if width_of(line) + width_of(part) + GAP <= left:
            line += [*part, Run(" " * GAP)]
    return (*line, *help_part)


def _is_footed(action: Action, screen: str) -> bool:
    return bool(action.foot) and action.id != "help" and screen in (action.footed or (screen,))


def _footed(action: Action, keys: Mapping[str, Sequence[str]], context: PlayContext) -> Line:
    """An action as it stands at the bottom: its first key and a word; both can be clicked."""
    parts = (_key_run(keys[action.id], context), Run(" " + safe(context.words(action.foot)), "quiet"))
    return tuple(run._replace(target=DO + action.id) for run in parts)


def key_run(action: Action, screen: str, context: PlayContext) -> Run:
    """The first key of an action on a screen, as it is drawn."""
    return _key_run(keys_on(screen, context.keymap)[action.id], context)


def _key_run(keys: Sequence[str], context: PlayContext) -> Run:
    return Run(safe(keys_shown(keys, context.words, 1)), "label", BOLD)
