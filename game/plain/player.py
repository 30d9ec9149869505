"""The plain player's conversation: prints pages, hears a number or a word, does it on the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from game.engine import NotOffered, Option, Phase, StoryFault, entry_title, page, phase
from game.engine.markup import plain
from game.engine.state import stayed
from game.engine.typed import shown
from game.plain import codex, saving
from game.plain.commands import COMMANDS
from game.plain.pages import Setter, setting
from game.plain.text import WIDTH, styled
from game.plain.verbs import nearest, verb_of
from game.printable import printable, printable_lines
from game.session import Session, SessionError
from game.wording import Words, words
from game.wrapping import wrap


class Player:
    """One reader at one story. `hear` takes what was typed and answers on `out`; it returns False to leave.

    `begin` makes a new session, for `new`. `warned` says that leaving would lose something, and that this was told.
    `session` may be replaced between two inputs (closed and opened again). After a choice that asks for words the next
    line is these words, whatever it is.
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
        self.begin = begin
        self._setting = ("", "")
        self._known = frozenset(session.unlocked)
        self._trouble: str | None = None
        self._asked = ""
        self.warned = False

    # -- what the reader sees ------------------------------------------------------------------------------------------

    def greet(self, *, fresh: bool) -> None:
        """The title, the content note for a new game or a word on where it goes on, and the first page."""
        machine, language = self.session.machine, self.session.language
        self.write(plain(machine.words(machine.program.title, language)) or machine.program.id)
        if fresh:
            self.write(self.setter().prose(machine.words(machine.program.about, language)))
        else:
            turn = self.session.turn
            self.write(self.say.n("Continuing after {n} choice.", "Continuing after {n} choices.", turn))
        for notice in self.session.notices:
            self.tell(self.say.told(notice))
        self.tell(self.say("Type a number to choose, ? for help."))
        self.show_anew()

    def show_anew(self) -> None:
        """The present page with its chapter, place and date, whatever was shown before: all that was read since its
        scene was entered.
        """
        self._setting = ("", "")
        steps, turn = self.session.steps, self.session.turn
        first = turn
        while first and stayed(steps[first].state.trail):
            first -= 1
        for step in steps[first:turn]:
            earlier = page(self.session.machine, step.state, self.session.language)
            self.write(self.setter().page(earlier, step.state, self._setting))
            self._setting = setting(earlier, self._setting)
        self.show()

    def start_over(self, session: Session) -> None:
        """Greet with a session that has just begun, in place of the present one."""
        self.session = session
        self._setting, self._known, self._trouble, self._asked = ("", ""), frozenset(), None, ""
        self.warned = False
        self.greet(fresh=True)

    def show(self) -> None:
        """The present page and its options, then what is new in the codex."""
        page, state = self.session.page, self.session.state
        setter = self.setter()
        self.write(setter.page(page, state, self._setting))
        self._setting = setting(page, self._setting)
        self.news()
        match phase(self.session.machine, state):
            case Phase.ENDED:
                self.tell(self.say("The end. Type “back” to go back, “new” to play again, “quit” to leave."))
            case Phase.STUCK:
                self.tell(self.say("There is no way on from “{scene}”: a fault of the story.", scene=page.scene))
            case _:
                self.write(setter.options(page.options))
        self._warn()

    def setter(self) -> Setter:
        """What sets text as it is shown now."""
        return Setter(self.session.machine, self.say, self.width, self.session.language)

    def write(self, text: str) -> None:
        """A passage, with a blank line after it."""
        if text:
            self.out.write(printable_lines(text) + "\n\n")

    def tell(self, text: str) -> None:
        """A message of the player's own, wrapped."""
        self.write("\n".join(wrap(line, self.width) for line in text.split("\n")))

    def news(self) -> None:
        """Names the entries unlocked since this was last said."""
        unlocked = self.session.unlocked
        new = [entry for entry in codex.known(self.session) if entry in unlocked - self._known]
        self._known = frozenset(unlocked)
        if new:
            names = ", ".join(self.title(entry) for entry in new)
            self.tell(self.say("New in the codex: {names}.", names=names))

    def _warn(self) -> None:
        """Says once when saving has stopped."""
        if self.session.trouble != self._trouble:
            saving.tell_trouble(self)
            self.warned = False
        self._trouble = self.session.trouble

    def title(self, entry: str) -> str:
        """The title of a codex entry."""
        return entry_title(self.session.machine, entry, self.session.language)

    # -- what the reader types -----------------------------------------------------------------------------------------

    def hear(self, line: str) -> bool:
        """Do what a line says; False when the reader leaves."""
        if self._asked:
            self._take(self._asked, line)
            return True
        typed = printable(" ".join(line.split()))
        word, _, rest = typed.partition(" ")
        number = typed.rstrip(".)")
        if not typed:
            self.tell(self.say("Type a number to choose, ? for help."))
        elif number.isdecimal():
            self._choose(int(number[:9]))
        elif (verb := verb_of(word)) == "quit":
            if not saving.may_leave(self, "quit"):
                return True
            saving.farewell(self)
            return False
        elif verb is not None:
            # A path is taken as it was typed; it is cleaned where it is shown.
            COMMANDS[verb](self, line.strip().partition(" ")[2].strip() if verb == "export" else rest)
        else:
            self._unknown(word)
        return True

    def _choose(self, number: int) -> None:
        options = self.session.page.open_options
        if not options:
            self.tell(self.say("There is nothing to choose here; type “back” to go back."))
        elif not 1 <= number <= len(options):
            message = self.say.n("There is only choice 1 here.", "The choices here are 1 to {n}.", len(options))
            self.tell(message)
        else:
            option = options[number - 1]
            self._ask(option) if option.ask else self._take(option.id)

    def _ask(self, option: Option) -> None:
        """What the next line answers, and what stands there otherwise."""
        self._asked = option.id
        program, setter = self.session.machine.program, self.setter()
        variable = next(one for one in program.typed if one.name == option.ask)
        start = shown(self.session.machine.words(variable.start, self.session.language))
        self.tell(styled(option.prompt, self.say) if option.prompt else setter.caption(option))
        self.tell(
            self.say.n(
                "Type it on the next line, of {n} sign at most. An empty line leaves it at “{start}”.",
                "Type it on the next line, of {n} signs at most. An empty line leaves it at “{start}”.",
                variable.cells,
                start=start,
            )
        )

    def end(self) -> None:
        """The input has ended: what was asked is left at its start, and what is not saved is told."""
        if self._asked:
            self._take(self._asked, None)
        if self.session.check_saved():
            saving.tell_trouble(self)

    def _take(self, choice: str, said: str | None = None) -> None:
        self._asked = ""
        try:
            self.session.choose(choice, said)
        except StoryFault as fault:
            self.tell(
                self.say(
                    "The story breaks here ({place}: {what}). Nothing is lost: choose otherwise, or go back.",
                    place=fault.place,
                    what=fault.what,
                )
            )
        except NotOffered as refusal:
            self.tell(refusal.why)
        except SessionError as error:
            self.tell(self.say.told_whole(error.notice))
        else:
            self.show()

    def _unknown(self, word: str) -> None:
        near = nearest(word, self.say.language)
        if near:
            text = self.say("I do not know “{word}”. Did you mean “{near}”? Type ? for help.", word=word, near=near)
        else:
            text = self.say("I do not know “{word}”. Type the number of a choice, or ? for help.", word=word)
        self.tell(text)
