"""The small story that `game new` writes."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

TEMPLATE = Path(__file__).with_name("template")


def create(folder: Path) -> list[Path]:
    """Write the template story into a folder, named after it; returns the files written.

    Raises OSError where the folder cannot be written.
    """
    written = []
    files = [*TEMPLATE.rglob("*.yaml"), *TEMPLATE.rglob("*.po")]
    for source in sorted(files, key=lambda file: (len(file.parts), file.name)):
        target = folder / source.relative_to(TEMPLATE)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        if source.name in ("story.yaml", "fr.po"):
            text = text.replace("my-story", story_id(folder)).replace("My Story", _title(folder))
        target.write_text(text, encoding="utf-8")
        written.append(target)
    return written


def story_id(folder: Path) -> str:
    """An id made from the folder's name: lower case, words joined by hyphens."""
    name = unicodedata.normalize("NFKD", folder.absolute().name).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", name.lower())
    return "-".join(words) if words and words[0][0].isalpha() else "-".join(["story", *words])


def _title(folder: Path) -> str:
    return story_id(folder).replace("-", " ").title()
