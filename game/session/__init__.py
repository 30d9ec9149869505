"""Sessions: what was played, kept as a log that saves, rewinds, replays, verifies and tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.lazy import lazily
from game.session.aside import remember_entry
from game.session.errors import Notice, SessionError
from game.session.lock import is_played
from game.session.log import Log, read_log, read_pipe
from game.session.naming import new_seed
from game.session.recording import session_bytes, write_session
from game.session.session import Session
from game.session.way import Step

if TYPE_CHECKING:
    from game.session.library.listing import Listing, Shelf, latest, list_sessions
    from game.session.library.sighting import Sighting, is_large
    from game.session.library.store import delete, export, find, import_bytes, import_session, whole_lines
    from game.session.survey import Sight, Survey
    from game.session.transcripts.telling import tell, transcript
    from game.session.verifying import Verdict, verify

__all__ = [
    "Listing",
    "Log",
    "Notice",
    "Session",
    "SessionError",
    "Shelf",
    "Sight",
    "Sighting",
    "Step",
    "Survey",
    "Verdict",
    "delete",
    "export",
    "find",
    "import_bytes",
    "import_session",
    "is_large",
    "is_played",
    "latest",
    "list_sessions",
    "new_seed",
    "read_log",
    "read_pipe",
    "remember_entry",
    "session_bytes",
    "tell",
    "transcript",
    "verify",
    "whole_lines",
    "write_session",
]

_ROOMS = {
    "library.listing": ("Listing", "Shelf", "latest", "list_sessions"),
    "library.sighting": ("Sighting", "is_large"),
    "library.store": ("delete", "export", "find", "import_bytes", "import_session", "whole_lines"),
    "survey": ("Sight", "Survey"),
    "transcripts.telling": ("tell", "transcript"),
    "verifying": ("Verdict", "verify"),
}

__getattr__ = lazily(__name__, {name: room for room, names in _ROOMS.items() for name in names})
"""What going on with a session that is known does not need."""
