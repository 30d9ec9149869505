"""The schema as an author's editor needs it: JSON Schema that completes whole keys and underlines what the reader would
refuse.

What pydantic writes is changed where yaml-language-server, which most editors use, makes too little of it: it completes
a key without its colon where the alternatives stand under `oneOf`, names classes in its list, offers 0 for every whole
number, and lets keys through that match no pattern.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EMPTY = "x-empty"
"""Marks a property whose value may be left empty."""


def exactly_one(*keys: str) -> dict[str, Any]:
    """That just one of these keys must be there. Of two that are there both are underlined, not all that is around."""
    alone = [
        {"if": {"required": [key]}, "then": {"properties": {other: False for other in keys if other != key}}}
        for key in keys
    ]
    return {"allOf": [at_least_one(*keys), *alone]}


def at_least_one(*keys: str) -> dict[str, Any]:
    """That one of these keys must be there."""
    return {"anyOf": [{"required": [key]} for key in keys]}


def needs(**others: str) -> dict[str, Any]:
    """That a key needs another one, without which it is underlined."""
    return {
        "allOf": [
            {"if": {"not": {"required": [other]}}, "then": {"properties": {key: False}}}
            for key, other in others.items()
        ]
    }


def needs_one(**others: tuple[str, ...]) -> dict[str, Any]:
    """That a key needs one of several others, without which it is underlined."""
    return {
        "allOf": [
            {"if": {"not": at_least_one(*several)}, "then": {"properties": {key: False}}}
            for key, several in others.items()
        ]
    }


def all_of(*rules: dict[str, Any]) -> dict[str, Any]:
    """Several of these together."""
    return {"allOf": list(rules)}


def json_schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file."""
    schema = model.model_json_schema(by_alias=True, mode="validation")
    _tidy(schema)
    for name, part in schema.get("$defs", {}).items():
        part["title"] = _plain_name(name)
    return {**schema, "$schema": DIALECT, "title": title}


def _plain_name(name: str) -> str:
    """A definition's name as words: GuardedTargetSource is a guarded target."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip("_").removesuffix("Source")).lower()


def _tidy(schema: Any) -> None:
    """Change a schema, and all within it, in place."""
    if isinstance(schema, list):
        for item in schema:
            _tidy(item)
        return
    if not isinstance(schema, dict):
        return
    for name, part in schema.items():
        if name in ("properties", "$defs"):
            for inner in part.values():
                if isinstance(inner, dict):
                    inner.pop("title", None)
        _tidy(part)
    if schema.get("default", ...) is None:
        del schema["default"]
    if "oneOf" in schema:
        schema["anyOf"] = schema.pop("oneOf")
    if "patternProperties" in schema:
        schema.setdefault("additionalProperties", False)
    if schema.get("minimum", 0) > 0:
        schema.setdefault("examples", [schema["minimum"]])
    _without_null(schema)


def _without_null(schema: dict[str, Any]) -> None:
    """A key that may be left out may not be empty, but where the schema says so."""
    empty = schema.pop(EMPTY, False)
    branches = schema.get("anyOf", [])
    if {"type": "null"} not in branches or empty:
        return
    branches.remove({"type": "null"})
    if len(branches) == 1:
        only = branches[0]
        del schema["anyOf"]
        schema.update({key: value for key, value in only.items() if key not in schema})
