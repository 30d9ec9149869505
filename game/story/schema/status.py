"""Schema of the sidebar: meters, numbers, words, rows, texts and pictures."""

from typing import Annotated, Any

from annotated_types import MinLen
from pydantic import Tag

from game.story.places.source import Sourced
from game.story.reading import model
from game.story.reading.data import Map
from game.story.schema.values import (
    TAG,
    Branches,
    Checked,
    Expression,
    Full,
    Id,
    Line,
    Placed,
    Slots,
    Source,
    key,
    needed,
    refuse,
    text_of,
)

KINDS = ("meter", "number", "word", "row", "text", "picture")


def _check_glyph(value: Any) -> Sourced:
    text = text_of(value, "one sign")
    if len(text) != 1:
        raise refuse("S121", found=text)
    return text


_ONE_SIGN = {"type": ["string", "integer"], "pattern": r"^\S$", "minimum": 0, "maximum": 9}
Glyph = Annotated[Sourced, Checked(_check_glyph, _ONE_SIGN)]


class _Item(Placed):
    """What every line of the sidebar may have."""

    label: Line | None = key("The label; the variable's where not given.")
    if_: Expression | None = key("Shown only when this expression holds.", "if")

    def item(self, kind: str, value: Sourced, **more: Any) -> model.StatusItem:
        """The model of a line."""
        given: dict[str, Any] = {"of": None, "slots": 0, "parts": (), "rest": None, **more}
        return model.StatusItem(kind=kind, value=value, label=self.label, guard=self.if_, mark=self.mark, **given)


class MeterSource(_Item):
    """A value drawn as a bar."""

    meter: Expression = needed("The value: a variable or an expression.")
    of: Full | None = key("The full value; the top of the variable's range where not given.")

    def made(self) -> model.StatusItem:
        """The model of it."""
        return self.item("meter", self.meter, of=self.of)


class NumberSource(_Item):
    """A value as a number."""

    number: Expression = needed("The value: a variable or an expression.")

    def made(self) -> model.StatusItem:
        """The model of it."""
        return self.item("number", self.number)


class WordSource(_Item):
    """The name of a variable's value, or what is in a set."""

    word: Line = needed("A variable declared with one_of, set or text.")

    def made(self) -> model.StatusItem:
        """The model of it."""
        return self.item("word", self.word)


class PartSource(Source):
    """A part of a row."""

    count: Expression = needed("How many: a variable or an expression.")
    glyph: Glyph = needed("The sign drawn for each.")
    name: Line = needed("What one of them is called.")


class RestSource(Source):
    """The rest of a row."""

    glyph: Glyph = needed("The sign drawn for each.")
    name: Line = needed("What one of them is called.")


class RowSource(_Item):
    """A row of signs."""

    row: Id = needed("An id for the row.")
    slots: Slots = needed("How many signs the row has.")
    parts: Annotated[list[PartSource], MinLen(1)] = needed("What fills the row, from the left.")
    rest: RestSource | None = key("What fills the remaining slots.")

    def made(self) -> model.StatusItem:
        """The model of it."""
        parts = tuple(model.RowPart(part.count, part.glyph, part.name) for part in self.parts)
        rest = None if self.rest is None else model.RowPart(None, self.rest.glyph, self.rest.name)
        return self.item("row", self.row, slots=self.slots, parts=parts, rest=rest)


class TextStatusSource(_Item):
    """A line of text."""

    text: Line = needed("The text; {name} and {condition: a|b} are allowed.")

    def made(self) -> model.StatusItem:
        """The model of it."""
        return self.item("text", self.text)


class PictureStatusSource(_Item):
    """A picture."""

    picture: Id = needed("The picture's id.")

    def made(self) -> model.StatusItem:
        """The model of it."""
        return self.item("picture", self.picture)


def _kind(value: Any) -> str:
    return next((TAG + kind for kind in KINDS if kind in value), "") if value.__class__ is Map else ""


StatusSource = Annotated[
    Annotated[MeterSource, Tag(TAG + "meter")]
    | Annotated[NumberSource, Tag(TAG + "number")]
    | Annotated[WordSource, Tag(TAG + "word")]
    | Annotated[RowSource, Tag(TAG + "row")]
    | Annotated[TextStatusSource, Tag(TAG + "text")]
    | Annotated[PictureStatusSource, Tag(TAG + "picture")],
    Branches(_kind, "a mapping with one of: " + ", ".join(KINDS)),
]
