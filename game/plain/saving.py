"""What the plain player says about saving: the truth at this moment, and a way to save elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from string import punctuation
from typing import TYPE_CHECKING

from game.plain.verbs import shown_word
from game.session import SessionError

if TYPE_CHECKING:
    from game.plain.player import Player


def where(player: Player, _: str) -> None:
    """Where the session is kept, if it is."""
    session, say = player.session, player.say
    if session.file is None:
        player.tell(f"{say('This session is not kept (--no-save).')} {_elsewhere(player)}")
    elif session.check_saved():
        tell_trouble(player)
    else:
        player.write(say("Every choice is saved as you make it, in {file}", file=session.file))


def tell_trouble(player: Player) -> None:
    """Why the session is not being saved, and what can be done."""
    if player.session.trouble:
        player.tell(f"{player.say.told(player.session.trouble)} {_elsewhere(player)}")


def _elsewhere(player: Player) -> str:
    return player.say("“export FILE” saves it elsewhere.")


def export(player: Player, path: str) -> None:
    """Save the session in a new file. There is no `-` for stdout here: that is the conversation."""
    say = player.say
    try:
        target = Path(path).expanduser()
        if not path or _is_no_name(target):
            player.tell(say("“export” takes the name of a new file, or of a folder, as in “export my-session.jsonl”."))
            return
        written = player.session.export(target)
    except (SessionError, RuntimeError) as error:  # `~nobody` is nobody's home
        player.tell(_refusal(player, error))
    else:
        player.write(say("Saved in {file}", file=written))
        if player.session.holds_words:
            player.tell(say("What you typed is in it."))


def _is_no_name(target: Path) -> bool:
    """Whether somebody typed signs, such as `-`, `?` or `""`, that are no folder and that nobody calls a file."""
    return set(target.name) <= set(punctuation) and not os.path.isdir(target)  # noqa: PTH112 - raises nothing


def _refusal(player: Player, error: SessionError | RuntimeError) -> str:
    if isinstance(error, SessionError):
        return player.say.told_whole(error.notice)
    return str(error)


def may_leave(player: Player, verb: str) -> bool:
    """Whether `verb` may leave the session now: what is not saved is told first, and takes the word a second time."""
    session = player.session
    if session.check_saved() is None or player.warned:
        return True
    player.warned = True
    tell_trouble(player)
    word = shown_word(verb, player.say.language)
    player.tell(player.say("Type “{word}” again to leave it so.", word=word))
    return False


def farewell(player: Player) -> None:
    """The last words, which say what has become of the session."""
    session, say = player.session, player.say
    if session.file is None:
        player.tell(say("Goodbye. This session was not kept."))
    elif session.trouble:
        player.tell(say("Goodbye. What was played last is not saved."))
    else:
        player.tell(say("Goodbye. Your session is kept; “game play” goes on from here."))
