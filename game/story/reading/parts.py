"""What scenes are made of, as it was read: texts, targets and effects. A part of `game.story.reading.model`."""

from __future__ import annotations

from dataclasses import dataclass

from game.story.places.marks import Mark
from game.story.places.source import Sourced

# ---------------------------------------------------------------- text


@dataclass(frozen=True, slots=True)
class GuardedText:
    """`{if: expr, text: ..., else: ...}` in a text."""

    guard: Sourced
    text: Text
    otherwise: Text
    mark: Mark


@dataclass(frozen=True, slots=True)
class PictureItem:
    """`{picture: id}` in a text."""

    picture: Sourced


TextItem = Sourced | GuardedText | PictureItem
Text = tuple[TextItem, ...]
"""A text is its items in order; a text written as one string is a tuple of that string."""


# ---------------------------------------------------------------- targets


@dataclass(frozen=True, slots=True)
class Goto:
    """A scene id."""

    scene: Sourced


@dataclass(frozen=True, slots=True)
class Stay:
    """No `to:` at all: the choice stays in its scene."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Return:
    """`return`: back to the caller's `then`."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class GuardedTarget:
    """One entry of an ordered list of targets."""

    guard: Sourced | None
    to: Target
    mark: Mark


@dataclass(frozen=True, slots=True)
class First:
    """A list tried in order: the first entry whose guard holds."""

    entries: tuple[GuardedTarget, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class WeightedTarget:
    """One entry of a weighted draw."""

    weight: int
    guard: Sourced | None
    to: Target
    mark: Mark


@dataclass(frozen=True, slots=True)
class Draw:
    """`{draw: [...]}`: one of the entries whose guard holds, by weight."""

    entries: tuple[WeightedTarget, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Deck:
    """`{deck: tag, else: target}`: a storylet of that tag."""

    tag: Sourced
    otherwise: Target | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Call:
    """`{call: target, then: scene}`: go there, and come `return` to `then`."""

    target: Target
    then: Sourced
    mark: Mark


@dataclass(frozen=True, slots=True)
class Interposed:
    """`call: target` in a rule that interrupts: go there, and come `return` to what the choice leads to."""

    target: Target
    mark: Mark


Target = Goto | Stay | Return | First | Draw | Deck | Call | Interposed


# ---------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class EffectIf:
    """`{if: expr, do: [...], else: [...]}` among effects."""

    guard: Sourced
    do: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    mark: Mark


Effect = Sourced | EffectIf
"""A text such as `trust += 1`, or a guarded list of effects."""
