"""Where a text stands, and what it makes use of."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field

from game.engine.program import Expr
from game.story.expressions.scope import Scope


@dataclass(slots=True)
class Uses:
    """What a text makes use of: what a translation of it must, and may, use too."""

    names: dict[Expr, str] = field(default_factory=dict)
    """What it prints, variables and numbers that are worked out, each as its author wrote it first."""
    links: set[str] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)
    guards: set[Expr] = field(default_factory=set)
    plurals: set[Expr] = field(default_factory=set)
    """The numbers that its nouns go by."""
    modes: set[str] = field(default_factory=set)
    variants: list[int] = field(default_factory=list)
    """Where the words of each variant begin, in the order of the source; those without words are left out."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a text stands, and so what it may hold.

    `scene` counts the text's sequences by its visits, or, where it is a choice's full id, by how often that was taken
    ('' where they are not allowed); `codex` holds the entries that it may link to and `choices` the short ids of the
    scene's choices, each None where such links are not allowed; `words` gives the printed values of a one_of variable,
    by slot; `shuffle` gives the place of the text's next shuffle. `language` is the one that it is written in.
    """

    scope: Scope
    scene: str = ""
    codex: Container[str] | None = None
    choices: Container[str] | None = None
    words: Callable[[int], tuple[str, ...]] | None = None
    shuffle: Callable[[], int] = lambda: 0
    language: str = "en"
