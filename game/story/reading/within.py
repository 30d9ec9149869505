"""What lies in a story's folder, and what only seems to: a link may lead anywhere on the disk."""

from __future__ import annotations

import os
from pathlib import Path

OWN_FOLDERS = ("codex", "pictures", "locale")
"""The folders of a story that have a meaning of their own."""


def leads_out(folder: Path, path: Path) -> bool:
    """Whether a file or a folder that stands below `folder` is a link to something outside of it.

    Such a link is never followed: a story from a stranger could show, or change, what is nobody's business.
    """
    return path.is_symlink() and not is_within(folder, path)


def is_within(folder: Path, path: Path) -> bool:
    """Whether a path lies in a folder when all links of both have been followed; it need not exist."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
