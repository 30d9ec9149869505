"""What playing and watching have in common: the pages of a session, with the state beside them or folded below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from game.engine import Page, StatusLine
from game.tui.base_screen import BaseScreen
from game.tui.page.columns import side_from
from game.tui.page.page_lines import where
from game.tui.play_context import PlayContext
from game.tui.widgets.line_view import LineView
from game.tui.widgets.rows import Head
from game.tui.widgets.state_panels import Folded, Side
from game.tui.widgets.transcript import Source, Transcript
from game.wording import Words


class SessionPages:
    """What is the player's own in a `Source`, whichever session its pages are of."""

    def __init__(self, context: PlayContext) -> None:
        self.context = context

    @property
    def words(self) -> Words:
        """The interface's words."""
        return self.context.words

    @property
    def width(self) -> int:
        """The player's text width."""
        return self.context.settings.text_width


class TranscriptScreen(BaseScreen):
    """Head, transcript with the state beside it, the folded state, keys."""

    def __init__(self, context: PlayContext, source: Source) -> None:
        super().__init__(context)
        # What Textual reads here is what it finds on the screen; the player's text width is known only now.
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (side_from(source.width), "-wide")]
        self.head = Head()
        self.transcript = Transcript(source, beside=bool(context.machine.program.status))
        self.side = Side(self.screen_name, context, source)
        self.folded = Folded(context)

    @property
    def body(self) -> LineView:
        """The transcript."""
        return self.transcript

    def above(self) -> Iterator[Widget]:
        """What stands between the head and the pages."""
        yield from ()

    def compose(self) -> ComposeResult:
        """All of it, from the top."""
        yield self.head
        yield from self.above()
        yield Horizontal(self.transcript, self.side)
        yield self.folded
        yield self.foot

    def tell_page(self, page: Page, lines: Sequence[StatusLine]) -> None:
        """Head and state for a page."""
        self.head.say(page.chapter_title or self.context.title, where(page))
        self.side.say(tuple(lines))
        self.folded.say(tuple(lines))

    def state_lines(self) -> Sequence[StatusLine]:
        """The state at the page shown."""
        raise NotImplementedError

    def action_status(self) -> None:
        """Show the whole state."""
        from game.tui.screens.prose_screens import state_screen

        self.app.push_screen(state_screen(self.context, self.state_lines, self.transcript.source))

    # -- links

    def action_next_link(self) -> None:
        """Mark the next codex link."""
        self._to_link(1)

    def action_previous_link(self) -> None:
        """Mark the codex link before."""
        self._to_link(-1)

    def _to_link(self, by: int) -> None:
        """Mark another link, or say that there is none."""
        if not self.transcript.move_link(by):
            self.notice(self.context.words("There is no link on this page."))
