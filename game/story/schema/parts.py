"""Schema of what scenes, endings and the codex share: texts, targets and effects."""

from typing import Annotated, Any

from annotated_types import MinLen
from pydantic import ConfigDict, Tag

from game.story.places.source import Sourced
from game.story.reading import model
from game.story.reading.data import Map, Seq
from game.story.schema.for_editors import exactly_one
from game.story.schema.values import (
    MANY,
    MAPPING,
    ONE,
    TAG,
    Branches,
    Expression,
    Id,
    Line,
    Placed,
    Weight,
    by_shape,
    key,
    needed,
    shape,
)

# ---------------------------------------------------------------- text

PICTURE, GUARDED = TAG + "picture", TAG + "guarded"


class PictureSource(Placed):
    """A picture within a text."""

    picture: Id = needed("The picture's id.")

    def made(self) -> model.PictureItem:
        """The model of it."""
        return model.PictureItem(self.picture)


class GuardedTextSource(Placed):
    """A block of text under a condition."""

    if_: Expression = needed("Shown when this expression holds.", "if")
    text: "TextSource" = needed("The text shown then.")
    else_: "TextSource | None" = key("The text shown otherwise.", "else")

    def made(self) -> model.GuardedText:
        """The model of it."""
        return model.GuardedText(self.if_, text_made(self.text), text_made(self.else_), self.mark)


def _item_kind(value: Any) -> str:
    if value.__class__ is Sourced:
        return ONE
    if value.__class__ is Map:
        return PICTURE if "picture" in value and "text" not in value else GUARDED
    return ""


TextItemSource = Annotated[
    Annotated[Line, Tag(ONE)] | Annotated[GuardedTextSource, Tag(GUARDED)] | Annotated[PictureSource, Tag(PICTURE)],
    Branches(_item_kind, "a text, {if: ..., text: ...} or {picture: ...}"),
]
TextSource = Annotated[
    Annotated[Line, Tag(ONE)] | Annotated[Annotated[list[TextItemSource], MinLen(1)], Tag(MANY)],
    by_shape("a text or a list of texts"),
]


def text_made(source: Any) -> model.Text:
    """A validated text as the model has it: always a tuple of items."""
    if source is None:
        return ()
    if source.__class__ is Sourced:
        return (source,)
    return tuple(item if item.__class__ is Sourced else item.made() for item in source)


# ---------------------------------------------------------------- targets

DRAW, DECK, CALL = TAG + "draw", TAG + "deck", TAG + "call"


class GuardedTargetSource(Placed):
    """One of several targets, tried in order."""

    if_: Expression | None = key("Taken only when this expression holds; the last one needs none.", "if")
    to: "TargetSource" = needed("Where it leads.")

    def made(self) -> model.GuardedTarget:
        """The model of it."""
        return model.GuardedTarget(self.if_, target_made(self.to), self.mark)


class InterruptSource(Placed):
    """Where a choice leads instead of where it says."""

    model_config = ConfigDict(json_schema_extra=exactly_one("to", "call"))

    if_: Expression = needed("Leads there when this expression holds after the effects of a choice.", "if")
    to: "TargetSource | None" = key("Where it leads for good; calls that are pending are forgotten.")
    call: "TargetSource | None" = key("Where it leads; a later 'to: return' goes on to where the choice leads.")

    def made(self) -> model.GuardedTarget:
        """The model of it."""
        if self.call is None:
            return model.GuardedTarget(self.if_, target_made(self.to), self.mark)
        return model.GuardedTarget(self.if_, model.Interposed(target_made(self.call), self.mark), self.mark)


class WeightedTargetSource(Placed):
    """One of the targets of a draw."""

    weight: Weight | None = key("How often, in proportion to the others; 1 where not given.")
    if_: Expression | None = key("In the draw only when this expression holds.", "if")
    to: "TargetSource" = needed("Where it leads.")

    def made(self) -> model.WeightedTarget:
        """The model of it."""
        return model.WeightedTarget(self.weight or 1, self.if_, target_made(self.to), self.mark)


class DrawSource(Placed):
    """A weighted draw among targets."""

    draw: Annotated[list[WeightedTargetSource], MinLen(1)] = needed("The targets drawn from.")

    def made(self) -> model.Draw:
        """The model of it."""
        return model.Draw(tuple(entry.made() for entry in self.draw), self.mark)


class DeckSource(Placed):
    """A deck of storylets: scenes that carry a tag."""

    deck: Id = needed("The tag of the scenes it deals.")
    else_: "TargetSource | None" = key("Where it leads when no scene of the deck can be dealt.", "else")

    def made(self) -> model.Deck:
        """The model of it."""
        return model.Deck(self.deck, None if self.else_ is None else target_made(self.else_), self.mark)


class CallSource(Placed):
    """Going to a scene and coming back."""

    call: "TargetSource" = needed("Where it leads; a later 'to: return' comes back.")
    then: Id = needed("The scene it comes back to; return: where a return from here would lead.")

    def made(self) -> model.Call:
        """The model of it."""
        return model.Call(target_made(self.call), self.then, self.mark)


def _target_kind(value: Any) -> str:
    if value.__class__ is Sourced:
        return ONE
    if value.__class__ is Seq:
        return MANY
    if value.__class__ is Map:
        return next((TAG + name for name in ("draw", "deck", "call") if name in value), "")
    return ""


TargetSource = Annotated[
    Annotated[Id, Tag(ONE)]
    | Annotated[Annotated[list[GuardedTargetSource], MinLen(1)], Tag(MANY)]
    | Annotated[DrawSource, Tag(DRAW)]
    | Annotated[DeckSource, Tag(DECK)]
    | Annotated[CallSource, Tag(CALL)],
    Branches(_target_kind, "a scene id, a list of {if: ..., to: ...}, or draw, deck or call"),
]


def target_made(source: Any) -> model.Target:
    """A validated target as the model has it."""
    if source.__class__ is Sourced:
        return model.Return(source.mark) if source == "return" else model.Goto(source)
    if source.__class__ is list:
        entries = tuple(entry.made() for entry in source)
        return model.First(entries, entries[0].mark)
    made: model.Target = source.made()
    return made


# ---------------------------------------------------------------- effects


class EffectIfSource(Placed):
    """Effects under a condition."""

    if_: Expression = needed("Done when this expression holds.", "if")
    do: "EffectsSource" = needed("The effects done then.")
    else_: "EffectsSource | None" = key("The effects done otherwise.", "else")

    def made(self) -> model.EffectIf:
        """The model of it."""
        return model.EffectIf(self.if_, effects_made(self.do), effects_made(self.else_), self.mark)


def _effect_kind(value: Any) -> str:
    """The branch of an effect; a mapping that has nothing of a condition is none (`coins: 3`)."""
    kind = shape(value)
    return "" if kind == MAPPING and not {"if", "do", "else"} & value.keys() else kind


EffectSource = Annotated[
    Annotated[Line, Tag(ONE)] | Annotated[EffectIfSource, Tag(MAPPING)],
    Branches(_effect_kind, "an effect such as 'trust += 1', or {if: ..., do: ...}"),
]
EffectsSource = Annotated[
    Annotated[Line, Tag(ONE)] | Annotated[list[EffectSource], Tag(MANY)] | Annotated[EffectIfSource, Tag(MAPPING)],
    Branches(_effect_kind, "an effect such as 'trust += 1', or a list of effects"),
]


def effects_made(source: Any) -> tuple[model.Effect, ...]:
    """Validated effects as the model has them: always a tuple."""
    if source is None:
        return ()
    if source.__class__ is Sourced:
        return (source,)
    if source.__class__ is EffectIfSource:
        return (source.made(),)
    return tuple(item if item.__class__ is Sourced else item.made() for item in source)
