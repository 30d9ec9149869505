"""Schema of variables: true or false, a range of whole numbers, one of a list, a set of some of a list, or words that
the player types.
"""

from typing import Annotated, Any

from annotated_types import MinLen
from pydantic import ConfigDict, Field, Tag

from game.engine.typed import cleaned
from game.story.diagnostics import Problems, listed, nearest, shorten
from game.story.places.source import Sourced
from game.story.reading import model
from game.story.reading.data import Map, Seq
from game.story.schema.for_editors import all_of, exactly_one, needs, needs_one
from game.story.schema.values import (
    ANY_LINE,
    LARGEST,
    MAPPING,
    ONE,
    Checked,
    Expression,
    Flag,
    FormerVariables,
    Line,
    Lines,
    Source,
    as_tuple,
    by_shape,
    key,
    keyed,
    refuse,
    text_of,
    whole,
    word,
)

MOST_CELLS = 24
"""How many cells of a line typed words may take at most."""
MOST_MEMBERS = 64
"""How many members a set may have: each is a boolean of its own to whoever proves the story."""
NO_MEMBERS = {
    "none": "it says that a set is empty",
    **dict.fromkeys(("true", "false"), "the word has a meaning of its own in expressions"),
}
"""Words that no member of a set can be, and why."""

Saturates = Annotated[str, word("low", "high", "both", "none")]


def _check_range(value: Any) -> tuple[int, int]:
    if value.__class__ is not Seq or len(value) != 2 or any(item.__class__ is not Sourced for item in value):
        raise refuse("S114")
    low, high = (_whole_or_none(item) for item in value)
    if low is None or high is None or low > high:
        raise refuse("S114")
    return low, high


def _whole_or_none(text: Sourced) -> int | None:
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 7 or str(int(digits)) != digits:
        return None
    return int(text) if abs(int(text)) <= LARGEST else None


Cells = Annotated[int, whole(1, MOST_CELLS)]

UNIQUE = Field(json_schema_extra={"uniqueItems": True})

_RANGE_SCHEMA = {
    "type": "array",
    "items": {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST},
    "minItems": 2,
    "maxItems": 2,
}

Range = Annotated[
    tuple[int, int],
    Checked(_check_range, _RANGE_SCHEMA),
]


KINDS = ("boolean", "range", "one_of", "set", "text")
"""The keys of which a variable in its long form has one."""


def _check_member(value: Any) -> Sourced:
    text = text_of(value)
    if text in NO_MEMBERS:
        raise refuse("S342", name=text, why=NO_MEMBERS[text])
    return text


_Member = Annotated[Sourced, Checked(_check_member, {**ANY_LINE, "not": {"enum": [*NO_MEMBERS, True, False]}})]
_SET = Field(json_schema_extra={"uniqueItems": True, "maxItems": MOST_MEMBERS})
_ONE_VALUE = {"description": "One value: only a set begins with several.", "not": {"type": "array"}}
_STARTS = {"if": {"not": {"required": ["set"]}}, "then": {"properties": {"start": _ONE_VALUE}}}


class LongVariable(Source):
    """A variable in its long form: exactly one of boolean, range, one_of, set and text."""

    model_config = ConfigDict(
        json_schema_extra=all_of(
            exactly_one(*KINDS),
            needs(cap="range", saturates="range"),
            needs_one(names=("one_of", "set")),
            {"if": {"required": ["text"]}, "then": {"required": ["start"], "properties": {"hidden": False}}},
            _STARTS,
        )
    )

    boolean: Flag | None = key("It is true or false, and this at the start.")
    range: Range | None = key("It is a whole number from the first to the second: [low, high].")
    one_of: Annotated[list[Line], MinLen(1), UNIQUE] | None = key("It is one of these values.")
    text: Cells | None = key("It is what the player types, of so many signs at most; its start is needed.")
    set: Annotated[list[_Member], MinLen(1), _SET] | None = key("It is a set: of these, some are in it.")
    start: Lines | None = key(
        "Its value at the start: the low end, the first value, or an empty set, where not given. Of a set, a list."
    )
    label: Line | None = key("The name shown to the player.")
    names: dict[Line, Line] | None = key("The printed form of a value of one_of, or of a member of a set.")
    hidden: Flag | None = key("true: never shown or named to the player.")
    cap: Expression | None = key("After every effect the value is cut down to this expression.")
    saturates: Saturates | None = key("The end of the range at which += and -= may stop silently.")
    formerly: FormerVariables | None = key("Names it had before, the oldest first.")
    note: Line | None = key("A comment for the authors.")


VariableSource = Annotated[
    Annotated[Flag, Tag(ONE)] | Annotated[LongVariable, Tag(MAPPING)],
    by_shape("true, false, or a mapping with range, one_of, set, boolean or text"),
]


def typed_made(name: Sourced, source: LongVariable) -> model.Typed:
    """The model of a variable for words that the player types; it passed `check_variable`."""
    start = next(iter(as_tuple(source.start)), Sourced.at("", name.file, name.line, name.column))
    return model.Typed(name, source.text or 0, start, source.label, source.note, as_tuple(source.formerly))


def variable_made(name: Sourced, source: bool | LongVariable) -> model.Variable:
    """The model of a variable that passed `check_variable`."""
    if isinstance(source, bool):
        source = LongVariable.model_construct(boolean=source)
    values = tuple(source.one_of or source.set or ())
    kind = "int" if source.range else "enum" if source.one_of else "set" if values else "bool"
    low, high = source.range or (0, max(1, len(values) - 1) if kind == "bool" else len(values) - 1)
    return model.Variable(
        id=name,
        kind=kind,
        low=low,
        high=high,
        values=values,
        start=0 if kind == "set" else _start(source, kind, low),
        label=source.label,
        names=keyed(source.names),
        hidden=bool(source.hidden),
        cap=source.cap,
        saturates=source.saturates or "none",
        note=source.note,
        formerly=as_tuple(source.formerly),
        holds=as_tuple(source.start) if kind == "set" else (),
    )


def _start(source: LongVariable, kind: str, low: int) -> int:
    if kind == "bool":
        return int(bool(source.boolean) if source.start is None else source.start == "true")
    start = next(iter(as_tuple(source.start)), None)
    if start is None:
        return low
    return int(start) if kind == "int" else (source.one_of or []).index(start)


# ---------------------------------------------------------------- checks across keys


def check_variable(name: Sourced, raw: Any, problems: Problems) -> None:
    """Report what the keys of a long form say against one another."""
    if raw.__class__ is not Map:
        return
    kinds = [word for word in KINDS if word in raw]
    if len(kinds) > 1:
        problems.add("S109", raw.key(kinds[1]), keys=", ".join(kinds))
    elif not kinds:
        problems.add("S110", name, owner=f"the variable '{name}'", keys=", ".join(KINDS))
    else:
        if kinds[0] == "text":
            _check_typed(name, raw, problems)
        else:
            _check_start(kinds[0], raw, problems)
        _check_company(kinds[0], raw, problems)


def _check_typed(name: Sourced, raw: Map, problems: Problems) -> None:
    """What stands for the words until they are typed: there is some, and it is as the words themselves would be."""
    start, cells = raw.get("start"), _whole_or_none(raw["text"]) if raw["text"].__class__ is Sourced else None
    if "hidden" in raw:
        problems.add("S116", raw.key("hidden"), key="hidden", needs="boolean, range or one_of")
    if "start" not in raw:
        problems.add("S355", name, name=shorten(name))
    elif start.__class__ is Sourced and start and cells and 1 <= cells <= MOST_CELLS:
        kept = cleaned(start, cells)
        if kept != start:
            problems.add("S354", start, name=shorten(name), kept=kept or "nothing", most=cells)


def _check_start(kind: str, raw: Map, problems: Problems) -> None:
    start, domain = raw.get("start"), raw[kind]
    if kind == "set":
        _check_held(start, domain, problems)
        return
    if start.__class__ is Seq:
        problems.add("S104", raw.key("start"), expected="a text", found="a list")
    if start.__class__ is not Sourced or not start:
        return
    if kind == "boolean":
        allowed = ["true", "false"]
    elif domain.__class__ is not Seq or any(item.__class__ is not Sourced for item in domain):
        return
    elif kind == "one_of":
        allowed = [str(item) for item in domain]
    else:
        _check_number_start(start, domain, problems)
        return
    if start not in allowed:
        problems.add("S115", start, near=nearest(start, allowed), start=shorten(start), allowed=listed(allowed))


def _check_held(start: Any, domain: Any, problems: Problems) -> None:
    """The members that a set has at the start."""
    if domain.__class__ is not Seq or any(item.__class__ is not Sourced for item in domain):
        return
    given = start if start.__class__ is Seq else [start]
    held = [item for item in given if item.__class__ is Sourced and item]
    allowed = [str(item) for item in domain]
    for item in held:
        if item not in allowed:
            problems.add("S115", item, near=nearest(item, allowed), start=shorten(item), allowed=listed(allowed))
    _check_listed_twice(held, problems)


def _check_number_start(start: Sourced, domain: Seq, problems: Problems) -> None:
    ends = [_whole_or_none(item) for item in domain]
    value = _whole_or_none(start)
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return
    if value is None or not ends[0] <= value <= ends[1]:
        problems.add("S115", start, start=shorten(start), allowed=f"{ends[0]} to {ends[1]}")


def _check_company(kind: str, raw: Map, problems: Problems) -> None:
    """Keys that only some kinds of variable have; names and values that must agree."""
    for only, *owners in (("names", "one_of", "set"), ("cap", "range"), ("saturates", "range")):
        if only in raw and kind not in owners:
            problems.add("S116", raw.key(only), key=only, needs=owners[0])
    values = raw.get("one_of" if kind == "one_of" else "set")
    if values.__class__ is not Seq:
        return
    texts = [value for value in values if value.__class__ is Sourced]
    known = _check_listed_twice(texts, problems)
    if kind == "set" and len(values) > MOST_MEMBERS:
        problems.add("S340", raw.key("set"), count=len(values), most=MOST_MEMBERS)
    for value, _ in raw.inner("names"):
        if value not in known:
            problems.add("S117", value, near=nearest(value, known), value=shorten(value), allowed=listed(known))


def _check_listed_twice(texts: list[Sourced], problems: Problems) -> dict[str, None]:
    """The different ones of some texts, each once."""
    known: dict[str, None] = {}
    for text in texts:
        if text in known:
            problems.add("S118", text, value=shorten(text))
        known[text] = None
    return known
