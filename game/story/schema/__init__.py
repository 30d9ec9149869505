"""The schema of a story's files: what keys and values they hold, checked here and told to editors as JSON Schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from game.story.data import Map
from game.story.diagnostics import Problems
from game.story.schema import checks
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
    schema = found.schema.model_json_schema(by_alias=True, mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = f"A {found.name} file" if kind != "story" else "story.yaml"
    _tidy(schema)
    return schema


def _tidy(schema: Any) -> None:
    """Say it as an author's editor needs it: no 'or null', no generated titles."""
    if isinstance(schema, list):
        for item in schema:
            _tidy(item)
        return
    if not isinstance(schema, dict):
        return
    for name, part in schema.items():
        if name in ("properties", "$defs"):
            for inner in part.values():
                inner.pop("title", None)
        _tidy(part)
    if schema.get("default", ...) is None:
        del schema["default"]
    branches = schema.get("anyOf", [])
    if {"type": "null"} in branches:
        branches.remove({"type": "null"})
        if len(branches) == 1:
            only = branches[0]
            del schema["anyOf"]
            schema.update({key: value for key, value in only.items() if key not in schema})
