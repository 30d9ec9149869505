"""What one scene does and shows, built once from its compiled form when it is first visited."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.engine.effects import Apply, compile_ops, count_round, count_up
from game.engine.expr import Evaluate
from game.engine.markup import plain
from game.engine.program import Block, Choice, Scene
from game.engine.prose import Part, Say, may_link
from game.engine.targets import Resolve, compile_target

if TYPE_CHECKING:
    from game.engine.machine import Machine


class ChoiceCode(NamedTuple):
    """How to take a choice. `goes` is its scene index when the target is a plain scene, else -1 and `resolve` finds it."""

    id: str
    guard: Evaluate | None
    once: int
    fallback: bool
    do: tuple[Apply, ...]
    goes: int
    resolve: Resolve


class SceneCode(NamedTuple):
    """What entering a scene does, and its choices by full and by short id."""

    enter: tuple[Apply, ...]
    choices: dict[str, ChoiceCode]
    ending: int


class Option(NamedTuple):
    """A choice as shown. `kind`: 'choice', 'on', 'skip' or 'fallback' (the interface says '' captions in its own words).

    `caption`, `reason` and `cost` are marked-up text; a closed option (`open` false) carries its reason.
    """

    id: str
    caption: str
    open: bool
    reason: str
    cost: str
    kind: str


class Head(NamedTuple):
    """What stands above a page and never varies."""

    scene: str
    chapter: str
    chapter_title: str
    chapter_date: str
    title: str
    place: str
    date: str
    picture: str
    ending: str
    ending_title: str
    heavy: str


class ChoiceText(NamedTuple):
    """How a choice is shown: its finished option, or the texts to make one from."""

    guard: Evaluate | None
    option: Option
    say: tuple[str | Say, str | Say] | None
    reasons: tuple[tuple[Evaluate | None, str | Say], ...]
    secret: bool
    once: int
    fallback: bool


class SceneText(NamedTuple):
    """How a scene is shown in one language.

    `unlocks` lists codex ids linked in every variant; None when links depend on the state. `steady` says that the options
    never vary.
    """

    head: Head
    parts: tuple[Part, ...]
    unlocks: tuple[str, ...] | None
    choices: tuple[ChoiceText, ...]
    steady: tuple[Option, ...] | None
    endnote: tuple[Part, ...]
    varies: bool


def scene_code(machine: Machine, scene: Scene) -> SceneCode:
    """The effects and choices of a scene."""
    slots = machine.program.slots
    enter: list[Apply] = []
    if scene.visits >= 0:
        enter.append(count_up(scene.visits, slots[scene.visits], 1))
    if scene.cycle >= 0:
        enter.append(count_round(scene.cycle, slots[scene.cycle]))
    enter.extend(compile_ops(scene.do, slots, machine.expr))
    choices = {}
    for choice in scene.choices:
        code = _choice_code(machine, choice)
        choices[choice.id] = choices[choice.id.rpartition("/")[2]] = code
    return SceneCode(tuple(enter), choices, scene.ending)


def _choice_code(machine: Machine, choice: Choice) -> ChoiceCode:
    slots = machine.program.slots
    do = list(compile_ops(choice.do, slots, machine.expr))
    if choice.taken >= 0:
        do.insert(0, count_up(choice.taken, slots[choice.taken], 1))
    goes = choice.target[1] if choice.target[0] == "scene" else -1
    return ChoiceCode(
        id=choice.id,
        guard=_guard(machine, choice),
        once=choice.taken if choice.once else -1,
        fallback=choice.fallback,
        do=tuple(do),
        goes=goes,
        resolve=compile_target(choice.target, choice.id, machine.expr),
    )


def _guard(machine: Machine, choice: Choice) -> Evaluate | None:
    return None if choice.guard is None else machine.expr(choice.guard)


def scene_text(machine: Machine, scene: Scene, language: str) -> SceneText:
    """The words of a scene in a language."""
    texts = machine.program.texts[language]
    parts = machine.compiler.blocks(scene.blocks, texts)
    choices = tuple(_choice_text(machine, choice, language) for choice in scene.choices)
    simple = all(c.guard is None and c.say is None and c.once < 0 and not c.fallback for c in choices)
    ending = machine.program.endings[scene.ending] if scene.ending >= 0 else None
    endnote = machine.parts(ending.blocks, language) if ending else ()
    linked = any(may_link(texts[index]) for index in _text_indices(scene.blocks))
    varies = any(callable(part) for part in (*parts, *endnote))
    return SceneText(
        head=_head(machine, scene, language),
        parts=parts,
        unlocks=None if linked or endnote else (),
        choices=choices,
        steady=tuple(choice.option for choice in choices) if simple else None,
        endnote=endnote,
        varies=varies,
    )


def _text_indices(blocks: tuple[Block, ...]) -> list[int]:
    found: list[int] = []
    for block in blocks:
        if block[0] == "if":
            found += _text_indices(block[2]) + _text_indices(block[3])
        elif block[0] not in ("rule", "picture"):
            found.append(block[1])
    return found


def _head(machine: Machine, scene: Scene, language: str) -> Head:
    program = machine.program
    chapter = program.chapters[scene.chapter] if scene.chapter >= 0 else None
    ending = program.endings[scene.ending] if scene.ending >= 0 else None

    def words(index: int) -> str:
        return plain(machine.words(index, language))

    return Head(
        scene=scene.id,
        chapter=chapter.id if chapter else "",
        chapter_title=words(chapter.title) if chapter else "",
        chapter_date=words(chapter.date) if chapter else "",
        title=words(scene.title),
        place=words(scene.place),
        date=words(scene.date),
        picture=scene.picture,
        ending=ending.id if ending else "",
        ending_title=words(ending.title) if ending else "",
        heavy=words(scene.heavy),
    )


def _choice_text(machine: Machine, choice: Choice, language: str) -> ChoiceText:
    caption = machine.text(choice.caption, language)
    cost = machine.text(choice.cost, language)
    finished = isinstance(caption, str) and isinstance(cost, str)
    kind = "fallback" if choice.fallback and choice.kind == "choice" else choice.kind
    return ChoiceText(
        guard=_guard(machine, choice),
        option=Option(
            choice.id,
            caption if isinstance(caption, str) else "",
            True,
            "",
            cost if isinstance(cost, str) else "",
            kind,
        ),
        say=None if finished else (caption, cost),
        reasons=tuple(
            (None if expr is None else machine.expr(expr), machine.text(text, language))
            for expr, text in choice.reasons
        ),
        secret=choice.secret,
        once=choice.taken if choice.once else -1,
        fallback=choice.fallback,
    )
