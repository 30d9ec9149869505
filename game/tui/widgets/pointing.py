"""What the mouse does on anything that is drawn as runs: the part under the pointer lights up."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual import events
from textual.widget import Widget

from game.tui.page.lines import Run


def target_in(line: Iterable[Run], x: int) -> str:
    """The target of the run at cell x of a line, or ''."""
    at = 0
    for run in line:
        if at <= x < at + cell_len(run.text):
            return run.target
        at += cell_len(run.text)
    return ""


class Pointing(Widget, inherit_bindings=False):
    """A widget with targets in it; `hovered` is the one under the pointer, or ''."""

    hovered = ""

    def target_at(self, x: int, y: int) -> str:
        """The target under a cell of the view, or ''."""
        raise NotImplementedError

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up what is under the pointer."""
        self._hover(self.target_at(event.x, event.y))

    def on_leave(self, event: events.Leave) -> None:
        """The pointer is elsewhere."""
        self._hover("")

    def _hover(self, target: str) -> None:
        if target != self.hovered:
            self.hovered = target
            self.refresh()
