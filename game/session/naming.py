"""The only place of the sessions that asks the clock and draws at random: names, dates and seeds of new sessions."""

from __future__ import annotations

import os
import re
import zlib
from datetime import datetime

SUFFIX = ".jsonl"
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_LONGEST_STORY = 60


def now() -> datetime:
    """This moment, with the local time's distance to UTC."""
    return datetime.now().astimezone()


def new_seed() -> int:
    """A seed for a new session, small enough to be read out and typed."""
    return _below(10**6)


def session_name(story: str) -> str:
    """A new file name, `<story>-<YYYYMMDD-HHMMSS>-<4 random characters>.jsonl`.

    `story` may come from a stranger's file: only what an id can hold gets into the name; a digest stands for the rest.
    """
    safe = re.sub(r"[^a-z0-9_-]+", "", story.lower())[:_LONGEST_STORY].strip("-_")
    if safe != story:
        safe = f"{safe}-{zlib.crc32(story.encode(errors='surrogatepass')):08x}".lstrip("-")
    chance = "".join(_LETTERS[_below(len(_LETTERS))] for _ in range(4))
    return f"{safe}-{now():%Y%m%d-%H%M%S}-{chance}{SUFFIX}"


def _below(limit: int) -> int:
    """A random number below `limit`; `secrets` would do the same, at five milliseconds of every start."""
    return int.from_bytes(os.urandom(8), "big") % limit
