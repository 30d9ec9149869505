"""The small story that `game new` writes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from game.whole import remove, write_whole

TEMPLATE = Path(__file__).with_name("template")


def create(folder: Path) -> list[Path]:
    """Write the template story into a folder, named after it; returns the files written.

    Raises OSError where the folder cannot be written: then nothing of it is left, and it can be tried again.
    """
    files = [*TEMPLATE.rglob("*.yaml"), *TEMPLATE.rglob("*.po")]
    sources = sorted(files, key=lambda file: (len(file.parts), file.name))
    targets = {folder / source.relative_to(TEMPLATE): source for source in sources}
    missing = {each for file in targets for each in file.parents if not each.exists()}
    try:
        for target, source in targets.items():
            write_whole(target, _text(source, folder).encode(), shared=True)
    except BaseException:
        _unmake(targets, missing)
        raise
    return list(targets)


def _text(source: Path, folder: Path) -> str:
    """A file of the template as it is in this story."""
    text = source.read_text(encoding="utf-8")
    if source.name in ("story.yaml", "fr.po"):
        text = text.replace("my-story", story_id(folder)).replace("My Story", _title(folder))
    return text


def _unmake(files: Iterable[Path], folders: Iterable[Path]) -> None:
    """Remove what was made, where it was made and can be removed. Raises nothing."""
    for file in files:
        remove(file)
    for folder in sorted(folders, key=lambda each: len(each.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()


def story_id(folder: Path) -> str:
    """An id made from the folder's name: lower case, words joined by hyphens.

    What an id cannot say of the name (other scripts, no letter at all) a short digest of it stands for, so that two
    stories do not share one.
    """
    name = _name(folder)
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    parts = re.findall(r"[a-z0-9]+", bare)
    lost = not parts or any(char.isalnum() and not char.isascii() for char in bare)
    if not parts or not parts[0][0].isalpha():
        parts.insert(0, "story")
    return "-".join([*parts, *([_digest(name)] if lost else [])])


def _name(folder: Path) -> str:
    """The folder's name with the differences gone that systems make between the same letters."""
    return unicodedata.normalize("NFC", folder.resolve().name).casefold()


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode(errors="surrogateescape")).hexdigest()[:8]


def _title(folder: Path) -> str:
    """The folder's name as words, in whatever script it is written."""
    letters = (char if unicodedata.category(char)[0] in "LMN" else " " for char in _name(folder))
    words = "".join(letters).split() or story_id(folder).split("-")
    return " ".join(word.capitalize() for word in words)
