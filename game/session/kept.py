"""Sessions kept beside a story as tests: each must still lead where it led, and what was read must be what is read."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from game.engine import Machine
from game.ordinary import read_ordinary
from game.os_reasons import os_reason
from game.printable import printable_lines
from game.session.errors import SessionError
from game.session.log import LARGEST
from game.session.naming import SUFFIX
from game.session.transcripts.scribe import STYLES
from game.session.transcripts.telling import Told, transcript
from game.session.verifying import verify

FOLDER = "sessions"
"""The folder of a story in which they are."""

MOST_LINES = 60
"""Lines of a difference that are shown."""


def kept_sessions(story: Path) -> list[Path]:
    """The session files kept in a story folder, by name. Raises OSError when their folder cannot be read."""
    try:
        return sorted(file for file in (story / FOLDER).iterdir() if file.name.endswith(SUFFIX))
    except (FileNotFoundError, NotADirectoryError):
        return []


def what_is_wrong(machine: Machine, file: Path, shown: str, told: Told) -> str:
    """What does not hold of a kept session, '' if all does; `shown` is what its story's folder is called in messages,
    `told` puts the notices of a transcript in words.

    Beside NAME.jsonl there can be a transcript, NAME.md or NAME.txt, as `game replay --transcript` writes it.
    """
    place = f"{shown}/{FOLDER}/"
    try:
        verdict = verify(machine, file)
        if not verdict.identical:
            return printable_lines(f"{place}{file.name}: {verdict.text}")
        differences = [_other_words(machine, file, style, place, told) for style in STYLES]
    except SessionError as error:
        return printable_lines(f"{place}{error.message}\n    = {error.hint}")
    return "\n\n".join(filter(None, differences))


def _other_words(machine: Machine, file: Path, style: str, place: str, told: Told) -> str:
    """How the transcript beside a session, if there is one in this style, differs from what is read now."""
    beside = file.with_name(f"{file.name.removesuffix(SUFFIX)}.{style}")
    try:
        then = read_ordinary(beside, LARGEST).decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        return printable_lines(f"{place}{beside.name}: it is not UTF-8 text")
    except OSError as error:
        return printable_lines(f"{place}{beside.name}: {os_reason(error)}")
    now = transcript(machine, file, style, told).split("\n")
    return "" if then == now else printable_lines(f"{place}{beside.name}:{_told(then, now)}")


def _told(then: Sequence[str], now: Sequence[str]) -> str:
    """The line at which two texts part, and their difference from there."""
    same = next((number for number, (one, other) in enumerate(zip(then, now, strict=False)) if one != other), None)
    line = min(len(then), len(now)) if same is None else same
    found = difflib.unified_diff(then, now, "as it was read", "as it is read now", lineterm="")
    lines = list(islice(found, MOST_LINES + 1))
    more = ["…"] if len(lines) > MOST_LINES else []
    return "\n".join([f"{line + 1}: what is read is not what was read", *lines[:MOST_LINES], *more])
