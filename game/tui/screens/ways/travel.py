"""Going back and forward along a session, and the words that say where that led and how to come back."""

from __future__ import annotations

from game.actions import BY_ID, keys_of, keys_shown
from game.engine import open_choices
from game.session import Session, SessionError
from game.tui.play_context import PlayContext


def travel(context: PlayContext, turn: int) -> str:
    """Go to the page after the first `turn` choices, taken or ahead; returns what the player should be told."""
    session, words = context.session, context.words
    if session is None:
        return ""
    if turn < 0:
        return words("This is the first page.")
    if turn > session.turn:
        return _forward(context, session, turn - session.turn)
    session.rewind(turn)
    return words.n(
        "Back on page {page}; {n} choice is kept ahead, {key} goes forward again.",
        "Back on page {page}; {n} choices are kept ahead, {key} goes forward again.",
        len(session.ahead),
        page=session.turn + 1,
        key=_forward_key(context),
    )


def last_decision(session: Session) -> int:
    """How many choices lead to the last page before the present one on which several were open; -1 where none was."""
    machine, steps = session.machine, session.steps
    several = (turn for turn in range(session.turn - 1, -1, -1) if len(open_choices(machine, steps[turn].state)) > 1)
    return next(several, -1)


def _forward(context: PlayContext, session: Session, steps: int) -> str:
    words = context.words
    if not session.ahead:
        return words("Nothing is ahead: {key} takes again what you went back from.", key=_forward_key(context))
    try:
        session.forward(steps)
    except SessionError as refusal:
        return words.told_whole(refusal.notice)
    page, left = session.turn + 1, len(session.ahead)
    if not left:
        return words("Forward on page {page}, as far as you had come.", page=page)
    return words.n(
        "Forward on page {page}; {n} choice is still ahead.",
        "Forward on page {page}; {n} choices are still ahead.",
        left,
        page=page,
    )


def _forward_key(context: PlayContext) -> str:
    return keys_shown(keys_of(BY_ID["forward"], context.keymap), context.words, 1)
