"""Why a line to a page is closed, as the page hears it: WebSocket closing codes (RFC 6455, 7.4), ours from 4000 on."""

from __future__ import annotations

from enum import IntEnum


class CloseCode(IntEnum):
    """What the page then says is in `game.serve.page`."""

    ENDED = 1000
    """The player has left the game."""
    GOING = 1001
    """The server ends."""
    REFUSED = 1008
    """The page sent what no page of ours sends."""
    STOPPED = 4001
    """The game ended otherwise than by its player's leave."""
    ELSEWHERE = 4002
    """The same visitor opened the page anew."""
    FULL = 4003
    """All places are taken."""
    UNKNOWN = 4004
    """The browser brought no cookie of ours."""
