"""The tree of ways, drawn: all branches of a session; each can be looked at, gone on from, and given a bookmark."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from game.session import SessionError, Sight, Survey
from game.session.tree import FIRST, Branch
from game.tui.page.lines import BOLD, Line, Run, shorten, width_of
from game.tui.page.page_lines import said, where
from game.tui.page.prose import safe
from game.tui.play_context import PlayContext
from game.tui.screens.ways.look import Look
from game.tui.view_screens import ListScreen
from game.tui.widgets.field import Field
from game.tui.widgets.line_view import LineView
from game.tui.widgets.long_list import LongList

DEEPEST = 6
"""How many forks beside one another are drawn; what lies deeper stands there with their number."""


class Rows(LongList):
    """One line for each branch, without air between them: they are a drawing."""

    ROWS = 1


class Ways(ListScreen):
    """The branches of the session. Dismissed with True when the player went to a page, and it is the present one.

    With `writing` it asks for a note of the present page at once, and is dismissed with False when there is one.
    """

    screen_name = "ways"
    widest = 140

    menu: Rows

    def __init__(self, context: PlayContext, *, writing: bool = False) -> None:
        super().__init__(context)
        self._writing = writing
        assert context.session is not None
        self.session = context.session
        self.survey = Survey(self.session)
        self.menu = Rows(
            lambda: len(self.survey.branches), self._row, lambda width: [], self.widest, id=self.screen_name
        )
        self.menu.cursor = self.menu.target(self.survey.here())
        self.field = Field(id="note")

    def compose(self) -> ComposeResult:
        """Heading, a field for notes, the tree, keys."""
        yield self.head
        yield self.field
        yield self.menu
        yield self.foot

    def on_mount(self) -> None:
        """Textual goes on to the handlers of the base classes, which tell."""
        if self._writing:
            self.call_after_refresh(self.action_bookmark)

    def retell(self) -> None:
        """Everything in the present language."""
        words = self.context.words
        branches = sum(branch.begins for branch in self.survey.branches)
        pages = words.n("{n} page", "{n} pages", len(self.session.tree))
        self.head.say(words("The tree of ways"), f"{pages} · {words.n('{n} branch', '{n} branches', branches)}")
        self.menu.reflow()

    # -- its lines

    def _row(self, number: int, width: int) -> list[Line]:
        """The line of a branch: where it hangs, the choice that led there, and where that ended."""
        sight, target = self.survey.sight(number, self.context.story), self.menu.target(number)
        role = "option" if sight.on_way else "quiet"
        drawn, words = self._drawing(sight), self._caption(sight)
        flag = "" if sight.note is None else f"  ▪ {safe(sight.note)}".rstrip()
        room = width - 2 - width_of([Run(drawn)])
        ends = self._ends(sight)
        beside = room - width_of([Run(words + flag)]) - 2
        end = next((end for end in ends if width_of([Run(end)]) <= beside), ends[-1])
        free = room - width_of([Run(end)]) - 2
        words = shorten(words, max(free // 2, free - width_of([Run(flag)])))
        flag = shorten(flag, max(0, free - width_of([Run(words)]))) if flag else ""
        left = [
            Run("  ", "pointer", 0, target),
            Run(drawn, "rule", 0, target),
            Run(words, role, BOLD if sight.is_here else 0, target),
            Run(flag, "accent", 0, target),
        ]
        gap = Run(" " * max(0, width - width_of(left) - width_of([Run(end)])), "option", 0, target)
        return [(*left, gap, Run(end, "accent" if sight.is_here else "quiet", 0, target))]

    def _drawing(self, sight: Sight) -> str:
        """The lines that go on beside a branch, and its own sign."""
        branch = sight.branch
        depth = min(branch.depth, DEEPEST)
        sign = "◆" if sight.is_here else "●" if sight.on_way else "○"
        more = f"{branch.depth} " if branch.depth > DEEPEST else ""
        if branch.begins:
            return "│ " * (depth - 1) + "├─" + f"{sign} {more}"
        return "│ " * depth + f"{sign} {more}"

    def _caption(self, sight: Sight) -> str:
        if not sight.choice:
            return self.context.words("The first page") if sight.branch.first == FIRST else "?"
        if sight.from_page is None:
            return safe(sight.choice)
        return said(sight.from_page, sight.choice, self.context.words, sight.said)

    def _ends(self, sight: Sight) -> list[str]:
        """How long a branch is, and where it ends: in so many words, and in fewer."""
        words, last = self.context.words, sight.to_page
        pages = words.n("{n} page", "{n} pages", sight.branch.pages)
        if sight.is_here:
            here = words("you are here")
            return [f"{pages} · {here}", here]
        if last is None:
            return [words("no longer in the story")]
        if last.ending:
            ending = words("Ending: {title}", title=safe(last.ending_title or last.ending))
            return [f"{pages} · {ending}", ending]
        places = filter(None, (where(last), safe(last.place)))
        return [*(f"{pages} · {place}" for place in places), pages]

    # -- what can be done

    @property
    def _branch(self) -> Branch:
        """The marked branch."""
        return self.survey.branches[max(0, self.menu.marked)]

    @property
    def _page(self) -> int:
        """The last page of the marked branch."""
        return self._branch.last

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """Look at the pages of a branch, from its first."""
        branch = self._branch
        try:
            seen = self.session.copy(branch.last)
        except SessionError as refusal:
            self._refused(refusal)
            return
        look = Look(self.context, seen, at=len(seen.choices) + 1 - branch.pages)

        def left(went_on: bool | None) -> None:
            if went_on:
                self._go(self.session.tree.way_to(branch.last)[look.watched.at])

        self.app.push_screen(look, left)

    def action_go_there(self) -> None:
        """Go on from the last page of the marked branch."""
        self._go(self._page)

    def _go(self, number: int) -> None:
        try:
            self.session.visit(number)
        except SessionError as refusal:
            self._refused(refusal)
            self._survey_again()
            return
        self.dismiss(True)

    def _refused(self, refusal: SessionError) -> None:
        self.notice(self.context.words.told_whole(refusal.notice))

    def action_bookmark(self) -> None:
        """Ask for the note of the last page of the marked branch."""
        self.field.open(self.context.words("A note for this page"))
        self.field.value = self.session.bookmarks.get(self._page, "")

    def action_remove_bookmark(self) -> None:
        """Take the bookmark off that page."""
        if self._page in self.session.bookmarks:
            self.session.remove_bookmark(self._page)
            self._survey_again()
        else:
            self.notice(self.context.words("There is no bookmark here."))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Put the bookmark there."""
        note = event.value
        self._close_field()
        self.session.bookmark(note, self._page)
        if self._writing:
            self.dismiss(False)
        else:
            self._survey_again()

    def _survey_again(self) -> None:
        """The branches have changed; the mark stays on its page."""
        page = self._page
        self.survey = Survey(self.session)
        ends = [number for number, branch in enumerate(self.survey.branches) if branch.last == page]
        self.menu.cursor = self.menu.target(ends[0] if ends else self.survey.here())
        self.retell()

    def _close_field(self) -> None:
        self.field.close()
        self.menu.focus()

    def action_leave(self) -> None:
        """Close the field if it is open, else go back to the page."""
        if self.field.is_open and not self._writing:
            self._close_field()
        else:
            self.dismiss()
