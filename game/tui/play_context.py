"""What the player has before them: the story, the session, the settings and the language; without a screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from game.engine import EntryPage, Machine, PictureView, State, codex_page, picture_view, start
from game.os_reasons import os_reason
from game.paths import sessions_folder
from game.session import Session, is_played, new_seed, remember_entry
from game.settings import Settings, save
from game.wording import LANGUAGES, Words, words


class PlayContext:
    """The one mutable thing that all screens share; `session` is None on the title before anything was played.

    `past` is then the session that could be continued, to look at: the codex knows what it knows.
    """

    def __init__(
        self,
        machine: Machine,
        settings: Settings,
        *,
        session: Session | None = None,
        keep: bool = True,
        seed: int | None = None,
        story: str = "",
        interface: str = "",
        folder: Path | None = None,
    ) -> None:
        self.machine = machine
        self.settings = settings
        self.session = session
        self.past: Session | None = None
        self.keep = keep
        self.seed = seed
        self.folder = folder or sessions_folder()
        spoken = settings.spoken
        self.story = session.language if session else story or spoken
        if self.story not in machine.languages:
            self.story = machine.program.language
        self.interface = interface or (self.story if self.story in LANGUAGES else spoken)
        self._beginning: State | None = None
        self._mark: tuple[Session | None, int, str] = (None, 0, "")

    @property
    def words(self) -> Words:
        """The interface's words in its present language."""
        return words(self.interface)

    @property
    def keymap(self) -> Mapping[str, str]:
        """The player's own keys, by action."""
        return self.settings.keys

    @property
    def title(self) -> str:
        """The story's title, marked up."""
        return self.text(self.machine.program.title)

    def text(self, index: int) -> str:
        """A text of the story in its present language, marked up."""
        return self.machine.words(index, self.story)

    @property
    def state(self) -> State:
        """Where the player stands, or stood; before any session, the beginning."""
        if self._met is not None:
            return self._met.state
        if self._beginning is None:
            self._beginning = start(self.machine)
        return self._beginning

    @property
    def _met(self) -> Session | None:
        """The session whose knowledge counts."""
        return self.session or self.past

    # -- the mark of a page that was left

    def keep_mark(self, pages: int, target: str) -> None:
        """Remember what is marked on the page of the session that is the last of so many."""
        self._mark = self.session, pages, target

    def marked_at(self, pages: int) -> str:
        """What was marked there, or ''."""
        session, page, target = self._mark
        return target if session is self.session and page == pages else ""

    # -- sessions

    def begin(self, like: Session | None = None) -> Session:
        """Close what is open and start a new session, with the luck of another where one is given."""
        self.leave()
        seed = new_seed() if self.seed is None else self.seed
        draws: tuple[int, ...] = ()
        if like is not None:
            seed, draws = like.seed, like.header.draws
        folder = self.folder if self.keep else None
        self.session = Session.new(self.machine, folder, seed=seed, language=self.story, draws=draws)
        return self.session

    def open(self, file: Path) -> Session:
        """Go on with a session, in its own language; what is open is closed when that succeeds. Raises SessionError."""
        if self.session is not None and self.session.file == file:
            return self.session
        found = Session.open(self.machine, file)
        self.leave()
        self.session = found
        self._speak(found.language)
        return found

    def read(self, file: Path) -> Session:
        """A session to look at: nothing done with it is kept. Raises SessionError."""
        return Session.open(self.machine, file, read_only=True)

    def look_back(self, file: Path | None) -> None:
        """While no session is open, know what the one in `file` knows (None: nothing). Raises SessionError."""
        self.past = None
        if file is not None and self.session is None:
            self.past = self.read(file)
            self.past.set_language(self.story)

    def is_elsewhere(self, file: Path) -> bool:
        """Whether a session is being played by another window or program."""
        return (self.session is None or self.session.file != file) and is_played(file)

    def leave(self) -> None:
        """Close the session, if one is open."""
        self.past = None
        if self.session is not None:
            self.session.close()
            self.session = None

    # -- language and settings

    def next_language(self) -> str:
        """The language after the present one, in the story's order."""
        languages = self.machine.languages
        return languages[(languages.index(self.story) + 1) % len(languages)]

    def speak(self, language: str) -> None:
        """Tell story and interface in a language from here on, and remember it."""
        if self._met is not None:
            self._met.set_language(language)
        self._speak(language)
        if language in LANGUAGES:
            self.settle(language=language)

    def _speak(self, language: str) -> None:
        self.story = language
        if language in LANGUAGES:
            self.interface = language

    def settle(self, **changes: str | int) -> str:
        """Change settings and keep them; returns why they could not be kept, or ''."""
        self.settings = self.settings._replace(**changes)  # type: ignore[arg-type]
        try:
            save(self.settings)
        except OSError as error:
            return self.words("The settings could not be kept ({why}).", why=os_reason(error))
        return ""

    # -- codex and pictures

    @property
    def known(self) -> frozenset[str]:
        """The codex entries that can be opened."""
        if self._met is not None:
            return self._met.unlocked
        return frozenset(entry.id for entry in self.machine.entries.values() if entry.open)

    @property
    def fresh(self) -> frozenset[str]:
        """Those never opened yet; nothing is new before a session."""
        return self._met.fresh if self._met is not None else frozenset()

    def entry(self, entry: str) -> EntryPage:
        """Open a codex entry that is known; also from the title the session that could be continued remembers it."""
        past = self.past
        if self.session is None and past is not None and past.file is not None and entry in past.fresh and self.keep:
            remember_entry(past.file, entry)
        if self._met is not None:
            return self._met.open_entry(entry)
        return codex_page(self.machine, self.state, entry, self.story)

    def picture(self, picture: str, state: State | None = None) -> PictureView:
        """A picture as it looks at a state (default: the present one)."""
        return picture_view(self.machine, state or self.state, picture, self.story)
