"""Schema of variables: true or false, a range of whole numbers, one of a list, or words that the player types."""

from typing import Annotated, Any

from annotated_types import MinLen
from pydantic import ConfigDict, Field, Tag

from game.engine.typed import cleaned
from game.story.diagnostics import Problems, listed, nearest, shorten
from game.story.places.source import Sourced
from game.story.reading import model
from game.story.reading.data import Map, Seq
from game.story.schema.for_editors import all_of, exactly_one, needs
from game.story.schema.values import (
    LARGEST,
    MAPPING,
    ONE,
    Checked,
    Expression,
    Flag,
    FormerVariables,
    Line,
    Source,
    as_tuple,
    by_shape,
    key,
    keyed,
    refuse,
    whole,
    word,
)

KINDS = ("boolean", "range", "one_of", "text")
"""The keys that say what kind of variable one is."""
MOST_CELLS = 24
"""How many cells of a line typed words may take at most."""
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


class LongVariable(Source):
    """A variable in its long form: exactly one of boolean, range, one_of and text."""

    model_config = ConfigDict(
        json_schema_extra=all_of(
            exactly_one(*KINDS),
            needs(names="one_of", cap="range", saturates="range"),
            {"if": {"required": ["text"]}, "then": {"required": ["start"], "properties": {"hidden": False}}},
        )
    )

    boolean: Flag | None = key("It is true or false, and this at the start.")
    range: Range | None = key("It is a whole number from the first to the second: [low, high].")
    one_of: Annotated[list[Line], MinLen(1), UNIQUE] | None = key("It is one of these values.")
    text: Cells | None = key("It is what the player types, of so many signs at most; its start is needed.")
    start: Line | None = key("Its value at the start: the low end, or the first value, where not given.")
    label: Line | None = key("The name shown to the player.")
    names: dict[Line, Line] | None = key("The printed form of a value of one_of.")
    hidden: Flag | None = key("true: never shown or named to the player.")
    cap: Expression | None = key("After every effect the value is cut down to this expression.")
    saturates: Saturates | None = key("The end of the range at which += and -= may stop silently.")
    formerly: FormerVariables | None = key("Names it had before, the oldest first.")
    note: Line | None = key("A comment for the authors.")


VariableSource = Annotated[
    Annotated[Flag, Tag(ONE)] | Annotated[LongVariable, Tag(MAPPING)],
    by_shape("true, false, or a mapping with range, one_of, boolean or text"),
]


def typed_made(name: Sourced, source: LongVariable) -> model.Typed:
    """The model of a variable for words that the player types; it passed `check_variable`."""
    start = source.start or Sourced.at("", name.file, name.line, name.column)
    return model.Typed(name, source.text or 0, start, source.label, source.note, as_tuple(source.formerly))


def variable_made(name: Sourced, source: bool | LongVariable) -> model.Variable:
    """The model of a variable that passed `check_variable`."""
    if isinstance(source, bool):
        source = LongVariable.model_construct(boolean=source)
    values = tuple(source.one_of or ())
    kind = "int" if source.range else "enum" if values else "bool"
    low, high = source.range or (0, max(1, len(values) - 1) if kind == "bool" else len(values) - 1)
    return model.Variable(
        id=name,
        kind=kind,
        low=low,
        high=high,
        values=values,
        start=_start(source, kind, low),
        label=source.label,
        names=keyed(source.names),
        hidden=bool(source.hidden),
        cap=source.cap,
        saturates=source.saturates or "none",
        note=source.note,
        formerly=as_tuple(source.formerly),
    )


def _start(source: LongVariable, kind: str, low: int) -> int:
    if kind == "bool":
        return int(bool(source.boolean) if source.start is None else source.start == "true")
    if source.start is None:
        return low
    return int(source.start) if kind == "int" else (source.one_of or []).index(source.start)


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


def _check_number_start(start: Sourced, domain: Seq, problems: Problems) -> None:
    ends = [_whole_or_none(item) for item in domain]
    value = _whole_or_none(start)
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return
    if value is None or not ends[0] <= value <= ends[1]:
        problems.add("S115", start, start=shorten(start), allowed=f"{ends[0]} to {ends[1]}")


def _check_company(kind: str, raw: Map, problems: Problems) -> None:
    """Keys that only some kinds of variable have; names and values that must agree."""
    for only, owner in (("names", "one_of"), ("cap", "range"), ("saturates", "range")):
        if only in raw and kind != owner:
            problems.add("S116", raw.key(only), key=only, needs=owner)
    values = raw.get("one_of")
    if values.__class__ is not Seq:
        return
    texts = [value for value in values if value.__class__ is Sourced]
    known: dict[str, None] = {}
    for value in texts:
        if value in known:
            problems.add("S118", value, value=shorten(value))
        known[value] = None
    for value, _ in raw.inner("names"):
        if value not in known:
            problems.add("S117", value, near=nearest(value, known), value=shorten(value), allowed=listed(known))
