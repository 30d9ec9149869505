"""Schema of codex files and picture files."""

from typing import Annotated

from pydantic import ConfigDict

from game.story.places.source import Sourced
from game.story.reading import model
from game.story.schema.for_editors import at_least_one
from game.story.schema.parts import TextSource, text_made
from game.story.schema.status import Glyph
from game.story.schema.values import (
    Expression,
    Flag,
    FormerEntries,
    Id,
    Ids,
    Line,
    Lines,
    Placed,
    Source,
    as_tuple,
    key,
    keyed,
    needed,
    word,
)

Kind = Annotated[str, word("record", "film", "ours")]
Style = Annotated[str, word("dim", "accent", "warm", "cool", "good", "bad", "strong")]


class TermSource(Source):
    """A name or a term in its own language."""

    kanji: Line | None = key("As written.")
    reading: Line | None = key("As read.")
    also: Line | None = key("Other forms of it.")

    def made(self) -> dict[str, Sourced]:
        """The parts given, by name."""
        parts = {"kanji": self.kanji, "reading": self.reading, "also": self.also}
        return {name: value for name, value in parts.items() if value is not None}


class StageSource(Placed):
    """Paragraphs of an entry that open later."""

    if_: Expression = needed("Open when this expression holds.", "if")
    text: TextSource = needed("The paragraphs.")

    def made(self) -> model.Stage:
        """The model of it."""
        return model.Stage(self.if_, text_made(self.text), self.mark)


class EntrySource(Source):
    """An entry of the codex."""

    title: Line = needed("The entry's title.")
    category: Id | None = key("Its category; the file's where not given.")
    kind: Kind | None = key("record: history; film: from the film; ours: invented. The file's where not given.")
    facts: Lines | None = key("Ids of the facts it stands on.")
    term: TermSource | None = key("The name or term in its own language.")
    text: TextSource = needed("The entry: 60 to 180 words are advised.")
    stages: list[StageSource] | None = key("Further paragraphs that open with conditions.")
    see: Ids | None = key("Ids of related entries.")
    open: Flag | None = key("true: known from the start; otherwise a link shown in a page unlocks it.")
    aliases: Lines | None = key("Other words under which a search finds it.")
    formerly: FormerEntries | None = key("Ids it had before, the oldest first.")
    note: Line | None = key("A comment for the authors.")

    def made(self, name: Sourced, file: "CodexFile") -> model.Entry:
        """The model of it; `file` gives the defaults."""
        return model.Entry(
            id=name,
            title=self.title,
            category=self.category or file.category or Sourced.at("", name.file, name.line, name.column),
            kind=self.kind or file.kind or "record",
            facts=as_tuple(self.facts),
            term={} if self.term is None else self.term.made(),
            text=text_made(self.text),
            stages=tuple(stage.made() for stage in self.stages or ()),
            see=as_tuple(self.see),
            open=bool(self.open),
            aliases=as_tuple(self.aliases),
            note=self.note,
            formerly=as_tuple(self.formerly),
        )


class CodexFile(Source):
    """A codex file: entries by id, and defaults for all of them."""

    category: Id | None = key("The category of the file's entries.")
    kind: Kind | None = key("The kind of the file's entries.")
    note: Line | None = key("A comment for the authors.")
    entries: dict[Id, EntrySource] = needed("The entries by id.")

    def made(self) -> dict[Sourced, model.Entry]:
        """The entries of the file."""
        return {name: entry.made(name, self) for name, entry in self.entries.items()}


class VariantSource(Placed):
    """Another drawing under a condition."""

    model_config = ConfigDict(json_schema_extra=at_least_one("art", "alt"))

    if_: Expression = needed("Drawn so when this expression holds; the first that holds.", "if")
    alt: Line | None = key("What it shows, in words; the main drawing's where not given.")
    art: Line | None = key("The drawing; the main one where not given.")

    def made(self) -> model.Variant:
        """The model of it."""
        return model.Variant(self.if_, self.alt, self.art, self.mark)


class PictureSource(Source):
    """A picture: text art, and the same in words."""

    alt: Line = needed("What the picture shows, in words.")
    art: Line = needed("The drawing: at most 72 columns and 30 rows, as a block after |.")
    legend: dict[Glyph, Style] | None = key("Colours by sign: dim, accent, warm, cool, good, bad or strong.")
    words: dict[Glyph, Line] | None = key("Words under the picture by sign.", "key")
    variants: list[VariantSource] | None = key("Other drawings under conditions.")
    note: Line | None = key("A comment for the authors.")

    def made(self, name: Sourced) -> model.Picture:
        """The model of it."""
        return model.Picture(
            id=name,
            alt=self.alt,
            art=self.art,
            legend=keyed(self.legend),
            key=keyed(self.words),
            variants=tuple(variant.made() for variant in self.variants or ()),
            note=self.note,
        )


class PictureFile(Source):
    """A picture file: pictures by id."""

    note: Line | None = key("A comment for the authors.")
    pictures: dict[Id, PictureSource] = needed("The pictures by id.")

    def made(self) -> dict[Sourced, model.Picture]:
        """The pictures of the file."""
        return {name: picture.made(name) for name, picture in self.pictures.items()}
