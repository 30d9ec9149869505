"""A session: one way through a story, remembered as it is played, and nothing but a fold over its log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from game.engine import BadDraw, EngineError, EntryPage, Machine, Page, State, advance, page, state_digest
from game.session.errors import Notice, SessionError
from game.session.explain import why_broken
from game.session.fold import Broken, Fold, unusable
from game.session.lines import (
    LONGEST_NOTE,
    Back,
    Bookmark,
    Chosen,
    Edition,
    Entry,
    Header,
    Opened,
    Spoken,
    encode,
    holds_words,
)
from game.session.log import Log, parse_log, read_bytes
from game.session.naming import now, session_name
from game.session.opening import loaded_notice, make_header, opening_notices, own_log
from game.session.recording import write_new
from game.session.tree import Tree
from game.session.unkept import Unkept
from game.session.way import Step, full_id, said_there, taken
from game.session.writer import Writer

Go = Callable[[Machine, State, str, str | None], State]
"""How a choice is taken: with what was typed for it."""


class Session:
    """A story being played: choose, go back, switch the language, open codex entries; every act is on the disk first.

    `file` is its log, or None when it is kept nowhere. `notices` say what was met on opening. Use as a context
    manager or call `close`. Errors of the engine (a choice that is not offered, one after the ending) pass through
    and change nothing.
    """

    def __init__(self, machine: Machine, header: Header, writer: Writer | Unkept, file: Path | None) -> None:
        self.machine = machine
        self.header = header
        self.file = file
        self.notices: list[Notice] = []
        self._writer = writer
        self._edition = header.digest
        self._fold = Fold(machine, header)
        self._page: Page | None = None
        self._closed = False

    @classmethod
    def new(
        cls, machine: Machine, folder: Path | None, *, seed: int, language: str, draws: Sequence[int] = ()
    ) -> Session:
        """Start a session in a folder of sessions (made if need be), or one that is kept nowhere.

        With `draws` its dice are loaded. Raises SessionError for a language the story does not have, and for draws that
        cannot be; a folder that cannot be written only sets `trouble`.
        """
        _check_language(machine, language)
        header = make_header(machine, seed, language, created=now().isoformat(timespec="seconds"), draws=draws)
        file = folder / session_name(header.story) if folder else None
        session = cls(machine, header, Writer(file, None, None) if file else Unkept(), file)
        if session.loaded:
            session.notices.append(session.loaded)
        session._writer.append(encode(header))
        return session

    @classmethod
    def open(cls, machine: Machine, file: Path, *, read_only: bool = False) -> Session:
        """Go on with a session, standing where it was left, or where its record stops holding in this edition.

        With `read_only` it takes no lock and what is done with it is kept nowhere. Raises SessionError; the file is
        then as it was.
        """
        writer, log = _unkept(file) if read_only else Writer.resume(file)
        try:
            log = own_log(machine, log, file)
            session = cls(machine, log.header, writer, file)
            session._replay(log)
        except BaseException:
            writer.close()
            raise
        return session

    def _replay(self, log: Log) -> None:
        self._edition = log.edition.digest
        self._fold.apply(log.entries)
        self.notices += log.notices
        self.notices += opening_notices(self.machine, log, self._fold)

    @property
    def state(self) -> State:
        """The state it stands at."""
        return self._fold.way.state

    @property
    def page(self) -> Page:
        """The page it stands at, in its language."""
        if self._page is None:
            self._page = page(self.machine, self.state, self.language)
        return self._page

    @property
    def turn(self) -> int:
        """How many choices lead here."""
        return len(self._fold.way.choices)

    @property
    def choices(self) -> tuple[str, ...]:
        """The full ids of the choices that lead here."""
        return tuple(self._fold.way.choices)

    @property
    def ahead(self) -> tuple[str, ...]:
        """The choices of the branch that was left by going back, the next one first: `forward` takes them again."""
        return tuple(one.choice for one in self._fold.ahead)

    def states_ahead(self) -> Iterator[State]:
        """The states in which the choices of `ahead` would be taken, as far as the story lets them."""
        state = self.state
        for entry in self._fold.ahead:
            yield state
            try:
                state = taken(self.machine, state, entry.choice, entry.said)
            except EngineError:
                return

    @property
    def steps(self) -> Sequence[Step]:
        """The pages from the first to this one, as a live view: `steps[n]` is the page after n choices."""
        return self._fold.way

    @property
    def tree(self) -> Tree:
        """All ways of the session, those left by going back too, as a live view."""
        return self._fold.tree

    @property
    def bookmarks(self) -> Mapping[int, str]:
        """The notes of the pages that have one, by their numbers in `tree`; a note may be ''."""
        return self._fold.bookmarks

    def chapter_before(self, turn: int) -> str:
        """The id of the chapter that is open before the page after so many choices, '' for none."""
        chapter = self._fold.way.chapter_before(turn)
        return self.machine.program.chapters[chapter].id if chapter >= 0 else ""

    @property
    def language(self) -> str:
        """The language pages are shown in."""
        return self._fold.way.language

    @property
    def seed(self) -> int:
        """What the draws of the session depend on, those after the last one given where its dice are loaded."""
        return self.header.seed

    @property
    def loaded(self) -> Notice | None:
        """That its dice are loaded, the outcome of draws given and not left to the seed; None when they are not."""
        return loaded_notice(self.header)

    @property
    def created(self) -> str:
        """When it was started, ISO 8601, or '' when its header does not say."""
        return self.header.created

    @property
    def unlocked(self) -> frozenset[str]:
        """The codex entries that can be opened. Going back does not take any away: what was read was read."""
        return self._fold.knowledge.known

    @property
    def opened(self) -> frozenset[str]:
        """The codex entries that were opened."""
        return self._fold.knowledge.opened

    @property
    def fresh(self) -> frozenset[str]:
        """The codex entries that can be opened and never were."""
        return self.unlocked - self.opened

    @property
    def trouble(self) -> Notice | None:
        """Why the session was not saved when that was last tried; None when all was well."""
        return self._writer.trouble

    def check_saved(self) -> Notice | None:
        """Look whether its file holds all of it at this moment, try to mend that, and say why it does not."""
        if not self._closed:
            self._writer.append()
        return self.trouble

    def content(self) -> bytes:
        """The whole session as the bytes of a file, also what could not be written to its own. Raises SessionError."""
        return self._writer.content()

    @property
    def holds_words(self) -> bool:
        """Whether what the player typed stands in it, on branches that were left too. Raises SessionError."""
        return bool(self.machine.program.typed) and holds_words(self.content())

    def export(self, to: Path) -> Path:
        """Save the session in a new file, or in a folder under its own name, and give that. Raises SessionError."""
        name = self.file.name if self.file else session_name(self.header.story)
        target = to / name if to.is_dir() else to
        write_new(target, self.content())
        return target

    def choose(self, choice_id: str, said: str | None = None) -> Page:
        """Take a choice, by its full id or its last part, and give the page it leads to.

        `said` is what the player typed where the choice asks for words; None, and what is nothing but blanks, stands
        for what the story starts with.

        Raises SessionError where loaded dice give what cannot come out; then nothing changes.
        """
        self._check_open()
        self._record(*self._take(choice_id, said))
        return self.page

    def forward(self, steps: int = 1) -> Page:
        """Take the next choices of the branch that was left by going back, and give the page they lead to.

        Raises SessionError when fewer are ahead, and where the story has changed and one cannot be taken any more;
        those before it were then taken.
        """
        self._check_open()
        ahead = self._fold.ahead
        if not 0 < steps <= len(ahead):
            raise SessionError("R017", ahead=len(ahead))
        return self._follow(ahead[:steps])

    def visit(self, number: int) -> Page:
        """Go to any page of `tree`, by its number: back to where its branch was left, and along that again.

        Raises SessionError when there is no such page, and as `forward` does.
        """
        self._check_open()
        way = self._way_to(number)
        shared = min(self.tree.shared(way), self.turn)
        self.rewind(shared)
        return self._follow([self.tree.step_to(page) for page in way[shared + 1 :]])

    def _way_to(self, number: int) -> list[int]:
        """The pages of `tree` from the first to that one. Raises SessionError when there is no such page."""
        if not 0 <= number < len(self.tree):
            raise SessionError("R030", number=number, last=len(self.tree) - 1)
        return self.tree.way_to(number)

    def _follow(self, choices: Sequence[Chosen]) -> Page:
        entries: list[Entry] = []
        try:
            for entry in choices:
                entries += self._take(entry.choice, entry.said, taken)
        except EngineError as error:
            broken = Broken(self.turn + 1, entry, self.state, None)
            raise SessionError("R018", why=why_broken(self.machine, broken, self.language)) from error
        finally:
            self._record(*entries)
        return self.page

    def bookmark(self, note: str = "", number: int | None = None) -> None:
        """Put a bookmark with a note on a page of `tree`, the present one where none is named; another note replaces
        the one before. Blanks are made single, and what is too long is cut off. Raises SessionError.
        """
        self._mark(number, " ".join(note.split())[:LONGEST_NOTE], removed=False)

    def remove_bookmark(self, number: int | None = None) -> None:
        """Take the bookmark off a page of `tree`, the present one where none is named. Raises SessionError."""
        self._mark(number, "", removed=True)

    def _mark(self, number: int | None, note: str, *, removed: bool) -> None:
        self._check_open()
        page = self._way_to(self.tree.here if number is None else number)[-1]
        entry = Bookmark(self.tree.record_of(page), note, removed)
        self._fold.apply([entry])
        self._record(entry)

    def _take(self, choice_id: str, said: str | None, go: Go = advance) -> list[Entry]:
        """Go on by a choice in memory, and give what is to be written of it.

        First the memory, then the log: if the writing is interrupted, the lines wait and come with the next ones.
        """
        try:
            after = go(self.machine, self.state, choice_id, said)
        except BadDraw as bad:
            raise unusable(bad) from bad
        choice = full_id(self.machine, self.state, choice_id)
        at, check = self.machine.scene(after.scene).id, state_digest(self.machine, after)
        entries = [*self._mending(), Chosen(choice, at, check, said_there(self.machine, choice, after))]
        self._fold.push(choice, after)
        self._page = None
        return entries

    def rewind(self, turn: int) -> Page:
        """Go back to the page after the first `turn` choices; what came after is then ahead. Raises SessionError."""
        self._check_open()
        if not 0 <= turn <= self.turn:
            raise SessionError("R011", turn=turn, last=self.turn)
        if turn < self.turn:
            self._fold.apply([Back(turn)])
            self._page = None
            self._record(Back(turn))
        return self.page

    def set_language(self, language: str) -> Page:
        """Show this page and all that follow in another language. Raises SessionError when the story has it not."""
        self._check_open()
        _check_language(self.machine, language)
        if language != self.language:
            self._fold.speak(language)
            self._page = None
            self._record(Spoken(language))
        return self.page

    def open_entry(self, codex_id: str) -> EntryPage:
        """Read a codex entry that is unlocked; its links unlock further ones. Raises SessionError."""
        self._check_open()
        knowledge = self._fold.knowledge
        before = (knowledge.known, knowledge.opened)
        shown = knowledge.open_entry(codex_id, self.state, self.language)
        if shown is None:
            raise SessionError("R013", entry=codex_id)
        if before != (knowledge.known, knowledge.opened):
            self._record(Opened(codex_id))
        return shown

    def copy(self, number: int) -> Session:
        """A session of the same luck, kept nowhere, that stands on a page of `tree`. Raises SessionError as `visit`."""
        way = self._way_to(number)
        copied = Session(self.machine, self.header, Unkept(encode(self.header)), None)
        copied._fold.speak(self.language)
        copied._follow([self.tree.step_to(page) for page in way[1:]])
        return copied

    def close(self) -> None:
        """Let go of the log; what could not be written is tried a last time."""
        if not self._closed:
            self._writer.close()
        self._closed = True

    def _mending(self) -> list[Entry]:
        """What goes before a choice where the record had stopped holding: its old tail becomes an abandoned branch."""
        entries: list[Entry] = []
        program = self.machine.program
        if self._edition != program.digest:
            entries.append(Edition(program.digest, program.version))
            self._edition = program.digest
        if self._fold.broken:
            entries.append(Back(self.turn))
            self._fold.apply([Back(self.turn)])
        return entries

    def _record(self, *entries: Entry) -> None:
        if entries:
            self._writer.append(*(encode(entry) for entry in entries))

    def _check_open(self) -> None:
        if self._closed:
            raise SessionError("R015")

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _unkept(file: Path) -> tuple[Unkept, Log]:
    """What is read of a file without holding it. Raises SessionError."""
    data = read_bytes(file)
    log = parse_log(data, file.name)
    return Unkept(data[: log.whole]), log


def _check_language(machine: Machine, language: str) -> None:
    if language not in machine.languages:
        raise SessionError("R012", language=language, languages=", ".join(machine.languages))
