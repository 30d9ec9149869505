"""The small types of the schema: texts, ids, numbers, yes and no, and values with a short and a long form.

The reader hands over nothing but mappings, lists and texts with places (`game.story.reading.data`). These types decide
what a text means; what they refuse, they refuse with a code of the registry, never in pydantic's words.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from game.story.places.marks import PLAIN, Mark
from game.story.places.source import Sourced
from game.story.reading.characters import is_blank
from game.story.reading.data import Map, Seq
from game.story.schema.for_editors import EMPTY

T = TypeVar("T")

ID = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
NAME = re.compile(r"[a-z_][a-z0-9_]*")
FUNCTIONS = frozenset({"visits", "seen", "taken", "min", "max", "scene", "chapter"})
YES_NO = frozenset({"yes", "no", "on", "off", "y", "n", "null", "none", "~", "true", "false"})
"""Words that some reader of YAML takes for a boolean or for nothing."""

NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
"""What YAML takes for nothing at all where it stands without quotation marks."""
NO_IDS = ("true", "false", "null")
"""Words that would be ids, if they meant nothing else to whoever reads YAML."""

LARGEST = 1_000_000
_WHOLE = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,8})")

TAG = "\ue000"
"""Begins the names of union branches: no key of a file can, so they are told apart in the path of an error."""
ONE, MANY, MAPPING = TAG + "text", TAG + "list", TAG + "mapping"


class Source(BaseModel):
    """A mapping of a story file: no key but the declared ones."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, defer_build=True)


class Placed(Source):
    """A mapping that remembers where it stands."""

    _mark: Mark = Mark("", 1, 1)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_place(cls, value: Any, handler: Callable[[Any], Any]) -> Any:
        made = handler(value)
        if isinstance(value, Map):
            made._mark = value.mark
        return made

    @property
    def mark(self) -> Mark:
        """Where the mapping begins."""
        return self._mark


def refuse(code: str, **fields: Any) -> PydanticCustomError:
    """The error that reports `code`; the place is found from its path."""
    return PydanticCustomError(cast("Any", code), cast("Any", code), fields)


class Checked:
    """The annotation of a type that a function validates and a JSON schema describes to editors."""

    def __init__(self, check: Callable[[Any], Any], schema: dict[str, Any]) -> None:
        self.core = core_schema.no_info_plain_validator_function(check)
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The validator."""
        return self.core

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """What editors are told."""
        return dict(self.schema)


class Branches(Discriminator):
    """Tells the branches of a union apart by a function; `expected` names them in an author's words."""

    def __init__(self, tell: Callable[[Any], str], expected: str) -> None:
        super().__init__(tell, "S104", "S104", {"expected": expected})

    def __hash__(self) -> int:
        return id(self)


# ---------------------------------------------------------------- texts


def text_of(value: Any, expected: str = "a text") -> Sourced:
    """The value as a text that says something."""
    if value.__class__ is not Sourced:
        raise refuse("S104", expected=expected)
    if is_blank(value) or is_nothing(value):
        raise refuse("S105")
    return value


def is_nothing(value: Any) -> bool:
    """Whether a value is what YAML takes for nothing."""
    return value.__class__ is Sourced and value.style == PLAIN and value in NOTHING


def _check_expression(value: Any) -> Sourced:
    if value.__class__ is Sourced and value.lower() in YES_NO and value not in ("true", "false"):
        raise refuse("S120", found=value)
    return text_of(value, "an expression")


def _check_id(value: Any) -> Sourced:
    text = text_of(value, "an id")
    if ID.fullmatch(text) is None or text in NO_IDS:
        raise refuse("S103", id=text)
    return text


def _check_variable(value: Any) -> Sourced:
    if value.__class__ is Sourced and value in YES_NO:
        raise refuse("S111", name=value, why="the word has a meaning of its own in expressions")
    text = text_of(value, "a variable's name")
    if NAME.fullmatch(text) is None:
        raise refuse("S111", name=text, why="a name is made of small letters, digits and _, and begins with a letter")
    if keyword.iskeyword(text) or text in FUNCTIONS:
        raise refuse("S111", name=text, why="the word has a meaning of its own in expressions")
    return text


def _any_text(pattern: str) -> dict[str, Any]:
    """The JSON Schema of a text: what stands there without quotation marks may look like a number or true."""
    return {"type": ["string", "number", "boolean"], "pattern": pattern}


def _named(pattern: str, *but: str) -> dict[str, Any]:
    """The JSON Schema of a name of a pattern that is none of some words."""
    other = f"(?!(?:{'|'.join(but)})$)" if but else ""
    return {"type": "string", "pattern": f"^{other}(?:{pattern})$"}


def _any_case(word: str) -> str:
    return "".join(f"[{char}{char.upper()}]" if char.isalpha() else char for char in word)


_NO_EXPRESSION = "|".join(sorted(map(_any_case, YES_NO - {"true", "false"})))
_NO_VARIABLE = sorted({word for word in (*keyword.kwlist, *FUNCTIONS, *YES_NO) if NAME.fullmatch(word)})

ANY_LINE = _any_text(r"\S")
Line = Annotated[Sourced, Checked(text_of, ANY_LINE)]
Expression = Annotated[Sourced, Checked(_check_expression, _any_text(rf"^(?!(?:{_NO_EXPRESSION})$)[\s\S]*\S"))]
Id = Annotated[Sourced, Checked(_check_id, _named(ID.pattern, *NO_IDS))]
SceneId = Annotated[Sourced, Checked(_check_id, _named(ID.pattern, *NO_IDS, "return"))]
VariableName = Annotated[Sourced, Checked(_check_variable, _named(NAME.pattern, *_NO_VARIABLE))]


_LANGUAGE = r"[a-z]{2,3}([_-][A-Za-z0-9]{2,8})*"


def _check_language(value: Any) -> Sourced:
    text = text_of(value, "a language")
    if re.fullmatch(_LANGUAGE, text) is None:
        raise refuse("S108", found=text, allowed="a language code such as en, fr or pt-BR", near="")
    return text


Language = Annotated[
    Sourced, Checked(_check_language, {"type": "string", "pattern": f"^{_LANGUAGE}$", "examples": ["en", "fr"]})
]


# ---------------------------------------------------------------- yes or no, numbers, words


def _check_flag(value: Any) -> bool:
    if value.__class__ is Sourced and value.style == PLAIN and value in ("true", "false"):
        return bool(value == "true")
    if value.__class__ is Sourced and value:
        raise refuse("S106", found=value)
    raise refuse("S104", expected="true or false")


Flag = Annotated[bool, Checked(_check_flag, {"type": "boolean"})]

EVERYWHERE = "everywhere"


def _check_once(value: Any) -> bool | str:
    return EVERYWHERE if value.__class__ is Sourced and value == EVERYWHERE else _check_flag(value)


Once = Annotated[bool | str, Checked(_check_once, {"enum": [True, False, EVERYWHERE]})]


def whole(low: int, high: int) -> Checked:
    """A whole number from `low` to `high`."""

    def check(value: Any) -> int:
        if value.__class__ is not Sourced:
            raise refuse("S104", expected="a whole number")
        if value.style != PLAIN or _WHOLE.fullmatch(value) is None or not low <= int(value) <= high:
            raise refuse("S107", found=value, low=low, high=high)
        return int(value)

    return Checked(check, {"type": "integer", "minimum": low, "maximum": high})


Number = Annotated[int, whole(-LARGEST, LARGEST)]
Priority = Annotated[int, whole(-1000, 1000)]
Weight = Annotated[int, whole(1, 1000)]
Visits = Annotated[int, whole(1, 1000)]
Full = Annotated[int, whole(1, LARGEST)]
Slots = Annotated[int, whole(1, 60)]


def word(*allowed: str) -> Checked:
    """One of a few words."""

    def check(value: Any) -> str:
        text = text_of(value, "one of: " + ", ".join(allowed))
        if text not in allowed:
            raise refuse("S108", found=text, allowed=", ".join(allowed), near=list(allowed))
        return str(text)

    return Checked(check, {"type": "string", "enum": list(allowed)})


# ---------------------------------------------------------------- short and long forms


def shape(value: Any) -> str:
    """The union branch of a value by its kind alone."""
    kind = value.__class__
    return ONE if kind is Sourced else MANY if kind is Seq else MAPPING if kind is Map else ""


def by_shape(expected: str) -> Branches:
    """A union told apart by kind alone."""
    return Branches(shape, expected)


Lines = Annotated[Annotated[Line, Tag(ONE)] | Annotated[list[Line], Tag(MANY)], by_shape("a text or a list of texts")]
Ids = Annotated[Annotated[Id, Tag(ONE)] | Annotated[list[Id], Tag(MANY)], by_shape("an id or a list of ids")]
Expressions = Annotated[
    Annotated[Expression, Tag(ONE)] | Annotated[list[Expression], Tag(MANY)],
    by_shape("an expression or a list of expressions"),
]


# ---------------------------------------------------------------- old ids

_OLD_CHOICE = re.compile(f"(?:{ID.pattern}/)?{ID.pattern}")


def _former(what: str, pattern: re.Pattern[str]) -> Checked:
    """An id that something of this kind had before."""

    def check(value: Any) -> Sourced:
        text = text_of(value, "an id")
        if pattern.fullmatch(text) is None or text in NO_IDS:
            raise refuse("S804", id=text, what=what)
        return text

    return Checked(check, _named(pattern.pattern, *NO_IDS))


_Scene = Annotated[Sourced, _former("scene", ID)]
_Choice = Annotated[Sourced, _former("choice", _OLD_CHOICE)]
_Variable = Annotated[Sourced, _former("variable", NAME)]
_Ending = Annotated[Sourced, _former("ending", ID)]
_Entry = Annotated[Sourced, _former("codex entry", ID)]
_IDS = by_shape("an id or a list of ids")
FormerScenes = Annotated[Annotated[_Scene, Tag(ONE)] | Annotated[list[_Scene], Tag(MANY)], _IDS]
FormerChoices = Annotated[Annotated[_Choice, Tag(ONE)] | Annotated[list[_Choice], Tag(MANY)], _IDS]
FormerVariables = Annotated[Annotated[_Variable, Tag(ONE)] | Annotated[list[_Variable], Tag(MANY)], _IDS]
FormerEndings = Annotated[Annotated[_Ending, Tag(ONE)] | Annotated[list[_Ending], Tag(MANY)], _IDS]
FormerEntries = Annotated[Annotated[_Entry, Tag(ONE)] | Annotated[list[_Entry], Tag(MANY)], _IDS]


def as_tuple(value: Sourced | list[Sourced] | None) -> tuple[Sourced, ...]:
    """The short and the long form as one."""
    if value is None:
        return ()
    return (value,) if isinstance(value, Sourced) else tuple(value)


def keyed(mapping: Mapping[Sourced, T] | None) -> dict[str, T]:
    """A mapping that may be left out."""
    return {} if mapping is None else {name: value for name, value in mapping.items()}  # noqa: C416


def key(description: str, alias: str | None = None) -> Any:
    """An optional key of a mapping."""
    return Field(default=None, alias=alias, description=description)


def section(description: str) -> Any:
    """An optional key of a mapping that may stand there empty."""
    return Field(default=None, description=description, json_schema_extra={EMPTY: True})


def needed(description: str, alias: str | None = None) -> Any:
    """A key that may not be missing."""
    return Field(alias=alias, description=description)
