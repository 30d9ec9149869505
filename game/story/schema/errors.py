"""From pydantic's errors to our diagnostics: the code, the place of the key or value, the nearest known name."""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from game.story.diagnostics import RULES, Problems, listed, nearest, shorten
from game.story.places.marks import Mark
from game.story.places.source import Sourced
from game.story.reading.data import Map, Seq, kind_of, mark_of
from game.story.schema import hints
from game.story.schema.hints import Path
from game.story.schema.values import TAG, YES_NO

_TARGETS = ("to", "skip", "then", "call", "else")
_EXPECTED = {
    "model_type": "a mapping (key: value)",
    "dict_type": "a mapping (key: value)",
    "list_type": "a list",
}


def report(error: ValidationError, root: Map, schema: type[BaseModel], problems: Problems) -> list[Path]:
    """Add a problem for every error; gives the paths (keys and positions) of what is wrong."""
    items = error.errors(include_url=False, include_input=False)
    paths = [steps(item["loc"]) for item in items]
    misplaced = _misplaced(root, schema, problems)
    for item, path in zip(items, paths, strict=True):
        if not (misplaced and len(path) == 1 and (item["type"] == "missing" or path[0] in misplaced)):
            _report_one(item, path, root, schema, problems)
    return paths


def _misplaced(root: Map, schema: type[BaseModel], problems: Problems) -> set[str]:
    """Report the keys at the top of a file that belong into another file, or a level further in; gives them."""
    first = next(name for name in hints.ELSEWHERE if name in schema.model_fields)
    known = _aliases(schema)
    found = {key: fix for key in root if key not in known and (fix := hints.ELSEWHERE[first].get(key, ""))}
    if first == "scenes" and first not in root and not found:
        scenes = [key for key, value in root.items() if isinstance(value, Map) and {"text", "choices"} & value.keys()]
        if scenes:
            fix = "Write a line 'scenes:' above the first scene, and indent all scenes by two more spaces."
            problems.add("S123", root.key(scenes[0]), key=shorten(scenes[0]), fix=fix)
            return set(scenes)
    for fix in dict.fromkeys(found.values()):
        key, *others = (key for key, each in found.items() if each == fix)
        more = f" So {'does' if len(others) == 1 else 'do'} {listed(others)}." if others else ""
        problems.add("S123", root.key(key), key=key, fix=fix + more)
    return set(found)


def steps(loc: Iterable[int | str]) -> Path:
    """The path of an error without the names of union branches."""
    return tuple(step for step in loc if not (isinstance(step, str) and step.startswith(TAG)))


def _report_one(item: ErrorDetails, path: Path, root: Map, schema: type[BaseModel], problems: Problems) -> None:
    code, fields = item["type"], dict(item.get("ctx", {}))
    if code == "missing":
        holder, name, mark = _holder(root, path[:-1])
        if hints.stands_for(str(path[-1]), holder, known_keys(schema, item["loc"][:-1])):
            return  # the key that stands for it is reported, and says so
        problems.add("S101", mark, key=path[-1], owner=_owner(path[:-1], holder, name))
    elif code == "extra_forbidden":
        _unknown_key(item, path, root, schema, problems)
    elif code in ("too_short", "too_long"):
        problems.add("S112", _place(root, path), what=f"'{path[-1]}'")
    elif code in RULES:
        value = _value(root, path)
        if code == "S104":
            _wrong_kind(value, fields["expected"], path, _place(root, path), problems)
        elif code == "S106" and path[-2:-1] == ("variables",) and str(value).lower() not in YES_NO:
            problems.add("S124", _place(root, path), found=shorten(str(value)), fix=hints.variable(value))
        else:
            offered: list[str] = fields.pop("near", None) or []
            # What the author wrote is cut to fit a sentence; what the rule itself says is not.
            shown: dict[str, Any] = {
                name: shorten(text) if isinstance(text, Sourced) else text for name, text in fields.items()
            }
            near = nearest(str(shown.get("found", "")), offered) or _meant(code, value, path)
            if code == "S103":
                end = path[-1] in _TARGETS and hints.is_end(str(value))
                word = path[-1] == "ending" and str(value).lower() in YES_NO
                shown["fix"] = hints.END if end else hints.ENDING if word else hints.IDS
            problems.add(code, _place(root, path), near=near, **shown)
    else:
        _wrong_kind(_value(root, path), _EXPECTED.get(code, "something else"), path, _place(root, path), problems)


def _meant(code: str, value: Any, path: Path) -> str:
    """What a wrong name or word most likely stands for, going by itself alone."""
    text = str(path[-2]) if path[-1:] == ("[key]",) else str(value)
    if code == "S103" and not (path[-1] in _TARGETS and hints.is_end(text)):
        return hints.slug(text)
    if code == "S111":
        name = (hints.slug(text) or text).replace("-", "_")
        return name if name != text and not keyword.iskeyword(name) else ""
    return {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(text.lower(), "") if code == "S106" else ""


def _wrong_kind(value: Any, expected: str, path: Path, mark: Mark, problems: Problems) -> None:
    """A value of the wrong kind; a value that is not there at all has a code of its own."""
    if isinstance(value, Sourced) and not value.strip():
        problems.add("S105", mark)
        return
    found = kind_of(value)
    if isinstance(value, Sourced):
        found = f"the text '{shorten(value)}'"
    elif isinstance(value, Map) and value:
        found = f"a mapping with {shorten(', '.join(value))}"
    problems.add("S104", mark, expected=expected, found=found, fix=hints.wrong_kind(value, path))


def _unknown_key(item: ErrorDetails, path: Path, root: Map, schema: type[BaseModel], problems: Problems) -> None:
    holder, _, mark = _holder(root, path[:-1])
    known = known_keys(schema, item["loc"][:-1])
    name = str(path[-1])
    if isinstance(holder, Map) and name in holder:
        mark = holder.key(name).mark
    fresh = [key for key in known if not isinstance(holder, Map) or key not in holder]
    fix = hints.unknown_key(name, holder, known)
    near = "" if fix else hints.meant(name, fresh) or nearest(name, known)
    if near and near not in fresh:
        fix, near = f"'{near}' stands here already: what belongs to it stands under that one key.", ""
    problems.add("S102", mark, near=near, fix=fix, key=shorten(name), known=", ".join(known))


# ---------------------------------------------------------------- finding the place


def _holder(root: Map, path: Path) -> tuple[Any, Sourced | None, Mark]:
    """The value at a path, the key it stands under (if any), and the place to report: that key's or its own."""
    value: Any = root
    name: Sourced | None = None
    mark = Mark(root.file.path, 1, 1)
    for step in path:
        if isinstance(value, Map) and isinstance(step, str) and step in value:
            name = value.key(step)
            value, mark = value[name], name.mark
        elif isinstance(value, Seq) and isinstance(step, int) and step < len(value):
            name, value = None, value[step]
            mark = mark_of(value, mark)
    return value, name, mark


def _value(root: Map, path: Path) -> Any:
    return _holder(root, path)[0]


def _place(root: Map, path: Path) -> Mark:
    """Where a wrong value stands: the value itself, or its key where the value is absent or the key is wrong."""
    value, name, mark = _holder(root, path)
    if path and path[-1] == "[key]":
        return mark
    if isinstance(value, Sourced) and not value and name is not None:
        return name.mark
    return mark if isinstance(value, Map | Seq) and name is not None else mark_of(value, mark)


_OWNERS = {
    "scenes": "the scene",
    "choices": "the choice",
    "entries": "the entry",
    "pictures": "the picture",
    "chapters": "the chapter",
    "endings": "the ending",
    "variables": "the variable",
}


def _owner(path: Path, holder: Any, name: Sourced | None) -> str:
    """What lacks a key, in an author's words."""
    if not path:
        return "the file"
    if name is not None and len(path) > 1 and path[-2] in _OWNERS:
        return f"{_OWNERS[str(path[-2])]} '{shorten(name)}'"
    if name is not None:
        return f"'{shorten(name)}'"
    return f"this entry of '{path[-2]}'" if len(path) > 1 and isinstance(path[-1], int) else "this mapping"


# ---------------------------------------------------------------- known keys


def known_keys(schema: type[BaseModel], loc: Iterable[int | str]) -> list[str]:
    """The keys that the schema knows in the mapping at an error's path."""
    here: Any = schema
    for step in loc:
        here = _descend(here, step)
    here = _plain(here)
    return _aliases(here) if isinstance(here, type) and issubclass(here, BaseModel) else []


def _aliases(schema: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in schema.model_fields.items()]


def _plain(annotation: Any) -> Any:
    """An annotation without its metadata and without 'or nothing'."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        inner = [part for part in get_args(annotation) if part is not type(None)]
        if len(inner) == 1:
            return _plain(inner[0])
    return annotation


def _descend(annotation: Any, step: int | str) -> Any:
    """The annotation one step further along the path of an error."""
    here = _plain(annotation)
    origin = get_origin(here)
    if origin in (Union, UnionType):
        for branch in get_args(here):
            if get_origin(branch) is Annotated and any(_is_tag(part, step) for part in get_args(branch)[1:]):
                return branch
            if branch is not type(None) and (found := _descend(branch, step)) is not None:
                return found
        return None
    if origin is dict:
        return None if isinstance(step, int) or step.startswith(TAG) else get_args(here)[1]
    if origin is list:
        return get_args(here)[0] if isinstance(step, int) else None
    if isinstance(here, type) and issubclass(here, BaseModel):
        return next((f.annotation for n, f in here.model_fields.items() if (f.alias or n) == step), None)
    return None


def _is_tag(part: Any, step: int | str) -> bool:
    return isinstance(part, Tag) and part.tag == step
