"""Why the system refused something, by its number, in words that every face can put into the player's language."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import ClassVar

WORDS: Mapping[int, str] = {
    errno.EPERM: "Operation not permitted",
    errno.ENOENT: "No such file or directory",
    errno.EIO: "Input/output error",
    errno.ENOEXEC: "Exec format error",
    errno.EACCES: "Permission denied",
    errno.EBUSY: "Device or resource busy",
    errno.EEXIST: "File exists",
    errno.ENOTDIR: "Not a directory",
    errno.EISDIR: "Is a directory",
    errno.ENFILE: "Too many open files in system",
    errno.EMFILE: "Too many open files",
    errno.EFBIG: "File too large",
    errno.ENOSPC: "No space left on device",
    errno.EROFS: "Read-only file system",
    errno.ENAMETOOLONG: "File name too long",
    errno.ENOTEMPTY: "Directory not empty",
    errno.ELOOP: "Too many levels of symbolic links",
    errno.EADDRINUSE: "Address already in use",
    errno.EADDRNOTAVAIL: "Cannot assign requested address",
}
"""What the common numbers mean, as the C library says it in English; catalogues translate these words."""

OURS = {
    "ordinary": "it is not an ordinary file",
    "large": "it is too large",
    "name": "no file can have such a name",
    "address": "it has no address",
}
"""Reasons of our own that stand where the system's do."""


class Reason(str):
    """A reason in English that can be translated; a message (`Words.told`) knows it by its `template`."""

    fields: ClassVar[Mapping[str, object]] = {}

    @property
    def template(self) -> str:
        """The words that a catalogue has."""
        return str(self)


class Refused(OSError):
    """A refusal of ours that is met like one of the system's; `reason` is a Reason, or a message of a session."""

    def __init__(self, number: int, reason: str, file: str | None = None) -> None:
        super().__init__(number, str(reason), *([file] if file is not None else []))
        self.reason = reason


def os_reason(error: OSError | ValueError) -> str:
    """Why something was refused, without number and path: a Reason where its words are known, else the system's own.

    A ValueError is what Python raises for a name that no file can have: with a null character in it, for one.
    """
    if isinstance(error, Refused):
        return error.reason
    if isinstance(error, ValueError):
        return Reason(OURS["name"])
    # The numbers of the resolver (`gaierror`) mean something else, and on some systems they are the same.
    known = WORDS.get(error.errno or 0) if type(error).__name__ not in ("gaierror", "herror") else None
    return Reason(known) if known else error.strerror or str(error) or type(error).__name__
