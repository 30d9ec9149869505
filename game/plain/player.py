"""The plain player's conversation: prints pages, hears a number or a word, does it on the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from game.engine import NotOffered, Option, Phase, StoryFault, entry_title, phase, status
from game.engine.markup import plain
from game.plain import codex
from game.plain.pages import Setter, setting
from game.plain.text import WIDTH, styled, wrap
from game.plain.verbs import VERBS, nearest, shown_word, verb_of
from game.session import Session, printable
from game.wording import LANGUAGES, Words, language_named, words

HISTORY = 20
"""How many of the last choices `history` prints when no number is given."""


class Player:
    """One reader at one story. `hear` takes what was typed and answers on `out`; it returns False to leave.

    `begin` makes a new session, for `new`. `session` may be replaced between two inputs (closed and opened again).
    """

    def __init__(
        self,
        session: Session,
        out: TextIO,
        *,
        interface: str = "",
        width: int = WIDTH,
        begin: Callable[[], Session] | None = None,
    ) -> None:
        self.session = session
        self.out = out
        self.width = width
        self.say: Words = words(interface or session.language)
        self._begin = begin
        self._setting = ("", "")
        self._known = frozenset(session.unlocked)
        self._trouble: str | None = None
        self._actions: dict[str, Callable[[str], None]] = {
            "help": self._help,
            "look": self._look,
            "status": self._status,
            "codex": self._codex,
            "back": self._back,
            "history": self._history,
            "language": self._language,
            "where": self._where,
            "new": self._new,
        }

    # -- what the reader sees ------------------------------------------------------------------------------------------

    def greet(self, *, fresh: bool) -> None:
        """The title, the content note for a new game or a word on where it goes on, and the first page."""
        machine, language = self.session.machine, self.session.language
        self._print(plain(machine.words(machine.program.title, language)) or machine.program.id)
        if fresh:
            about = machine.words(machine.program.about, language)
            for paragraph in about.split("\n\n"):
                if paragraph.strip():
                    self._print(wrap(styled(paragraph.strip(), self.say), self.width))
        else:
            turn = self.session.turn
            self._print(self.say.n("Continuing after {n} choice.", "Continuing after {n} choices.", turn))
        for notice in self.session.notices:
            self._tell(self.say.told(notice))
        self._tell(self.say("Type a number to choose, ? for help."))
        self.show()

    def show(self) -> None:
        """The present page and its options, then what is new in the codex."""
        page, state = self.session.page, self.session.state
        setter = self._setter()
        self._print(setter.page(page, state, self._setting))
        self._setting = setting(page)
        self._news()
        match phase(self.session.machine, state):
            case Phase.ENDED:
                self._tell(self.say("The end. Type “back” to go back, “new” to play again, “quit” to leave."))
            case Phase.STUCK:
                self._tell(self.say("There is no way on from “{scene}”: a fault of the story.", scene=page.scene))
            case _:
                self._print(setter.options(page.options))
        self._warn()

    def _setter(self) -> Setter:
        return Setter(self.session.machine, self.say, self.width, self.session.language)

    def _print(self, text: str) -> None:
        """A passage, with a blank line after it."""
        if text:
            self.out.write(text + "\n\n")

    def _tell(self, text: str) -> None:
        """A message of the player's own, wrapped."""
        self._print("\n".join(wrap(line, self.width) for line in text.split("\n")))

    def _news(self) -> None:
        """Names the entries unlocked since this was last said."""
        unlocked = self.session.unlocked
        new = [entry for entry in codex.known(self.session) if entry in unlocked - self._known]
        self._known = frozenset(unlocked)
        if new:
            names = ", ".join(self._title(entry) for entry in new)
            self._tell(self.say("New in the codex: {names}.", names=names))

    def _warn(self) -> None:
        """Says once when saving has stopped."""
        if self.session.trouble and self.session.trouble != self._trouble:
            self._tell(self.say.told(self.session.trouble))
        self._trouble = self.session.trouble

    def _title(self, entry: str) -> str:
        return entry_title(self.session.machine, entry, self.session.language)

    # -- what the reader types -----------------------------------------------------------------------------------------

    def hear(self, line: str) -> bool:
        """Do what a line says; False when the reader leaves."""
        typed = printable(" ".join(line.split()))
        word, _, rest = typed.partition(" ")
        number = typed.rstrip(".)")
        if not typed:
            self._tell(self.say("Type a number to choose, ? for help."))
        elif number.isdecimal():
            self._choose(int(number[:9]))
        elif (verb := verb_of(word)) == "quit":
            self._farewell()
            return False
        elif verb is not None:
            self._actions[verb](rest)
        else:
            self._unknown(word)
        return True

    def _choose(self, number: int) -> None:
        options = self.session.page.open_options
        if not options:
            self._tell(self.say("There is nothing to choose here; type “back” to go back."))
        elif not 1 <= number <= len(options):
            message = self.say.n("There is only choice 1 here.", "The choices here are 1 to {n}.", len(options))
            self._tell(message)
        else:
            self._take(options[number - 1])

    def _take(self, option: Option) -> None:
        try:
            self.session.choose(option.id)
        except StoryFault as fault:
            self._tell(
                self.say(
                    "The story breaks here ({place}: {what}). Nothing is lost: choose otherwise, or go back.",
                    place=fault.place,
                    what=fault.what,
                )
            )
        except NotOffered as refusal:
            self._tell(refusal.why)
        else:
            self.show()

    def _unknown(self, word: str) -> None:
        near = nearest(word, self.say.language)
        if near:
            text = self.say("I do not know “{word}”. Did you mean “{near}”? Type ? for help.", word=word, near=near)
        else:
            text = self.say("I do not know “{word}”. Type the number of a choice, or ? for help.", word=word)
        self._tell(text)

    def _farewell(self) -> None:
        if self.session.file is not None and not self.session.trouble:
            self._tell(self.say("Goodbye. Your session is kept; “game play” goes on from here."))
        else:
            self._tell(self.say("Goodbye."))

    # -- the commands --------------------------------------------------------------------------------------------------

    def _help(self, _: str) -> None:
        language = self.say.language
        self._tell(self.say("Type the number of a choice, or one of these words:"))
        lines = [f"  {shown_word(verb.id, language):<12}{self.say(verb.help)}" for verb in VERBS]
        self._print("\n".join(lines))

    def _look(self, _: str) -> None:
        self._setting = ("", "")
        self.show()

    def _status(self, _: str) -> None:
        session = self.session
        lines = self._setter().status(status(session.machine, session.state, session.language), session.state)
        self._print(lines or self.say("There is nothing to count in this story."))

    def _codex(self, name: str) -> None:
        session = self.session
        if not name:
            self._print(codex.listing(session, self.say, session.language, self.width))
            return
        ids = codex.known(session)
        found = codex.search(session.machine, ids, name, session.language)
        if len(found) == 1:
            self._open(found[0])
        elif found:
            names = ", ".join(self._title(entry) for entry in found)
            self._tell(self.say("Several entries fit “{name}”: {names}.", name=name, names=names))
        elif near := codex.near(session.machine, ids, name, session.language):
            self._tell(self.say("No known entry is called “{name}”. The nearest is “{near}”.", name=name, near=near))
        else:
            self._tell(self.say("No known entry is called “{name}”. Type “codex” for the list.", name=name))

    def _open(self, entry: str) -> None:
        session = self.session
        shown = session.open_entry(entry)
        known = codex.known(session)
        see = [self._title(other) for other in shown.see if other in known]
        self._print(self._setter().entry(shown, see, session.state))
        self._news()

    def _back(self, count: str) -> None:
        steps = int(count[:9]) if count.isdecimal() else 1
        if count and not count.isdecimal():
            self._tell(self.say("“back” takes a number of choices, as in “back 3”."))
        elif not self.session.turn:
            self._tell(self.say("This is the first page; there is nothing to go back to."))
        elif steps:
            self.session.rewind(max(0, self.session.turn - steps))
            self._setting = ("", "")
            self.show()

    def _history(self, count: str) -> None:
        made = self.session.choices
        if not made:
            self._tell(self.say("You have made no choice yet."))
            return
        last = max(1, int(count[:9])) if count.isdecimal() else HISTORY
        lines = []
        for turn in range(max(0, len(made) - last), len(made)):
            lines.append(wrap(self._caption_at(turn), self.width, f"{turn + 1:5}. "))
        self._print("\n".join(lines))

    def _caption_at(self, turn: int) -> str:
        """The words of the choice made at a turn, as they read then."""
        from game.engine import page

        session = self.session
        then = page(session.machine, session.steps[turn].state, session.language)
        setter = self._setter()
        chosen = session.choices[turn]
        return next((setter.caption(option) for option in then.options if option.id == chosen), chosen)

    def _language(self, name: str) -> None:
        machine = self.session.machine
        code = language_named(name) or name.casefold()
        has = ", ".join(LANGUAGES.get(one, one) for one in machine.languages)
        if code in machine.languages:
            self.session.set_language(code)
            self.say = words(code)
            self._setting = ("", "")
            self.show()
        elif code in LANGUAGES:
            self.say = words(code)
            self._tell(self.say("This story is not written in that language. It has: {has}.", has=has))
        else:
            self._tell(self.say("Which language? This story has: {has}.", has=has))

    def _where(self, _: str) -> None:
        file = self.session.file
        if file is None:
            self._tell(self.say("This session is not kept (--no-save)."))
        else:
            self._print(self.say("Every choice is saved as you make it, in {file}", file=file))

    def _new(self, _: str) -> None:
        if self._begin is None:
            self._tell(self.say("A new game cannot be begun from here."))
            return
        self.session.close()
        self.session = self._begin()
        self._setting, self._known, self._trouble = ("", ""), frozenset(), None
        self.greet(fresh=True)
