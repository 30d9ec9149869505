"""What one scene does and shows, built once from its compiled form when it is first visited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from game.engine.effects import Apply, compile_ops, count_round, count_up
from game.engine.expr import Evaluate
from game.engine.markup import plain
from game.engine.program import SAID, Choice, Scene
from game.engine.prose import PageBlock, Part, Say
from game.engine.questions import Key, of_blocks, of_choices
from game.engine.targets import Resolve, compile_target

if TYPE_CHECKING:
    from game.engine.machine import Machine


class ChoiceCode(NamedTuple):
    """How to take a choice.

    `goes` is its scene index when the target is a plain scene in whose words nothing is drawn, and then `effects`
    include entering that scene; else it is -1 and `resolve` finds the scene (None otherwise). `once` is a taken slot or
    -1; `limited` says that `once` or `fallback` need a look.
    """

    id: str
    guard: Evaluate | None
    limited: bool
    effects: tuple[Apply, ...]
    goes: int
    resolve: Resolve | None
    once: int
    fallback: bool


class SceneCode(NamedTuple):
    """What entering a scene does, and its choices by full and by short id."""

    enter: tuple[Apply, ...]
    choices: dict[str, ChoiceCode]
    ending: int


class Option(NamedTuple):
    """A choice as shown. `kind`: 'choice', 'on', 'skip' or 'fallback' (the interface says '' captions in its own
    words).

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
    """How a choice is shown: its option, and those texts of it, by name, that are only made as it is shown."""

    guard: Evaluate | None
    option: Option
    say: tuple[tuple[str, Say], ...]
    reasons: tuple[tuple[Evaluate | None, str | Say], ...]
    secret: bool
    once: int
    fallback: bool


class Shown(NamedTuple):
    """The words of a page in one form: blocks, linked codex entries, the ending's own blocks, and all of it as plain
    text.
    """

    blocks: tuple[PageBlock, ...]
    unlocks: tuple[str, ...]
    endnote: tuple[PageBlock, ...]
    text: str


class SceneText(NamedTuple):
    """How a scene is shown in one language, and the forms it has been shown in.

    `page_key` tells forms of the page apart, `text_key` those of its words, `option_key` those of its options; what was
    built is kept in `pages`, `shown` and `options` by those keys. A key is None where a draw decides: then nothing
    is kept.
    """

    page_key: Key | None
    pages: dict[Any, Any]
    head: Head
    parts: tuple[Part, ...]
    endnote: tuple[Part, ...]
    choices: tuple[ChoiceText, ...]
    text_key: Key | None
    shown: dict[Any, Shown]
    option_key: Key | None
    options: dict[Any, tuple[Option, ...]]


def scene_code(machine: Machine, scene: Scene) -> SceneCode:
    """The effects and choices of a scene."""
    choices = {}
    for choice in scene.choices:
        code = _choice_code(machine, choice)
        choices[choice.id] = choices[choice.id.rpartition("/")[2]] = code
    return SceneCode(_entering(machine, scene), choices, scene.ending)


def _entering(machine: Machine, scene: Scene) -> tuple[Apply, ...]:
    """Counting the visit, then the scene's own effects."""
    slots = machine.program.slots
    enter = list(compile_ops(scene.do, slots, machine.expr))
    if scene.cycle >= 0:
        enter.insert(0, count_round(scene.cycle, slots[scene.cycle]))
    if scene.visits >= 0:
        enter.insert(0, count_up(scene.visits, slots[scene.visits], 1))
    return tuple(enter)


def _choice_code(machine: Machine, choice: Choice) -> ChoiceCode:
    slots = machine.program.slots
    effects = compile_ops(choice.do, slots, machine.expr)
    if choice.taken >= 0:
        effects = (count_up(choice.taken, slots[choice.taken], 1), *effects)
    goes = choice.target[1] if choice.target[0] == "scene" and not machine.shuffles(choice.target[1]) else -1
    if goes >= 0:
        effects += _entering(machine, machine.scene(goes))
    return ChoiceCode(
        id=choice.id,
        guard=_guard(machine, choice),
        limited=choice.once or choice.fallback,
        effects=effects,
        goes=goes,
        resolve=None if goes >= 0 else compile_target(choice.target, choice.id, machine.expr),
        once=choice.taken if choice.once else -1,
        fallback=choice.fallback,
    )


def _guard(machine: Machine, choice: Choice) -> Evaluate | None:
    return None if choice.guard is None else machine.expr(choice.guard)


def scene_text(machine: Machine, scene: Scene, language: str) -> SceneText:
    """The words of a scene in a language."""
    texts = machine.program.texts[language]
    note = machine.program.endings[scene.ending].blocks if scene.ending >= 0 else ()
    about_text = of_blocks((*scene.blocks, *note), texts)
    about_options = of_choices(scene.choices, texts)
    return SceneText(
        page_key=machine.key(about_text | about_options),
        pages={},
        head=_head(machine, scene, language),
        parts=machine.compiler.blocks(scene.blocks, texts),
        endnote=machine.parts(note, language),
        choices=tuple(_choice_text(machine, choice, language) for choice in scene.choices),
        text_key=machine.key(about_text),
        shown={},
        option_key=machine.key(about_options),
        options={},
    )


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
    said = {name: machine.text(index, language) for name, index in zip(SAID, choice.said, strict=True)}
    fixed: dict[str, Any] = {name: text if isinstance(text, str) else "" for name, text in said.items()}
    kind = "fallback" if choice.fallback and choice.kind == "choice" else choice.kind
    return ChoiceText(
        guard=_guard(machine, choice),
        option=Option(id=choice.id, open=True, reason="", kind=kind, **fixed),
        say=tuple((name, text) for name, text in said.items() if not isinstance(text, str)),
        reasons=tuple(
            (None if expr is None else machine.expr(expr), machine.text(text, language))
            for expr, text in choice.reasons
        ),
        secret=choice.secret,
        once=choice.taken if choice.once else -1,
        fallback=choice.fallback,
    )
