"""The schema of a story's files: what keys and values they hold, checked here and told to editors as JSON Schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from game.story.diagnostics import Problems
from game.story.reading.data import Map
from game.story.schema import checks, for_editors
from game.story.schema.codex import CodexFile, PictureFile
from game.story.schema.scenes import SceneFile
from game.story.schema.story import StoryFile

__all__ = ["KINDS", "CodexFile", "Kind", "PictureFile", "SceneFile", "StoryFile", "json_schema"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name, its schema, the checks across keys, and the key that it must hold."""

    name: str
    schema: type[BaseModel]
    check: Callable[[Map, Problems], None]
    first: str


KINDS = {
    "story": Kind("story", StoryFile, checks.check_story_file, "story"),
    "scenes": Kind("scene", SceneFile, checks.check_scene_file, "scenes"),
    "codex": Kind("codex", CodexFile, checks.check_codex_file, "entries"),
    "pictures": Kind("picture", PictureFile, checks.check_picture_file, "pictures"),
}


def json_schema(kind: str = "scenes") -> dict[str, Any]:
    """The JSON Schema of a kind of file: 'scenes', 'story', 'codex' or 'pictures'. Raises KeyError for another kind."""
    found = KINDS[kind]
    return for_editors.json_schema(found.schema, f"A {found.name} file" if kind != "story" else "story.yaml")
