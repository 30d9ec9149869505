"""The title screen: the story's name with air around it, and what can be done."""

from __future__ import annotations

from asyncio import sleep, to_thread
from collections.abc import Callable

from rich.cells import cell_len
from textual.app import ComposeResult

from game.engine.markup import plain
from game.session import SessionError, Shelf, Sighting, is_large
from game.session.library.listing import MOST_READ
from game.tui.base_screen import BaseScreen
from game.tui.page.lines import BLANK, BOLD, PART, Line, Run, centre, shorten, width_of, wrap
from game.tui.page.prose import safe, simple
from game.tui.page.when import when
from game.tui.play_context import PlayContext
from game.tui.widgets.line_view import LineView
from game.tui.widgets.pages import Menu

READ_AT_ONCE = 50
"""How many first lines are read between two looks at the keyboard."""
LANGUAGE_NAMES = {"en": "English", "fr": "Français"}


def spaced(title: str, width: int) -> list[Line]:
    """A title in spaced capitals where it is short and of letters that can be spaced, else as it is."""
    wide = "   ".join(" ".join(word) for word in title.upper().split())
    if title.isascii() or all(char.isalpha() or char in " ’'-:,.!?" for char in title):
        line = (Run(wide, "title", BOLD),)
        if width_of(line) <= width:
            return [line]
    return wrap([Run(title, "title", BOLD)], width)


class Cover(Menu):
    """The menu of the title, in the middle."""

    def left(self) -> int:
        """The column stands in the very middle."""
        return max(0, self.size.width - self._column) // 2


class Title(BaseScreen):
    """New game, continue, sessions, codex, language, settings, credits, quit; `begin`: a new game at once."""

    screen_name = "title"

    def __init__(self, context: PlayContext, *, begin: bool = False) -> None:
        super().__init__(context)
        self._at_once = begin
        self.menu = Cover(self._lines, widest=124, id="title")
        self.last: Sighting | None = None
        self.count = 0
        self._where: list[str] = []

    @property
    def body(self) -> LineView:
        """The menu."""
        return self.menu

    def compose(self) -> ComposeResult:
        """The menu and the keys."""
        yield self.menu
        yield self.foot

    def on_mount(self) -> None:
        """Show the menu; what takes reading is filled in after the first picture."""
        super().on_mount()
        if self._at_once:
            self.action_begin()
        else:
            self.call_after_refresh(self._look_around)

    def on_screen_resume(self) -> None:
        """Sessions may have come or gone."""
        if self.menu.size.width:
            self._look_around()

    def retell(self) -> None:
        """Everything in the new language."""
        self._look_around()

    def _look_around(self) -> None:
        """Find the last session, and where it stands; how many there are is counted behind what is shown."""
        if is_large(self.context.folder):
            self.run_worker(self._look_behind(), exclusive=True)
        else:
            self._look_into(lambda: Shelf(self.context.folder))
        self._tell()

    async def _look_behind(self) -> None:
        """Ask for the times of very many files while the menu can be used already."""
        shelf = await to_thread(Shelf, self.context.folder)
        self._look_into(lambda: shelf)
        self._tell()

    def _look_into(self, find: Callable[[], Shelf]) -> None:
        context = self.context
        try:
            shelf = find()
            self.last = shelf.latest(context.machine.program.id)
        except SessionError as error:
            self.notice(context.words.told(error.notice))
        else:
            self.run_worker(self._count(shelf), exclusive=True, group="count")

    def _tell(self) -> None:
        self._where = self._last_place()
        had = bool(self.menu.cursor) and self.menu.cursor != "do:begin"
        self.menu.reflow()
        if not had:
            self.menu.mark(self.menu.first_target())

    async def _count(self, shelf: Shelf) -> None:
        """Count the sessions of this story; only first lines are read, and only those not read before."""
        story = self.context.machine.program.id
        count, unread = shelf.unread(story)
        for number, seen in enumerate(unread, start=1):
            count += shelf.story_of(seen) == story
            if number % READ_AT_ONCE == 0:
                await sleep(0)
        shelf.keep()
        if count != self.count:
            self.count = count
            self.menu.reflow()

    def _last_place(self) -> list[str]:
        """Chapter (or ending), place and time of the session that would be continued."""
        context = self.context
        try:
            context.look_back(self.last.file if self.last and self.last.size <= MOST_READ else None)
        except SessionError as error:
            return [context.words.told(error.notice)]
        session = context.session or context.past
        if session is None:
            return []
        shown = session.page
        parts = [shown.ending_title or shown.chapter_title, shown.place]
        if session.loaded:
            parts.append(context.words("loaded dice"))
        if self.last and self.last.file == session.file:
            elsewhere = context.is_elsewhere(session.file)
            parts.append(
                context.words("open in another window") if elsewhere else when(self.last.played, context.words)
            )
        return [safe(part) for part in parts if part]

    def _where_in(self, room: int) -> str:
        """Where the last session stands; without its place where there is no room for all."""
        whole = PART.join(self._where)
        if cell_len(whole) <= room or len(self._where) < 3:
            return whole
        return PART.join((self._where[0], self._where[-1]))

    @property
    def can_continue(self) -> bool:
        """Whether there is a session to go on with."""
        return self.context.session is not None or self.last is not None

    # -- drawing

    def _lines(self, width: int) -> list[Line]:
        """Name, a short rule, the menu: somewhat above the middle."""
        context = self.context
        name = simple(context.title) or safe(context.machine.program.id)
        top: list[Line] = [centre(line, width) for line in spaced(name, width)]
        top += [BLANK, centre((Run("───", "accent"),), width)]
        author = safe(plain(context.machine.program.author))
        if author:
            top += [BLANK, *(centre(line, width) for line in wrap([Run(author, "quiet")], width))]
        menu = self._menu(width)
        rows = self.menu.size.height
        gap = 3 if len(top) + len(menu) + 6 <= rows else 1
        before = max(0, (rows - len(top) - len(menu) - gap) * 2 // 5)
        return [BLANK] * before + top + [BLANK] * gap + menu

    def _items(self, room: int) -> list[tuple[str, str, str]]:
        """(action, title, note) of each line of the menu; `room` is what the longest note may take."""
        context, words = self.context, self.context.words
        known, of = len(context.known), len(context.machine.entries)
        items = [("resume", words("Continue"), self._where_in(room))] if self.can_continue else []
        items.append(("begin", words("New game"), ""))
        if self.last:
            note = words.n("{n} kept", "{n} kept", self.count) if self.count else ""
            items.append(("sessions", words("Sessions"), note))
        if of:
            items.append(("codex", words("Codex"), words("{known} of {all} known", known=known, all=of)))
        if len(context.machine.languages) > 1:
            items.append(("language", words("Language"), LANGUAGE_NAMES.get(context.story, safe(context.story))))
        items.append(("settings", words("Settings"), ""))
        items += [("credits", words("Credits"), ""), ("finish", words("Quit"), "")]
        return items

    def _menu(self, width: int) -> list[Line]:
        items = self._items(width - 24)
        wide = max(len(title) for _, title, _ in items) + 4
        notes = max((cell_len(note) for _, _, note in items), default=0)
        inner = min(width, max(30, wide + notes + 2))
        left = Run(" " * ((width - inner) // 2))
        lines: list[Line] = []
        for action, title, note in items:
            target = "do:" + action
            note = shorten(note, inner - wide - 2)
            parts = [Run("  ", "pointer", 0, target), Run(f"{title:<{wide}}", "option", 0, target)]
            parts.append(Run(note, "quiet", 0, target))
            parts.append(Run(" " * (inner - width_of(parts)), "option", 0, target))
            lines.append((left, *parts))
        return lines

    # -- doing

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """A line of the menu was taken."""
        self.call_next(self.do, event.target.removeprefix("do:"))

    def action_resume(self) -> None:
        """Go on with the session that is open, or with the last one."""
        if self.context.session is None and self.last is not None:
            try:
                self.context.open(self.last.file)
            except SessionError as error:
                self.notice(self.context.words.told(error.notice))
                return
        self._play()

    def action_begin(self) -> None:
        """A new game: what the story says about itself first, then the first page."""
        from game.tui.screens.prose_screens import about_screen

        about = about_screen(self.context)
        if about is None:
            self._begin(True)
        else:
            self.app.push_screen(about, self._begin)

    def _begin(self, read: bool | None) -> None:
        if read:
            self.context.begin()
            self._play()

    def _play(self) -> None:
        self.host.goto("play")

    def action_sessions(self) -> None:
        """List the sessions."""
        from game.tui.screens.sessions import Sessions

        self.app.push_screen(Sessions(self.context))

    def action_codex(self) -> None:
        """Open the codex."""
        from game.tui.screens.codex import Codex

        self.app.push_screen(Codex(self.context))

    def action_settings(self) -> None:
        """Theme, language, width, keys."""
        from game.tui.screens.settings import Preferences

        self.app.push_screen(Preferences(self.context))

    def action_credits(self) -> None:
        """Who made it, and what it stands on."""
        from game.tui.screens.prose_screens import credits_screen

        self.app.push_screen(credits_screen(self.context))

    async def action_finish(self) -> None:
        """Leave the game."""
        await self.app.action_quit()

    def action_leave(self) -> None:
        """There is nothing to close here, and nobody who closes one screen too many wants the game to end."""
        self.notice(self.context.words("{key} leaves the game.", key=self.key("finish")))
