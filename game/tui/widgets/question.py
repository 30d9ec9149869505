"""A line under the page for words that the player types: what is asked, and the field."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Vertical
from textual.widget import Widget

from game.engine import Option, Typed
from game.engine.typed import fitting
from game.tui.page.lines import Line, Run, wrap
from game.tui.page.page_lines import caption
from game.tui.page.prose import runs, safe
from game.tui.play_context import PlayContext
from game.tui.widgets.field import Field
from game.tui.widgets.rows import Row
from game.tui.widgets.transcript import Transcript


class Words(Field):
    """The field: nothing stands in it that would not be kept, and never more than there is room for."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(id="words")
        self.max_length = 0  # what is too long is cut, not refused

    def validate_value(self, value: str) -> str:
        """What is kept of what was typed or pasted."""
        return fitting(value, self.most)


class Asked(Row):
    """What is asked, under a rule, in the column of the text."""

    def __init__(self, transcript: Transcript, words: list[Run]) -> None:
        super().__init__()
        self.transcript, self.words = transcript, words

    def lines(self, width: int) -> list[Line]:
        """The rule, then the words."""
        column = min(self.transcript.column, width)
        left = Run(" " * self.transcript.left())
        return [(left, *line) for line in ((Run("─" * column, "rule"),), *wrap(self.words, column))]


class Question(Vertical):
    """What a choice asks for. Enter submits its field; whoever opened it puts it away."""

    def __init__(self, context: PlayContext, transcript: Transcript, option: Option, variable: Typed) -> None:
        super().__init__()
        self.transcript = transcript
        self.option = option
        self.start = safe(context.text(variable.start))
        self.asked = Asked(transcript, runs(option.prompt or caption(option, context.words), "accent", links=False))
        self.field = Words(variable.cells)

    def compose(self) -> Iterator[Widget]:
        """From the top."""
        yield self.asked
        yield self.field

    def on_mount(self) -> None:
        """The field has the keys."""
        self._align()
        self.field.open(self.start)

    def on_resize(self) -> None:
        """The field stands in the column of the text too."""
        self.call_after_refresh(self._align)

    def _align(self) -> None:
        self.field.styles.margin = (0, 1, 0, self.transcript.left())
