"""The widget that everything is drawn with: a scrolling view of lines, with a mark on the parts that do something."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from game.tui.page.lines import Line, Run
from game.tui.page.prose import safe
from game.tui.themes import Looks, looks
from game.tui.widgets.pointing import Pointing, target_in

_PAST_QUIET = frozenset(("quiet", "rule", "dim", "mark", "chosen"))
POINTER = "›"


class LineView(Pointing, ScrollView, can_focus=True, inherit_bindings=False):
    """Shows `line(y)` for the lines in view. Subclasses say how many lines there are and what is on them.

    A run with a target can be marked (`cursor`), clicked, and taken with Enter: the view then posts `Taken`.
    """

    ALLOW_SELECT = False

    class Taken(Message):
        """Something in the view was clicked or entered."""

        def __init__(self, view: LineView, target: str) -> None:
            super().__init__()
            self.view = view
            self.target = target

        @property
        def control(self) -> LineView:
            """The view it was in."""
            return self.view

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.cursor = ""
        self._is_broken_anew = False

    # -- what subclasses say

    def line(self, y: int) -> Line:
        """The runs of line y."""
        raise NotImplementedError

    def line_count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def left(self) -> int:
        """The blank cells before each line."""
        return 0

    def is_past(self, y: int) -> bool:
        """Whether line y is drawn in the colour of what is over."""
        return False

    def reflow(self) -> None:
        """The width changed: make the lines anew."""

    # -- drawing

    def resized(self) -> None:
        """Tell the scroll bar how long it is, and draw again."""
        self.virtual_size = Size(max(1, self.size.width), self.line_count())
        self.refresh()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Break the lines anew for the new width: here, since Textual tells of it only once the view has been drawn."""
        before = self._size
        updated = super()._size_updated(size, virtual_size, container_size, layout)
        if self._size != before:
            self.reflow()
            self._is_broken_anew = True
        return updated

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew in a view that is shown again, in the width that it had."""
        if not self._is_broken_anew:
            self.reflow()
        self._is_broken_anew = False

    def render_line(self, y: int) -> Strip:
        """The strip for row y of the view."""
        y += self.scroll_offset.y
        width = self.size.width
        styles = looks(self.app.theme)
        ground = styles.look("ink")
        line = self.line(y)
        if not line:
            return Strip.blank(width, ground)
        past = self.is_past(y)
        segments = [Segment(" " * self.left(), ground)]
        segments += [self._segment(run, past, styles) for run in line]
        return Strip(segments).adjust_cell_length(width, ground)

    def _segment(self, run: Run, past: bool, styles: Looks) -> Segment:
        text, role, marks, target = safe(run.text), run.role, run.marks, run.target
        if target:
            if target == self.cursor and self.shows_cursor:
                if role == "pointer":
                    text = POINTER + text[1:]
                return Segment(text, styles.look(role, marks, "cursor"))
            if target == self.hovered:
                return Segment(text, styles.look(role, marks, "hover" if text.strip() else ""))
        if past:
            role = "past-quiet" if role in _PAST_QUIET else "past"
        return Segment(text, styles.look(role, marks))

    @property
    def shows_cursor(self) -> bool:
        """Whether the marked target is drawn as marked."""
        return self.has_focus

    # -- mouse

    def target_at(self, x: int, y: int) -> str:
        """The target under a cell of the view, or ''."""
        y += self.scroll_offset.y
        return target_in(self.line(y), x - self.left()) if 0 <= y < self.line_count() else ""

    def on_click(self, event: events.Click) -> None:
        """Take what was clicked."""
        target = self.target_at(event.x, event.y)
        if target:
            event.stop()
            self.cursor = target
            self.refresh()
            self.post_message(self.Taken(self, target))

    # -- keys

    def let_go(self) -> bool:
        """Take away a mark that was put on something to be looked up; whether there was one."""
        return False

    def take(self) -> None:
        """Take what is marked."""
        if self.cursor:
            self.post_message(self.Taken(self, self.cursor))

    def go(self, y: float) -> None:
        """Scroll so that line y is the first in view."""
        self.scroll_to(y=y, animate=False, force=True)

    def turn_down(self) -> None:
        """One view down, two lines of it kept."""
        self.go(self.scroll_offset.y + max(1, self.size.height - 2))

    def turn_up(self) -> None:
        """One view up."""
        self.go(self.scroll_offset.y - max(1, self.size.height - 2))

    def to_top(self) -> None:
        """To the first line."""
        self.go(0)

    def to_end(self) -> None:
        """To the last line."""
        self.go(self.line_count())

    def in_view(self, first: int, last: int) -> bool:
        """Whether the lines first..last can be seen, whole or as much of them as fits."""
        top, rows = self.scroll_offset.y, self.size.height
        return top <= first and last < top + max(rows, last - first + 1)

    def show_lines(self, first: int, last: int) -> None:
        """Scroll as little as brings the lines first..last into view."""
        top, rows = self.scroll_offset.y, self.size.height
        if first < top:
            self.go(first)
        elif last >= top + rows:
            self.go(min(first, last - rows + 1))
