"""The transcript: every page read, the present one bright with its choices; only what is in view is ever drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from game.engine import Option, Page, PictureView
from game.engine.markup import unlinked
from game.tui.page.book import Book
from game.tui.page.columns import Columns, columns
from game.tui.page.lines import BLANK, Line
from game.tui.page.page_lines import chosen_lines, option_lines, page_lines
from game.tui.page.places import Place, find, place
from game.tui.page.prose import LINKS
from game.tui.widgets.line_view import LineView
from game.wording import Words


class Source(Protocol):
    """Where the pages come from: a session being played, or one that is watched."""

    @property
    def words(self) -> Words:
        """The interface's words."""

    @property
    def width(self) -> int:
        """The player's text width."""

    def count(self) -> int:
        """How many pages were read, the present one included."""

    def page(self, index: int) -> Page:
        """A page."""

    def chapter_before(self, index: int) -> str:
        """The id of the chapter that was open before a page, or ''."""

    def picture(self, index: int, picture: str) -> PictureView:
        """A picture as it looked on a page."""

    def chosen(self, index: int) -> str:
        """The id of the choice that left a page."""

    def said(self, index: int) -> str:
        """What the player typed for that choice, or ''."""

    def options(self) -> Sequence[Option]:
        """What is offered under the present page."""

    def marked(self) -> str:
        """The target that is marked as a page is shown, or '' for its first choice."""

    def tail(self, width: int) -> list[Line]:
        """Lines under the choices, such as what an ending leaves to do."""


MOST_STAYED = 40
"""So many pages of staying in a scene may stand in view at most."""


class Transcript(LineView):
    """Pages of a `Source` in a column of at most the player's width, the choices under the last.

    `beside` says that there may be a state to show at the side: the column then leaves room for it.
    """

    def __init__(self, source: Source, *, beside: bool) -> None:
        super().__init__(id="transcript")
        self.source = source
        self.beside = beside
        self._book = Book(self._leaf, 0)
        self._options: list[Line] = []
        self._column = 0
        self._carried = 0
        self._entered = 0
        self._settling = False
        self._at_present = True
        self._seen_size = self.size
        self._seen_y = self._aim = 0
        self._place: tuple[int, Place | None] | None = None
        self._choice = ""

    # -- making lines

    @property
    def _columns(self) -> Columns:
        return columns(self.app.size.width, self.source.width, beside=self.beside)

    @property
    def column(self) -> int:
        """The width of the text."""
        return self._columns.text

    def left(self) -> int:
        """The blank cells before the column."""
        return self._columns.left

    def _leaf(self, index: int) -> list[Line]:
        source, width = self.source, self._column
        if index and self._chosen(index - 1) is None:
            return [BLANK]  # an earlier edition waited where this one has run on: the page above is this one
        page = source.page(index)
        if index < source.count() - 1:  # what was offered there is past
            page = page._replace(blocks=tuple([block._replace(text=unlinked(block.text)) for block in page.blocks]))
        before = source.page(index - 1) if index else None
        chapter = source.chapter_before(index)
        lines = page_lines(page, before, chapter, width, source.words, lambda name: source.picture(index, name))
        if index < source.count() - 1:
            lines += self._chosen_lines(index)
        return lines

    def _chosen_lines(self, index: int) -> list[Line]:
        return chosen_lines(self._chosen(index), self.source.said(index), self._column, self.source.words)

    def _chosen(self, index: int) -> Option | None:
        """The option that was taken on a page."""
        taken = self.source.chosen(index)
        return next((option for option in self.source.page(index).options if option.id == taken), None)

    def line_count(self) -> int:
        """All lines, and blank ones after them so that the last page can stand at the top."""
        return max(self._book.height + len(self._options), self.page_top() + self.size.height)

    def line(self, y: int) -> Line:
        """A line of a page or of the choices."""
        height = self._book.height
        if y < height:
            return self._book.line(y)
        return self._options[y - height] if y - height < len(self._options) else BLANK

    def is_past(self, y: int) -> bool:
        """Pages before the present one are dimmed."""
        return y < self._book.top(max(0, len(self._book) - 1))

    def page_top(self) -> int:
        """Where the view stands when the present page begins. Who stayed in a scene keeps as much as there is room for
        of what was read since it was entered.
        """
        last = len(self._book) - 1
        top = max(0, self._book.top(last) - self._carried) if last > 0 else 0
        if self._entered >= last:
            return top
        return min(top, max(self._book.top(self._entered), self._end()))

    # -- what happened

    def refill(self) -> None:
        """Everything may read differently: another session, width or language. View and mark keep their place."""
        kept = self._reading()
        marks = (self.cursor, self._choice) if len(self._book) == self.source.count() else ("", "")
        self._column = self.column
        self._book = Book(self._leaf, self.source.count())
        self._present()
        self._keep_marks(*marks)
        self._seen_size = self.size
        if self._at_present or kept is None or kept[0] >= len(self._book):
            self.to_present()
        else:
            at, spot = kept
            self._land(self._book.top(at) + (find(self._page_lines(at), spot) if spot else 0))
            self._place = kept

    def _page_lines(self, index: int) -> list[Line]:
        """A page with what is offered under it."""
        last = index == len(self._book) - 1
        return self._book.page(index) + (self._options if last else [])

    def _reading(self) -> tuple[int, Place | None] | None:
        """The page and the place on it at the top of the view: where the reader last went, not where it was put."""
        if self._place is None and len(self._book):
            at, rest = self._book.find(self._seen_y)
            self._place = at, place(self._page_lines(at), rest)
        return self._place

    def _keep_marks(self, cursor: str, choice: str) -> None:
        """Mark again what was marked, where it is still there."""
        if choice in self.choices():
            self._choice = self.cursor = choice
        if cursor in (link for link, _ in self.links()):
            self.cursor = cursor

    def turned(self) -> None:
        """The source has gone on by one page, or back by some: show the present page from its beginning."""
        count = self.source.count()
        if count < len(self._book):
            self._book.cut(count)
            self._book.forget(count - 1)
        while len(self._book) < count:
            if len(self._book):
                self._book.forget(len(self._book) - 1)
            self._book.append()
        self._present()
        self.to_present()

    def _present(self) -> None:
        """Measure the present page and the one before, and set its choices."""
        last = len(self._book) - 1
        for index in range(max(0, last - 1), last + 1):
            self._book.page(index)
        self._entered = self._last_entered(last)
        # What was chosen stays in view above the page it led to.
        self._carried = len(self._chosen_lines(last - 1)) if last else 0
        options = self.source.options()
        self._options = option_lines(options, self._column, self.source.words)
        self._options += self.source.tail(self._column)
        self.cursor = self._choice = self.source.marked() or next(iter(self.choices()), "")
        self.hovered = ""

    def _last_entered(self, last: int) -> int:
        """The page at which the present scene was entered; so far back as anybody could see."""
        at = last
        while at > max(0, last - MOST_STAYED) and self.source.page(at).stayed:
            at -= 1
        return at

    def to_present(self) -> None:
        """Show the present page from its beginning."""
        self._at_present = True
        self._land(self.page_top())

    def to_end(self) -> None:
        """Show the last choice; a page that fits is shown from its beginning."""
        self.go(max(self.page_top(), self._end()))

    def _end(self) -> int:
        """The first line in view when the last one is, with a blank line below it."""
        return self._book.height + len(self._options) - self.size.height + 1

    def reflow(self) -> None:
        """Break the lines anew for a new width."""
        if self.column != self._column:
            self.refill()
            return
        self._seen_size = self.size
        if self._at_present:
            self.to_present()
        else:
            self.resized()

    def _land(self, y: int) -> None:
        self.resized()
        self._aim = y
        self.go(y)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Measure what came into view, and keep it where it stands."""
        super().watch_scroll_y(old_value, new_value)
        if self._settling or not len(self._book):
            return
        if self.size == self._seen_size:
            self._at_present = round(new_value) == self.page_top()
            self._seen_y = round(new_value)
            if self._seen_y != self._aim:
                self._place = None
        self._settling = True
        y, height = round(new_value), self._book.height
        settled = self._book.settle(y, self.size.height)
        if self._book.height != height:
            self._land(settled)
        self._settling = False

    # -- marking

    def choices(self) -> list[str]:
        """The targets under the present page, in order."""
        return list(dict.fromkeys(run.target for line in self._options for run in line if run.target))

    def links(self) -> list[tuple[str, int]]:
        """The links of the present page, to the codex and to its choices, with their lines, in order; a link broken
        over lines counts once.
        """
        top = self._book.top(len(self._book) - 1)
        found: list[tuple[str, int]] = []
        for offset, line in enumerate(self._book.page(len(self._book) - 1)):
            for run in line:
                if run.target.startswith(LINKS) and (run.target not in [link for link, _ in found]):
                    found.append((run.target, top + offset))
        return found

    def move(self, by: int) -> None:
        """Mark the next choice; while the choices are out of view, or there are no more, scroll.

        From a link, or from no mark at all, the mark goes back to the choice where it was.
        """
        choices = self.choices()
        at = choices.index(self._choice) if self._choice in choices else 0
        if not choices or not self._in_view(choices[at]):
            self.go(self.scroll_offset.y + 2 * by)
        elif self.cursor not in choices:
            self.mark(choices[at])
        elif 0 <= at + by < len(choices):
            self.mark(choices[at + by])
        elif by < 0:
            self.go(self.scroll_offset.y - 2)

    def move_link(self, by: int) -> bool:
        """Mark the next codex link of the page; where there is none, take the mark away and say False."""
        links = self.links()
        if not links:
            self.cursor = ""
            self.refresh()
            return False
        names = [name for name, _ in links]
        at = (names.index(self.cursor) + by) % len(names) if self.cursor in names else (0 if by > 0 else -1)
        self.cursor, y = links[at]
        self.show_lines(y, y)
        self.refresh()
        return True

    def let_go(self) -> bool:
        """Take the mark off a link, back to the choice where it was; whether there was one."""
        if not self.cursor.startswith(LINKS):
            return False
        self.cursor = self._choice
        self.refresh()
        return True

    def mark(self, target: str) -> None:
        """Mark a choice and bring it into view."""
        self.cursor = self._choice = target
        first, last = self._rows(target)
        self.show_lines(first, last)
        self.refresh()

    def _rows(self, target: str) -> tuple[int, int]:
        """The first and last line of a choice."""
        height = self._book.height
        rows = [height + y for y, line in enumerate(self._options) if any(run.target == target for run in line)]
        return (rows[0], rows[-1]) if rows else (height, height)

    def _in_view(self, target: str) -> bool:
        return self.in_view(*self._rows(target))

    def shows(self, target: str) -> bool:
        """Whether a choice can be seen; for none, whether the end of the page can."""
        return self._in_view(target) if target in self.choices() else not self.below

    def take(self) -> None:
        """Take the marked choice or link; a choice that is out of view is first brought into it."""
        if self.cursor.startswith(LINKS) or (self.cursor and self._in_view(self.cursor)):
            super().take()
        elif self.cursor:
            self.turn_down()

    def turn_down(self) -> None:
        """One view down, but not beyond the last choice."""
        here = self.scroll_offset.y
        self.go(max(here, min(here + max(1, self.size.height - 2), self._end())))

    @property
    def below(self) -> int:
        """How many lines are below the view."""
        return max(0, self._book.height + len(self._options) - self.scroll_offset.y - self.size.height)

    @property
    def shows_cursor(self) -> bool:
        """The mark stays while another part of the screen has the keys."""
        return True
