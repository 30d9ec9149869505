"""The whole source of a story, read, validated and positioned: what the reader makes and the compiler takes.

Every author text is a `Sourced` (a `str` with its place). Mappings keep the author's order. Nothing here is resolved:
scene ids, variables and expressions are still names; their sense is the compiler's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from game.story.places.marks import NOWHERE, Mark, SourceFile
from game.story.places.source import Sourced
from game.story.reading.parts import (
    Call,
    Deck,
    Draw,
    Effect,
    EffectIf,
    First,
    Goto,
    GuardedTarget,
    GuardedText,
    Interposed,
    PictureItem,
    Return,
    Stay,
    Target,
    Text,
    TextItem,
    WeightedTarget,
)

__all__ = [
    "NOWHERE", "Call", "Can", "Category", "Chapter", "Choice", "Condition", "Deck", "Draw", "Effect", "EffectIf",
    "Ending", "EndingInvariant", "Entry", "Fact", "First", "Goto", "GuardedTarget", "GuardedText", "Interposed",
    "Ledger", "Mark", "NamedText", "Picture", "PictureItem", "Return", "RowPart", "Scene", "SourceFile", "Sourced",
    "Stage", "StatusItem", "Stay", "Story", "Target", "Text", "TextItem", "Typed", "Variable", "Variant",
    "WeightedTarget",
]  # fmt: skip


# ---------------------------------------------------------------- scenes


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice; `id` is the short id (its mark is the key's), `full_id` is scene/choice, or choices:set/choice."""

    id: Sourced
    full_id: str
    text: Sourced | None
    guard: Sourced | None
    locked: Sourced | None
    secret: bool
    once: bool
    everywhere: bool
    """Whether, once it has been taken in one scene, it is gone from all that have it."""
    fallback: bool
    cost: Sourced | None
    do: tuple[Effect, ...]
    result: Text
    to: Target
    facts: tuple[Sourced, ...]
    note: Sourced | None
    formerly: tuple[Sourced, ...] = ()
    """Ids it had before, the oldest first: short ones, or full ones from another scene."""
    ask: Sourced | None = None
    """The variable for the words that the player types when it is taken."""
    prompt: Sourced | None = None
    shared: str = ""
    """Its full id in the set that a scene has it from."""

    @property
    def owner(self) -> str:
        """What owns its texts: they are translated once."""
        return self.shared or self.full_id


@dataclass(frozen=True, slots=True)
class Include:
    """`{include: set}` among choices."""

    sets: tuple[Sourced, ...]


Parts = tuple[tuple[str, Choice | Include], ...]
"""What stands under `choices:`, in order, by key."""


@dataclass(frozen=True, slots=True)
class ChoiceSet:
    """Choices for several scenes."""

    id: Sourced
    parts: Parts


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene; chapter, place and date already take the file's defaults, and `file_wide` names those of place and date
    that do. Exactly one of choices, to, run_on and ending is given."""

    id: Sourced
    chapter: Sourced | None
    title: Sourced | None
    place: Sourced | None
    date: Sourced | None
    facts: tuple[Sourced, ...]
    picture: Sourced | None
    tags: tuple[Sourced, ...]
    guard: Sourced | None
    priority: int
    weight: int
    max_visits: int
    """0: no limit."""
    heavy: Sourced | None
    skip: Target | None
    do: tuple[Effect, ...]
    text: Text
    choices: Mapping[str, Choice]
    to: Target | None
    to_mark: Mark | None
    """The place of the choice `on`: the scene's id; None where the scene has no `to`."""
    run_on: Target | None
    ending: Sourced | None
    note: Sourced | None
    formerly: tuple[Sourced, ...] = ()
    """Ids it had before, the oldest first; so in variables, endings and entries."""
    file_wide: tuple[str, ...] = ()
    interrupts: bool = True
    """Whether its choices can be interrupted."""
    parts: Parts = ()
    """What stands under `choices:`, as long as choices are still to be included."""

    @property
    def mark(self) -> Mark:
        """Where the scene's id stands."""
        return self.id.mark


# ---------------------------------------------------------------- story.yaml


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: title, an optional date, and where choices of its scenes lead instead of where they say."""

    id: Sourced
    title: Sourced
    date: Sourced | None
    interrupts: tuple[GuardedTarget, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """A bounded variable. `kind` is 'bool', 'int', 'enum' or 'set'; `start` is 0/1, the number, or the position among
    `values`; `holds` are those of its `values` that a set has at the start."""

    id: Sourced
    kind: str
    low: int
    high: int
    values: tuple[Sourced, ...]
    start: int
    label: Sourced | None
    names: Mapping[str, Sourced]
    hidden: bool
    cap: Sourced | None
    saturates: str
    """'none', 'low', 'high' or 'both'."""
    note: Sourced | None
    formerly: tuple[Sourced, ...] = ()
    holds: tuple[Sourced, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A variable for words that the player types: of how many cells at most, and what stands there before."""

    id: Sourced
    cells: int
    start: Sourced
    label: Sourced | None
    note: Sourced | None
    formerly: tuple[Sourced, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that has a name."""

    id: Sourced
    expression: Sourced


@dataclass(frozen=True, slots=True)
class NamedText:
    """A text that has a name."""

    id: Sourced
    text: Text


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending: title, and prose shown under its last page."""

    id: Sourced
    title: Sourced
    text: Text
    formerly: tuple[Sourced, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A codex category and its shown name."""

    id: Sourced
    title: Sourced


@dataclass(frozen=True, slots=True)
class RowPart:
    """A part of a status row: how many, which glyph, its name. `count` is None for the `rest`."""

    count: Sourced | None
    glyph: Sourced
    name: Sourced


@dataclass(frozen=True, slots=True)
class StatusItem:
    """A line of the sidebar.

    `kind` and `value`: 'meter' and 'number' (an expression), 'word' (a variable), 'row' (its id), 'text' (prose),
    'picture' (a picture id). `of` is a meter's full value where given; `slots`, `parts` and `rest` belong to a row.
    """

    kind: str
    value: Sourced
    label: Sourced | None
    guard: Sourced | None
    of: int | None
    slots: int
    parts: tuple[RowPart, ...]
    rest: RowPart | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class EndingInvariant:
    """An expression that must hold when this ending is reached."""

    ending: Sourced
    expr: Sourced


@dataclass(frozen=True, slots=True)
class Can:
    """`{ending: id, from: id}` or `{scene: id, from: id}`: reachable from everywhere in a chapter or scene."""

    ending: Sourced | None
    scene: Sourced | None
    origin: Sourced | None
    """The `from:`; None means from the start of the story."""
    mark: Mark


# ---------------------------------------------------------------- codex and pictures


@dataclass(frozen=True, slots=True)
class Stage:
    """Paragraphs of a codex entry that open with a condition."""

    guard: Sourced
    text: Text
    mark: Mark


@dataclass(frozen=True, slots=True)
class Entry:
    """A codex entry; category and kind already take the file's defaults. `kind` is 'record', 'film' or 'ours'."""

    id: Sourced
    title: Sourced
    category: Sourced
    kind: str
    facts: tuple[Sourced, ...]
    term: Mapping[str, Sourced]
    text: Text
    stages: tuple[Stage, ...]
    see: tuple[Sourced, ...]
    open: bool
    aliases: tuple[Sourced, ...]
    note: Sourced | None
    formerly: tuple[Sourced, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """Another drawing under a condition; what it leaves out is the main one's."""

    guard: Sourced
    alt: Sourced | None
    art: Sourced | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Picture:
    """Text art with its words. `legend`: glyph to style name; `key`: glyph to words."""

    id: Sourced
    alt: Sourced
    art: Sourced
    legend: Mapping[str, str]
    key: Mapping[str, Sourced]
    variants: tuple[Variant, ...]
    note: Sourced | None


# ---------------------------------------------------------------- facts and the whole


@dataclass(frozen=True, slots=True)
class Fact:
    """An entry of the ledger, as far as a story uses it."""

    id: Sourced
    must_dramatise: bool
    codex: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """The facts that a story may cite, by id."""

    path: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything the files of a story folder say."""

    folder: Path
    id: Sourced
    title: Sourced
    version: Sourced
    language: Sourced
    start: Sourced
    author: Sourced | None = None
    licence: Sourced | None = None
    homepage: Sourced | None = None
    about: Sourced | None = None
    credits: Sourced | None = None
    unfinished: bool = False
    chapters: Mapping[str, Chapter] = field(default_factory=dict)
    variables: Mapping[str, Variable] = field(default_factory=dict)
    typed: Mapping[str, Typed] = field(default_factory=dict)
    """The variables for words that the player types: nothing of what happens depends on them."""
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    texts: Mapping[str, NamedText] = field(default_factory=dict)
    interrupts: tuple[GuardedTarget, ...] = ()
    """Where any choice leads instead of where it says, and when."""
    unused_sets: tuple[Sourced, ...] = ()
    """The sets of choices that no scene includes."""
    endings: Mapping[str, Ending] = field(default_factory=dict)
    categories: Mapping[str, Category] = field(default_factory=dict)
    status: tuple[StatusItem, ...] = ()
    always: tuple[Sourced, ...] = ()
    never: tuple[Sourced, ...] = ()
    eventually: tuple[Sourced, ...] = ()
    stays: tuple[Sourced, ...] = ()
    at_endings: tuple[EndingInvariant, ...] = ()
    can: tuple[Can, ...] = ()
    scenes: Mapping[str, Scene] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    ledger: Ledger | None = None
    files: tuple[SourceFile, ...] = ()
    """Every file read, for digests and for quoting lines in messages."""
    notes: Mapping[str, Sourced] = field(default_factory=dict)
    """What the authors note at the head of a file, by its path."""
    broken: frozenset[str] = frozenset()
    """Ids of scenes, entries and pictures that are here only in part, because their source has errors."""
