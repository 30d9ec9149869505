"""Who is playing: a visitor is a random cookie that this server signed, and a home folder that the cookie names."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import re
import secrets
from pathlib import Path
from typing import NamedTuple

from game.whole import make_folder, write_whole

NAME_BYTES = 16
SECRET_BYTES = 32
COOKIE = re.compile(r"([0-9a-f]{32})([0-9a-f]{64})")


class Visitor(NamedTuple):
    """One browser. `name` is public (it names the home folder); `cookie` proves that it is theirs."""

    name: str
    cookie: str
    home: Path


class Visitors:
    """The visitors of the server whose folder is `folder`; a cookie is good for as long as the folder's secret is."""

    def __init__(self, folder: Path) -> None:
        """Read the secret, or make folder and secret at the first start. Raises OSError."""
        self.folder = folder
        _make_private(folder)
        self._secret = _secret(folder / "secret")

    def new(self) -> Visitor:
        """Somebody who was never here; nothing is written before they play."""
        name = secrets.token_hex(NAME_BYTES)
        return self._visitor(name)

    def known(self, cookie: str) -> Visitor | None:
        """The visitor of a cookie, or None for one that this server did not give."""
        found = COOKIE.fullmatch(cookie)
        if found is None:
            return None
        visitor = self._visitor(found[1])
        return visitor if hmac.compare_digest(visitor.cookie, cookie) else None

    def settle(self, visitor: Visitor) -> None:
        """Make the visitor's home, for this server's user alone. Raises OSError."""
        _make_private(visitor.home)

    def tidy(self, visitor: Visitor) -> None:
        """Take away the home of somebody who left nothing in it."""
        with contextlib.suppress(OSError):
            visitor.home.rmdir()

    def _visitor(self, name: str) -> Visitor:
        mark = hmac.new(self._secret, name.encode(), hashlib.sha256).hexdigest()
        return Visitor(name, name + mark, self.folder / name)


def _make_private(folder: Path) -> None:
    make_folder(folder)
    folder.chmod(0o700)


def _secret(file: Path) -> bytes:
    """The secret in a file; made when it is missing or was never written whole."""
    with contextlib.suppress(FileNotFoundError):
        found = file.read_bytes()
        if len(found) == SECRET_BYTES:
            return found
    fresh = secrets.token_bytes(SECRET_BYTES)
    write_whole(file, fresh)
    return file.read_bytes()
