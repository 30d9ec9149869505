"""The sessions kept: go on with one, watch it again, export it, delete it."""

from __future__ import annotations

from asyncio import sleep, to_thread
from collections.abc import Iterator
from time import monotonic

from game.session import Listing, SessionError, Shelf, Sighting, delete, is_large
from game.tui.handing import SESSION, TEXT, hand_over, kept
from game.tui.page.lines import ITALIC, Line, Run, shorten, width_of, wrap
from game.tui.page.prose import safe
from game.tui.page.when import when
from game.tui.play_context import PlayContext
from game.tui.view_screens import ListScreen
from game.tui.widgets.line_view import LineView
from game.tui.widgets.long_list import LongList
from game.wording import Words


class Sessions(ListScreen):
    """The list of sessions of this story, the last played first."""

    screen_name = "sessions"
    widest = 110

    menu: LongList
    FIRST = 40
    """How many entries are read before the list is shown; the others follow while it can be used."""
    SLICE = 0.01
    """Seconds of reading between two looks at the keyboard."""

    def __init__(self, context: PlayContext) -> None:
        super().__init__(context)
        self.menu = LongList(lambda: len(self.kept), self._entry, self.make_lines, self.widest, id=self.screen_name)
        self.kept: list[Listing] = []
        self._shelf: Shelf | None = None
        self._rest: Iterator[Sighting] = iter(())
        self._unread = 0
        self._asked_end = ""

    def on_mount(self) -> None:
        """Look what there is; Textual goes on to the handlers of the base classes, which tell."""
        if is_large(self.context.folder):
            self.run_worker(self._look_behind(), exclusive=True)
            return
        self._read_first(Shelf(self.context.folder, self.context.machine))
        self.run_worker(self._read_rest(), exclusive=True)

    async def _look_behind(self) -> None:
        """Find out what there is while the screen is there already, then read it."""
        self._read_first(await to_thread(Shelf, self.context.folder, self.context.machine))
        self.retell()
        await self._read_rest()

    def _read_first(self, shelf: Shelf) -> None:
        """Read as many as can be in view."""
        self._shelf, self._rest, self._unread = shelf, iter(shelf.seen), len(shelf.seen)
        while len(self.kept) < self.FIRST and self._read_on():
            pass

    def on_unmount(self) -> None:
        """What was read need not be read again."""
        if self._shelf is not None:
            self._shelf.keep()

    def _read_on(self) -> bool:
        """Read one more file; it is listed when it is of this story, or cannot be read. False when all are read."""
        seen = next(self._rest, None)
        if seen is None or self._shelf is None:
            return False
        self._unread -= 1
        item = self._shelf.look(seen)
        if item.story == self.context.machine.program.id or item.problem:
            self.kept.append(item)
        return True

    async def _read_rest(self) -> None:
        """Read what is left, in small slices; entries are added at the end, so that nothing moves."""
        more, told = True, len(self.kept)
        while more:
            until = monotonic() + self.SLICE
            while more and monotonic() < until:
                more = self._read_on()
            if len(self.kept) - told >= self.FIRST or not more:
                self._grow()
                told = len(self.kept)
            await sleep(0)
        if self._shelf is not None:
            self._shelf.keep()

    def _grow(self) -> None:
        """Tell of what was read since; whoever asked for the last session is taken there, unless they went on."""
        at_end = self._asked_end and self.menu.cursor == self._asked_end
        self.retell()
        if at_end:
            self.menu.to_end()
        self._asked_end = self.menu.cursor if at_end and self._unread else ""

    def action_bottom(self) -> None:
        """To the last session, as soon as it is read."""
        super().action_bottom()
        self._asked_end = self.menu.cursor if self._unread else ""

    def _move(self, by: int) -> None:
        self._asked_end = ""
        super()._move(by)

    def retell(self) -> None:
        """Everything in the present language."""
        self.head.say(self.context.words("Sessions"), self._how_many())
        self.menu.reflow()

    def _how_many(self) -> str:
        """How many sessions are kept; before all files are read, how many there are, for other stories have some."""
        words = self.context.words
        if self._shelf is None:
            return ""
        if self._unread:
            return words.n("{n} file found", "{n} files found", len(self._shelf.seen))
        return words.n("{n} kept", "{n} kept", len(self.kept))

    def make_lines(self, width: int) -> list[Line]:
        """What follows the sessions."""
        words = self.context.words
        if self._shelf is None:
            return []
        if not self.kept:
            return wrap([Run(words("No session is kept here yet."), "quiet")], width)
        # In a browser the folder is somebody else's.
        where = "" if self.app.is_web else words("Folder: {folder}", folder=safe(str(self.context.folder)))
        return wrap([Run(where, "quiet")], width)

    def _entry(self, number: int, width: int) -> list[Line]:
        words, target, item = self.context.words, self.menu.target(number), self.kept[number]
        below: Line
        if item.problem is not None:
            title, note = safe(item.name), ""
            below = (Run(shorten(safe(words.told(item.problem.notice)), width - 2), "bad", ITALIC),)
        else:
            parts = [safe(part) for part in (item.ending or item.chapter, item.place) if part]
            title, note = " · ".join(parts) or safe(item.name), when(item.played, words)
            away = words("open in another window") if self.context.is_elsewhere(item.file) else ""
            loaded = words("loaded dice") if item.loaded else ""
            facts = " · ".join(filter(None, [_length(item, words), loaded, safe(item.language), safe(item.name)]))
            room = width - 2 - (width_of([Run(away)]) + 3 if away else 0)
            below = (Run(shorten(facts, room), "quiet"),)
            if away:
                below = (Run(away, "accent"), Run(" · ", "quiet"), *below)
        title = shorten(title, width - 4 - width_of([Run(note)]))
        first = [Run("  ", "pointer", 0, target), Run(title, "option", 0, target)]
        gap = Run(" " * max(0, width - width_of(first) - width_of([Run(note)])), "option", 0, target)
        return [(*first, gap, Run(note, "quiet", 0, target)), (Run("  "), *below)]

    # -- doing

    def _marked(self) -> Listing | None:
        return self.kept[self.menu.marked] if self.menu.marked >= 0 else None

    def on_line_view_taken(self, event: LineView.Taken) -> None:
        """Go on with the session that was taken."""
        item = self._marked()
        if item is None:
            return
        try:
            self.context.open(item.file)
        except SessionError as error:
            self._say(error)
            return
        self.host.goto("play")

    def _say(self, error: SessionError) -> None:
        self.notice(self.context.words.told_whole(error.notice))

    def action_watch(self) -> None:
        """Watch the marked session again."""
        item = self._marked()
        if item is None:
            return
        try:
            session = self.context.read(item.file)
        except SessionError as error:
            self._say(error)
            return
        from game.tui.screens.replay import Replay

        self.app.push_screen(Replay(self.context, session))

    def action_export(self) -> None:
        """Hand the marked session over as a file."""
        self._hand_over(SESSION)

    def action_transcript(self) -> None:
        """Hand over what was read in the marked session."""
        self._hand_over(TEXT)

    def _hand_over(self, kind: str) -> None:
        item = self._marked()
        if item is not None:
            self.notice(hand_over(self.app, self.context.words, lambda: kept(self.context.machine, item.file, kind)))

    def action_delete(self) -> None:
        """Ask, then delete the marked session."""
        item = self._marked()
        if item is None:
            return
        from game.tui.screens.confirm import Confirm

        def act() -> None:
            self._delete(item)

        self.app.push_screen(
            Confirm(
                self.context,
                lambda: self.context.words("Delete the session {name} for good?", name=safe(item.name)),
                lambda: self.context.words("Yes, delete it"),
                act,
            )
        )

    def _delete(self, item: Listing) -> None:
        session = self.context.session
        if session is not None and session.file == item.file:
            self.context.leave()
        try:
            delete(item.file)
        except SessionError as error:
            self._say(error)
            return
        self.kept.remove(item)
        self.retell()
        self.notice(self.context.words("Deleted."))


def _length(item: Listing, words: Words) -> str:
    """How many choices a session has, where that was counted."""
    return words.n("{n} choice", "{n} choices", item.turns) if item.turns >= 0 else words("very long")
