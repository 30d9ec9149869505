"""Schema of scene files: scenes and their choices."""

from typing import Annotated, Any

from pydantic import ConfigDict, Tag

from game.story.places.source import Sourced
from game.story.reading import model
from game.story.reading.data import Map
from game.story.schema.for_editors import all_of, at_least_one, exactly_one, needs
from game.story.schema.parts import EffectsSource, TargetSource, TextSource, effects_made, target_made, text_made
from game.story.schema.values import (
    EVERYWHERE,
    MAPPING,
    TAG,
    Branches,
    Expression,
    Flag,
    FormerChoices,
    FormerScenes,
    Id,
    Ids,
    Line,
    Lines,
    Once,
    Priority,
    SceneId,
    Source,
    VariableName,
    Visits,
    Weight,
    as_tuple,
    key,
    needed,
    word,
)


class ChoiceSource(Source):
    """A choice of a scene."""

    model_config = ConfigDict(
        json_schema_extra=all_of(
            at_least_one("text", "fallback"), at_least_one("to", "result"), needs(secret="if", prompt="ask")
        )
    )

    text: Line | None = key("The caption; inline constructs are allowed; at most 14 words are advised.")
    if_: Expression | None = key("Open only when this expression holds.", "if")
    locked: Line | None = key("The reason shown when it is closed; made from the condition where not given.")
    secret: Flag | None = key("true: not shown until it is open.")
    once: Once | None = key("true: not shown once it has been taken; in a choice set also everywhere: in any scene.")
    fallback: Flag | None = key("true: offered only when no other choice is open.")
    cost: Line | None = key("A short note of what it costs, shown with the caption.")
    ask: VariableName | None = key("The variable for the words that the player types when it is taken.")
    prompt: Line | None = key("What the player is asked then; the caption where not given. Needs ask.")
    do: EffectsSource | None = key("Effects when it is taken, such as 'trust += 1'.")
    result: TextSource | None = key("What is told once it is taken, above the next page.")
    to: TargetSource | None = key(
        "Where it leads: a scene id, a list, or draw, deck, call. Without it one stays in the scene, and needs result."
    )
    facts: Lines | None = key("Ids of the facts it stands on.")
    formerly: FormerChoices | None = key(
        "Ids it had before, the oldest first; scene/choice where its scene was another."
    )
    note: Line | None = key("A comment for the authors.")

    def made(self, scene: str, name: Sourced) -> model.Choice:
        """The model of it."""
        return model.Choice(
            id=name,
            full_id=f"{scene}/{name}",
            text=self.text,
            guard=self.if_,
            locked=self.locked,
            secret=bool(self.secret),
            once=bool(self.once),
            everywhere=self.once == EVERYWHERE,
            fallback=bool(self.fallback),
            cost=self.cost,
            do=effects_made(self.do),
            result=text_made(self.result),
            to=model.Stay(name.mark) if self.to is None else target_made(self.to),
            facts=as_tuple(self.facts),
            note=self.note,
            formerly=as_tuple(self.formerly),
            ask=self.ask,
            prompt=self.prompt,
        )


class IncludeSource(Source):
    """The choices of sets, put here."""

    include: Ids = needed("The choice set, or several.")

    def made(self, scene: str, name: Sourced) -> model.Include:
        """The model of it."""
        return model.Include(as_tuple(self.include))


def _part_kind(value: Any) -> str:
    if value.__class__ is not Map:
        return ""
    return INCLUDE if "include" in value and "text" not in value else MAPPING


INCLUDE = TAG + "include"
ChoicesSource = dict[
    Id,
    Annotated[
        Annotated[ChoiceSource, Tag(MAPPING)] | Annotated[IncludeSource, Tag(INCLUDE)],
        Branches(_part_kind, "a mapping (key: value)"),
    ],
]
"""Choices by id; what includes others stands under an id of its own, which says nothing."""


def parts_made(scene: str, choices: ChoicesSource) -> model.Parts:
    """The models of choices, in order."""
    return tuple((name, part.made(scene, name)) for name, part in choices.items())


class SceneSource(Source):
    """A scene: what is read, and the ways on. Exactly one of choices, to, run_on and ending."""

    model_config = ConfigDict(
        json_schema_extra=all_of(exactly_one("choices", "to", "run_on", "ending"), needs(heavy="skip", skip="heavy"))
    )

    title: Line | None = key("A title shown above the text.")
    chapter: Id | None = key("The chapter it belongs to; the file's where not given.")
    place: Line | None = key("Where it plays; the file's where not given.")
    date: Line | None = key("When it plays; the file's where not given.")
    facts: Lines | None = key("Ids of the facts it stands on.")
    picture: Id | None = key("A picture shown above the text.")
    tags: Ids | None = key("The decks it belongs to.")
    if_: Expression | None = key("For a deck: dealt only when this expression holds.", "if")
    priority: Priority | None = key("For a deck: higher goes first; 0 where not given.")
    weight: Weight | None = key("For a deck: how often, in proportion to the others; 1 where not given.")
    max_visits: Visits | None = key("For a deck: dealt at most so many times.")
    heavy: Line | None = key("A short content note: why a reader may want to skip the scene. Needs skip.")
    skip: TargetSource | None = key("Where skipping the scene leads. Needs heavy.")
    do: EffectsSource | None = key("Effects on entering, such as 'water -= 1'.")
    text: TextSource | None = key("What is read: a text, or a list of texts, guarded texts and pictures.")
    choices: ChoicesSource | None = key("The choices by id, in the order shown.")
    to: TargetSource | None = key("A single way on, captioned by the interface.")
    run_on: TargetSource | None = key("Where the page goes on by itself, without a choice.")
    interrupts: Annotated[str, word("off")] | None = key("off: its choices lead where they say, whatever interrupts.")
    ending: Id | None = key("The ending that the story reaches here.")
    formerly: FormerScenes | None = key("Ids it had before, the oldest first.")
    note: Line | None = key("A comment for the authors.")

    def made(self, name: Sourced, file: "SceneFile") -> model.Scene:
        """The model of it; `file` gives the defaults."""
        to = None if self.to is None else target_made(self.to)
        parts = parts_made(name, self.choices or {})
        return model.Scene(
            id=name,
            chapter=self.chapter or file.chapter,
            title=self.title,
            place=self.place or file.place,
            date=self.date or file.date,
            facts=as_tuple(self.facts),
            picture=self.picture,
            tags=as_tuple(self.tags),
            guard=self.if_,
            priority=self.priority or 0,
            weight=self.weight or 1,
            max_visits=self.max_visits or 0,
            heavy=self.heavy,
            skip=None if self.skip is None else target_made(self.skip),
            do=effects_made(self.do),
            text=text_made(self.text),
            choices={short: part for short, part in parts if isinstance(part, model.Choice)},
            parts=parts if any(isinstance(part, model.Include) for _, part in parts) else (),
            to=to,
            to_mark=name.mark if to is not None else None,
            run_on=None if self.run_on is None else target_made(self.run_on),
            interrupts=self.interrupts is None,
            ending=self.ending,
            note=self.note,
            formerly=as_tuple(self.formerly),
            file_wide=tuple(name for name in ("place", "date") if not getattr(self, name) and getattr(file, name)),
        )


class SceneFile(Source):
    """A scene file: scenes by id, and defaults for all of them."""

    chapter: Id | None = key("The chapter of the file's scenes.")
    place: Line | None = key("Where the file's scenes play.")
    date: Line | None = key("When the file's scenes play.")
    note: Line | None = key("A comment for the authors.")
    scenes: dict[SceneId, SceneSource] = needed("The scenes by id.")

    def made(self) -> dict[Sourced, model.Scene]:
        """The scenes of the file."""
        return {name: scene.made(name, self) for name, scene in self.scenes.items()}
