"""Rows that frame a screen: where we are at the top, which keys do what at the bottom."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from game.actions import BY_ID, Action, here, keys_shown
from game.tui.lines import BOLD, Line, Run, shorten, width_of, wrap
from game.tui.prose import safe
from game.tui.seat import Seat
from game.tui.themes import looks
from game.wording import Words

GAP = 3
"""Blanks between the keys at the bottom."""
MOST_NOTICE_LINES = 5


class Row(Widget):
    """A widget of few lines that draws `lines(width)`; it scrolls nowhere and takes no focus."""

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
        segments = [Segment(safe(run.text), styles.look(run.role, run.marks)) for run in lines[y]]
        return Strip(segments).adjust_cell_length(width, ground)

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
        title, note = safe(self.title), safe(self.note)
        if cell_len(title) + cell_len(note) + 3 > room:
            title = shorten(title, max(room // 3, room - cell_len(note) - 3))
        note = shorten(note, room - cell_len(title) - 3)
        gap = " " * max(0, room - cell_len(title) - cell_len(note))
        return [
            (Run(margin), Run(title, "accent"), Run(gap), Run(note, "quiet")),
            (Run(margin), Run("─" * room, "rule")),
        ]


class Foot(Row):
    """The bottom: a notice if there is one, in as many lines as it needs, else the keys; what is below at its end."""

    def __init__(self, room: str, seat: Seat) -> None:
        super().__init__()
        self.room = room
        self.seat = seat
        self.notice = ""
        self.ending = ""

    def say(self, notice: str) -> None:
        """Show a notice in place of the keys, or the keys again."""
        self.notice = safe(notice)
        self.refresh(layout=True)

    def end_with(self, ending: str) -> None:
        """Words at the right end."""
        if ending != self.ending:
            self.ending = ending
            self.refresh()

    def lines(self, width: int) -> list[Line]:
        """One line, or a notice of a few."""
        margin = margin_for(width)
        ending = safe(self.ending)
        room = width - 2 * margin - (cell_len(ending) + 2 if ending else 0)
        if self.notice:
            *above, line = self._told(room)
        else:
            above, line = [], keys_line(self.room, room, self.seat.keymap, self.seat.words)
        if width_of(line) > room:
            line = ()
        gap = " " * max(0, width - 2 * margin - width_of(line) - cell_len(ending))
        left = Run(" " * margin)
        return [*((left, *told) for told in above), (left, *line, Run(gap), Run(ending, "quiet"))]

    def _told(self, room: int) -> list[Line]:
        """The notice, wrapped; cut only where it would take the page's place."""
        lines = wrap([Run(self.notice, "accent")], max(1, room))
        if len(lines) <= MOST_NOTICE_LINES:
            return lines
        last = "".join(run.text for run in lines[MOST_NOTICE_LINES - 1])
        return [*lines[: MOST_NOTICE_LINES - 1], (Run(shorten(last + " …", room), "accent"),)]


def keys_line(room_name: str, room: int, keymap: Mapping[str, str], words: Words) -> Line:
    """As many keys of a screen as fit, whole; help always."""
    parts = [_key(action, keymap, words) for action in here(room_name) if _is_footed(action, room_name)]
    help_part = _key(BY_ID["help"], keymap, words)
    line: list[Run] = []
    left = room - width_of(help_part)
    for part in parts:
        if width_of(line) + width_of(part) + GAP <= left:
            line += [*part, Run(" " * GAP)]
    return (*line, *help_part)


def _is_footed(action: Action, room: str) -> bool:
    return bool(action.foot) and action.id != "help" and room in (action.footed or (room,))


def _key(action: Action, keymap: Mapping[str, str], words: Words) -> list[Run]:
    shown = safe(keys_shown(action, keymap, words, 1))
    return [Run(shown, "label", BOLD), Run(" " + safe(words(action.foot)), "quiet")]


def margin_for(width: int) -> int:
    """The blank cells at both ends of a row."""
    return 3 if width >= 50 else 1
