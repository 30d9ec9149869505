"""Writing a file whole or not at all, and clearing away the oldest of a folder, where trouble makes no more trouble.

Every file of this program that is replaced is written here, so that neither a crash nor a full disk leaves half of one.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PART = ".part"
"""What the name of a file that is still being written ends with."""


def make_folder(folder: Path, mode: int = 0o700) -> None:
    """Make a folder and those it stands in, where they are missing, by default for their owner alone.

    Raises OSError.
    """
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=mode, exist_ok=True)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def private(file: str, flags: int) -> int:
    """Open a file which, if that makes it, is for its owner alone: the `opener` of `open`."""
    return os.open(file, flags, 0o600)


@contextmanager
def naming(file: Path | str) -> Iterator[None]:
    """An OSError from within names this file: one about an open file names none, others one that stands in for it."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(file), None
        raise


def write_whole(file: Path, data: bytes, *, shared: bool = False) -> None:
    """Make a file, and its folder, or replace it in one step; a link to it stays a link.

    It is for its owner alone, unless it is `shared`: then it is for whom it was for, or for whom new files are.

    Raises the OSError that kept it from being written, and no other, with the name of the file, or of what stands where
    its folder should: the file is then what it was before, and what was written meanwhile is cleared away where that is
    possible.
    """
    target = Path(os.path.realpath(file))
    part = target.with_name(f"{target.name}.{os.getpid()}{PART}")
    if shared:
        make_folder(target.parent, mode=0o777)
    else:
        make_folder(target.parent)
    remove(part)  # it may have been left there, for others to read
    try:
        with naming(file):
            with open(part, "wb", opener=None if shared else private) as stream:
                stream.write(data)
            if shared and target.exists():
                import shutil  # rarely needed, and slow to import: it brings every way of packing files

                shutil.copymode(target, part)
            part.replace(target)
    except BaseException:
        remove(part)
        raise


def remove(file: Path) -> None:
    """Remove a file that nobody needs, if it is there and can be removed. Raises nothing."""
    with suppress(OSError):
        file.unlink()


def let_go(fd: int) -> None:
    """Close an open file that was only read, or whose contents are on the disk already. Raises nothing."""
    with suppress(OSError):
        os.close(fd)


def keep_newest(folder: Path, ending: str, most: int) -> None:
    """Remove all but the newest `most` files whose names end so, those that were left half written among them. What
    cannot be looked at stays. Raises nothing.
    """
    times: dict[Path, int] = {}
    with suppress(OSError):
        times = {file: _written(file) for file in folder.iterdir() if file.name.endswith((ending, PART))}
    for file in sorted(times, key=times.__getitem__)[: max(0, len(times) - most)]:
        remove(file)


def _written(file: Path) -> int:
    """When a file was last written, in nanoseconds; one that cannot be asked counts as new."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 1 << 63
