"""All ways of a session in words: a numbered list of its branches, going to one of them, and bookmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.plain.pages import setting
from game.printable import printable
from game.session import SessionError
from game.wrapping import wrap

if TYPE_CHECKING:
    from game.plain.player import Player
    from game.session import Sight, Survey


def ways(player: Player, number: str) -> None:
    """List the branches of the session by the numbers of their last pages, which stay; with a number, go on there."""
    from game.session import Survey

    pages = len(player.session.tree)
    if not number:
        survey = Survey(player.session)
        lines = [_line(player, survey, index) for index in range(len(survey.branches))]
        player.write("\n".join(lines))
        player.tell(player.say("“ways” with a number goes to the last page of that line; nothing is lost."))
    elif number.isdecimal() and 1 <= int(number[:9]) <= pages:
        _visit(player, int(number) - 1)
    else:
        player.tell(player.say("“ways” takes a number from 1 to {most}.", most=pages))


def _visit(player: Player, page: int) -> None:
    try:
        player.session.visit(page)
    except SessionError as refusal:
        player.tell(player.say.told(refusal.notice))
        return
    player.show_anew()


def _line(player: Player, survey: Survey, index: int) -> str:
    """A branch: how deep it hangs is said by where its line begins, and in words where it leaves another."""
    say = player.say
    sight = survey.sight(index, player.session.language)
    words = _caption(player, sight)
    if sight.branch.begins:
        words = say("left here: {choice}", choice=words)
    parts = [say.n("{n} page", "{n} pages", sight.branch.pages), *_end(player, sight)]
    if sight.note is not None:
        parts.append(say("bookmark: {note}", note=printable(sight.note, 200)) if sight.note else say("bookmark"))
    room = "  " * min(sight.branch.depth, 6)
    return wrap(f"{words} ({say('; ').join(parts)})", player.width, f"{sight.branch.last + 1:5}. {room}")


def _caption(player: Player, sight: Sight) -> str:
    if not sight.choice or sight.from_page is None:
        return printable(sight.choice) or player.say("The first page")
    return player.setter().chosen(sight.from_page, sight.choice, sight.said)


def _end(player: Player, sight: Sight) -> list[str]:
    """Where a branch ends, in words."""
    last = sight.to_page
    if last is None:
        return [player.say("no longer in the story")]
    ending = player.say("Ending: {title}", title=last.ending_title or last.ending) if last.ending else ""
    here = player.say("you are here") if sight.is_here else ""
    return list(filter(None, (ending or setting(last)[1], here)))


def bookmark(player: Player, note: str) -> None:
    """Put a note on the present page."""
    player.session.bookmark(note)
    player.tell(player.say("This page has a bookmark; “ways” lists it."))


def unmark(player: Player, _: str) -> None:
    """Take it off again."""
    if player.session.tree.here in player.session.bookmarks:
        player.session.remove_bookmark()
        player.tell(player.say("The bookmark is taken off."))
    else:
        player.tell(player.say("There is no bookmark here."))
