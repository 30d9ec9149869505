"""Where a text stands, and what it makes use of."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from game.engine.program import Expr, Text
from game.story.expressions.scope import Fault, Scope
from game.story.places.marks import Mark

MAX_WRITTEN = 100_000
"""How many characters of texts that have a name one text may show."""


@dataclass(slots=True)
class Uses:
    """What a text makes use of: what a translation of it must, and may, use too."""

    names: dict[Expr, str] = field(default_factory=dict)
    """What it prints, variables and numbers that are worked out, each as its author wrote it first; and the texts that
    have a name."""
    links: set[str] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)
    guards: set[Expr] = field(default_factory=set)
    plurals: set[Expr] = field(default_factory=set)
    """The numbers that its nouns go by."""
    modes: set[str] = field(default_factory=set)
    variants: list[int | Mark] = field(default_factory=list)
    """Where the words of each variant begin, in the order of the source; those without words are left out. Of a text
    that has a name, the places where they were written."""
    needs: set[str] = field(default_factory=set)
    """What its place must offer, for itself and for the texts that it names: 'scene' to be counted, 'codex' to link."""
    shuffles: set[int] = field(default_factory=set)
    """The places of its own shuffles."""


NOTHING = Uses()


def too_long(most: int) -> Fault:
    """The fault of a text that would be longer than this many characters."""
    return Fault("S433", 0, {"what": f"longer than {most:,} characters"})


class Within(NamedTuple):
    """A text that has a name, fit to stand within a line: compiled, with what it uses, where its variants were written,
    and how many characters it has. `fault` is what keeps it from standing there.
    """

    text: Text
    uses: Uses = NOTHING
    marks: Sequence[Mark] = ()
    size: int = 0
    fault: Fault | None = None


def no_text(name: str) -> Within | None:
    """Where no text has a name."""
    return None


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a text stands, and so what it may hold.

    `scene` counts the text's sequences by its visits, or, where it is a choice's full id, by how often that was taken
    ('' where they are not allowed); `codex` holds the entries that it may link to and `choices` the short ids of the
    scene's choices, each None where such links are not allowed; `words` gives the printed values of a one_of variable,
    or of a set by its first, by slot; `shuffle` gives the place of the text's next shuffle, `named` the text of a name,
    None where there is none; `typed` gives what stands for words that the player types until they are, by number.
    `language` is the one that it is written in, and `here` the scene that the word stands for in a condition.
    """

    scope: Scope
    scene: str = ""
    codex: Container[str] | None = None
    choices: Container[str] | None = None
    words: Callable[[int], tuple[str, ...]] | None = None
    shuffle: Callable[[], int] = lambda: 0
    language: str = "en"
    typed: Callable[[int], str] = lambda number: ""
    named: Callable[[str], Within | None] = no_text
    here: str = ""
