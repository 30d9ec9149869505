"""What the plain player's words do: a function for each, given what was typed after the word."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game import __version__
from game.engine import page, status
from game.engine.markup import plain
from game.plain import codex, saving, ways
from game.plain.verbs import VERBS, shown_word
from game.session import SessionError
from game.story.translating.languages import among
from game.wording import LANGUAGES, language_named, words
from game.wrapping import wrap

if TYPE_CHECKING:
    from game.plain.player import Player

HISTORY = 20
"""How many of the last choices `history` prints when no number is given."""


def _help(player: Player, _: str) -> None:
    language = player.say.language
    player.tell(player.say("Type the number of a choice, or one of these words:"))
    lines = [f"  {shown_word(verb.id, language):<12}{player.say(verb.help)}" for verb in VERBS]
    player.write("\n".join(lines))


def _look(player: Player, _: str) -> None:
    player.show_anew()


def _status(player: Player, _: str) -> None:
    session = player.session
    lines = player.setter().status(status(session.machine, session.state, session.language), session.state)
    player.write(lines or player.say("There is nothing to count in this story."))
    _tell_loaded(player)


def _codex(player: Player, name: str) -> None:
    session = player.session
    if not name:
        player.write(codex.listing(session, player.say, session.language, player.width))
        return
    ids = codex.known(session)
    found = codex.search(session.machine, ids, name, session.language)
    if len(found) == 1:
        _open(player, found[0])
    elif found:
        names = ", ".join(player.title(entry) for entry in found)
        player.tell(player.say("Several entries fit “{name}”: {names}.", name=name, names=names))
    elif near := codex.near(session.machine, ids, name, session.language):
        player.tell(player.say("No known entry is called “{name}”. The nearest is “{near}”.", name=name, near=near))
    else:
        player.tell(player.say("No known entry is called “{name}”. Type “codex” for the list.", name=name))


def _open(player: Player, entry: str) -> None:
    session = player.session
    shown = session.open_entry(entry)
    known = codex.known(session)
    see = [player.title(other) for other in shown.see if other in known]
    player.write(player.setter().entry(shown, see, session.state))
    player.news()


def _back(player: Player, count: str) -> None:
    steps = _number(count)
    if steps is None:
        player.tell(player.say("“back” takes a number of choices, as in “back 3”."))
    elif not player.session.turn:
        player.tell(player.say("This is the first page; there is nothing to go back to."))
    else:
        player.session.rewind(max(0, player.session.turn - steps))
        player.show_anew()
        _ahead(player)


def _forward(player: Player, count: str) -> None:
    steps, ahead = _number(count), len(player.session.ahead)
    if steps is None:
        player.tell(player.say("“forward” takes a number of choices, as in “forward 3”."))
    elif not ahead:
        player.tell(player.say("Nothing lies ahead: “forward” takes again what you went back from."))
    else:
        before = player.session.turn
        try:
            player.session.forward(min(steps, ahead))
        except SessionError as refusal:
            player.tell(player.say.told(refusal.notice))
        if player.session.turn != before:
            player.show_anew()
            _ahead(player)


def _number(count: str) -> int | None:
    """How many choices were asked for: one where nothing was typed, None where it was no number above 0."""
    if count and not count.isdecimal():
        return None
    return int(count[:9]) or None if count else 1


def _ahead(player: Player) -> None:
    """Says what can be gone forward to again."""
    if ahead := len(player.session.ahead):
        said = player.say.n(
            "{n} choice is kept ahead; “forward” takes it again.",
            "{n} choices are kept ahead; “forward” takes the next one again.",
            ahead,
        )
        player.tell(said)


def _history(player: Player, count: str) -> None:
    made = player.session.choices
    if not made:
        player.tell(player.say("You have made no choice yet."))
        return
    last = max(1, int(count[:9])) if count.isdecimal() else HISTORY
    lines = []
    for turn in range(max(0, len(made) - last), len(made)):
        lines.append(wrap(_caption_at(player, turn), player.width, f"{turn + 1:5}. "))
    player.write("\n".join(lines))
    _tell_loaded(player)


def _tell_loaded(player: Player) -> None:
    """Says that the dice are loaded, where they are."""
    if player.session.loaded:
        player.tell(player.say.told(player.session.loaded))


def _caption_at(player: Player, turn: int) -> str:
    """The words of the choice made at a turn, as they read then."""
    session = player.session
    then = page(session.machine, session.steps[turn].state, session.language)
    step = session.steps[turn]
    return player.setter().chosen(then, step.choice_id, step.said)


def _language(player: Player, name: str) -> None:
    machine = player.session.machine
    code = language_named(name) or among(name.strip(), machine.languages)
    has = ", ".join(LANGUAGES.get(one, one) for one in machine.languages)
    if code in machine.languages:
        player.session.set_language(code)
        player.say = words(code)
        player.show_anew()
    elif code in LANGUAGES:
        player.say = words(code)
        player.tell(player.say("This story is not written in that language. It has: {has}.", has=has))
    else:
        player.tell(player.say("Which language? This story has: {has}.", has=has))


def _credits(player: Player, _: str) -> None:
    program, language = player.session.machine.program, player.session.language
    say, machine = player.say, player.session.machine
    player.write(player.setter().prose(machine.words(program.credits, language)))
    facts = (
        (say("Story"), f"{plain(machine.words(program.title, language))} {program.version}"),
        (say("Author"), program.author),
        (say("Licence"), program.licence),
        (say("Engine"), say("version {version}, MIT licence, made with Textual", version=__version__)),
    )
    player.tell("\n".join(say("{label}: {value}", label=label, value=value) for label, value in facts if value))


def _new(player: Player, _: str) -> None:
    if player.begin is None:
        player.tell(player.say("A new game cannot be begun from here."))
        return
    if not saving.may_leave(player, "new"):
        return
    player.session.close()
    player.start_over(player.begin())


COMMANDS: dict[str, Callable[[Player, str], None]] = {
    "help": _help,
    "look": _look,
    "status": _status,
    "codex": _codex,
    "back": _back,
    "forward": _forward,
    "history": _history,
    "ways": ways.ways,
    "bookmark": ways.bookmark,
    "unmark": ways.unmark,
    "language": _language,
    "where": saving.where,
    "export": saving.export,
    "credits": _credits,
    "new": _new,
}
"""The commands by the id of their verb; `quit` is the player's own."""
