"""Schema of story.yaml: what the story is, its chapters, endings, categories, and what the proof is asked."""

from typing import Annotated, TypeVar

from pydantic import BeforeValidator, ConfigDict, Tag

from game.engine.program import CHOICES
from game.story.places.source import Sourced
from game.story.reading import model
from game.story.schema.for_editors import exactly_one
from game.story.schema.parts import InterruptSource, TextSource, text_made
from game.story.schema.scenes import ChoicesSource, parts_made
from game.story.schema.status import StatusSource
from game.story.schema.values import (
    MAPPING,
    ONE,
    Expression,
    Expressions,
    Flag,
    FormerEndings,
    Id,
    Language,
    Line,
    Placed,
    Source,
    VariableName,
    as_tuple,
    by_shape,
    is_nothing,
    key,
    needed,
    section,
)
from game.story.schema.variables import LongVariable, VariableSource, typed_made, variable_made


class ChapterSource(Source):
    """A chapter in its long form."""

    title: Line = needed("The chapter's title.")
    date: Line | None = key("When it plays.")
    interrupts: list[InterruptSource] | None = key("Where choices of the chapter's scenes lead instead, and when.")


class EndingSource(Source):
    """An ending in its long form."""

    title: Line = needed("The ending's title.")
    text: TextSource | None = key("Prose shown under the ending's last page.")
    formerly: FormerEndings | None = key("Ids it had before, the oldest first.")


class CanSource(Placed):
    """Something that must stay possible."""

    model_config = ConfigDict(json_schema_extra=exactly_one("ending", "scene"))

    ending: Id | None = key("The ending that must be reachable.")
    scene: Id | None = key("The scene that must be reachable.")
    from_: Id | None = key("From everywhere in this chapter or scene.", "from")

    def made(self) -> model.Can:
        """The model of it."""
        return model.Can(self.ending, self.scene, self.from_, self.mark)


_Chapter = Annotated[
    Annotated[Line, Tag(ONE)] | Annotated[ChapterSource, Tag(MAPPING)], by_shape("a title, or {title: ..., date: ...}")
]
_Ending = Annotated[
    Annotated[Line, Tag(ONE)] | Annotated[EndingSource, Tag(MAPPING)], by_shape("a title, or {title: ..., text: ...}")
]

T = TypeVar("T")
Section = Annotated[T | None, BeforeValidator(lambda value: None if is_nothing(value) else value)]
"""A section of story.yaml: it may stand there empty, to be filled later."""


class StoryFile(Source):
    """story.yaml: the story's name and version, where it starts, and what it is made of."""

    story: Id = needed("The story's id: sessions and translations are kept under it.")
    title: Line = needed("The story's title.")
    version: Line = needed("The version, such as 1.0.0.")
    language: Language = needed("The language of the source text, such as en.")
    start: Id = needed("The scene the story starts with.")
    author: Line | None = key("Who wrote it.")
    licence: Line | None = key("The licence of the text.")
    homepage: Line | None = key("Where to find more.")
    about: Line | None = key("Prose shown before the first page.")
    credits: Line | None = key("Prose of the credits screen.")
    facts: Line | None = key("The ledger of facts that 'facts:' cite: a path relative to the story's folder.")
    unfinished: Flag | None = key("true: facts still to be dramatised are notes, not warnings.")
    note: Line | None = key("A comment for the authors.")
    chapters: Section[dict[Id, _Chapter]] = section("The chapters in order: a title, or title and date.")
    variables: Section[dict[VariableName, VariableSource]] = section("What the story remembers.")
    conditions: Section[dict[VariableName, Expression]] = section("Conditions that have a name, to be used in others.")
    texts: Section[dict[VariableName, TextSource]] = section("Texts that have a name, to be shown within others.")
    choice_sets: Section[dict[Id, ChoicesSource]] = section("Choices that several scenes include, by set.")
    endings: Section[dict[Id, _Ending]] = section("The endings.")
    interrupts: Section[list[InterruptSource]] = section("Where any choice leads instead, and when; tried in order.")
    categories: Section[dict[Id, Line]] = section("The categories of the codex, in order.")
    status: Section[list[StatusSource]] = section("The sidebar, in order.")
    always: Expressions | None = key("Expressions that hold in every state.")
    never: Expressions | None = key("Expressions that hold in no state.")
    eventually: Expressions | None = key("Expressions that come true on every way, before an ending.")
    stays: Expressions | None = key("Expressions that, once they hold, hold for good.")
    at_endings: Section[dict[Id, Expressions]] = section("What holds when an ending is reached.")
    can: Section[list[CanSource]] = section("What must stay reachable, and from where.")

    def chapters_made(self) -> dict[str, model.Chapter]:
        """The chapters' models."""
        made: dict[str, model.Chapter] = {}
        for name, source in (self.chapters or {}).items():
            long = source if isinstance(source, ChapterSource) else None
            rules = interrupts_made(long.interrupts if long else None)
            title = long.title if long else _short(source)
            made[name] = model.Chapter(name, title, long.date if long else None, rules)
        return made

    def endings_made(self) -> dict[str, model.Ending]:
        """The endings' models."""
        made: dict[str, model.Ending] = {}
        for name, source in (self.endings or {}).items():
            long = source if isinstance(source, EndingSource) else None
            title, formerly = long.title if long else _short(source), as_tuple(long.formerly if long else None)
            made[name] = model.Ending(name, title, text_made(long and long.text), formerly)
        return made

    def variables_made(self) -> dict[str, model.Variable]:
        """The variables' models."""
        return {
            name: variable_made(name, source)
            for name, source in (self.variables or {}).items()
            if not _is_typed(source)
        }

    def typed_made(self) -> dict[str, model.Typed]:
        """The models of the variables for words that the player types."""
        return {
            name: typed_made(name, source)
            for name, source in (self.variables or {}).items()
            if isinstance(source, LongVariable) and _is_typed(source)
        }

    def conditions_made(self) -> dict[str, model.Condition]:
        """The models of the conditions that have a name."""
        return {name: model.Condition(name, expression) for name, expression in (self.conditions or {}).items()}

    def texts_made(self) -> dict[str, model.NamedText]:
        """The models of the texts that have a name."""
        return {name: model.NamedText(name, text_made(text)) for name, text in (self.texts or {}).items()}

    def choice_sets_made(self) -> dict[str, model.ChoiceSet]:
        """The models of the sets of choices."""
        return {
            name: model.ChoiceSet(name, parts_made(f"{CHOICES}{name}", choices))
            for name, choices in (self.choice_sets or {}).items()
        }

    def at_endings_made(self) -> tuple[model.EndingInvariant, ...]:
        """What holds at endings, one by one."""
        return tuple(
            model.EndingInvariant(name, expression)
            for name, expressions in (self.at_endings or {}).items()
            for expression in as_tuple(expressions)
        )


def _is_typed(source: bool | LongVariable) -> bool:
    return isinstance(source, LongVariable) and source.text is not None


def interrupts_made(source: list[InterruptSource] | None) -> tuple[model.GuardedTarget, ...]:
    """The models of rules that lead elsewhere, in order."""
    return tuple(rule.made() for rule in source or ())


def _short(source: object) -> Sourced:
    """A short form: the text itself."""
    if not isinstance(source, Sourced):
        raise TypeError(source)
    return source
