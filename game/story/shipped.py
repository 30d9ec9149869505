"""Where the story that ships with the engine lives: inside an installed package, or beside it in a source tree."""

from __future__ import annotations

from pathlib import Path


def shipped_story() -> Path:
    """The folder of the shipped story. Raises FileNotFoundError when this copy of the engine carries none."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "shipped" / "scenes", package.parent / "scenes"):
        if (folder / "story.yaml").is_file():
            return folder
    raise FileNotFoundError("this copy of the engine carries no story: name a story folder")
