"""What one scene does and shows, built once from its compiled form when it is first visited."""

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from game.engine.effects import Apply, count_round, count_up
from game.engine.expr import Evaluate
from game.engine.markup import plain
from game.engine.program import SAID, Block, Choice, Expr, Option, Scene
from game.engine.prose import PageBlock, Part, Say
from game.engine.questions import Key, Question, of_blocks, of_choices
from game.engine.state import STAYED, Trail, stayed
from game.engine.targets import Resolve, compile_target

if TYPE_CHECKING:
    from game.engine.machine import Machine

Form = TypeVar("Form")


class ChoiceCode(NamedTuple):
    """How to take a choice.

    `goes` is its scene index when the target is a plain scene in whose words nothing is drawn, and then `effects`
    include entering that scene; else it is -1 and `resolve` finds the scene (None otherwise). `once` is a taken slot or
    -1; `limited` says that `once` or `fallback` need a look. `trail` is what it puts on the next page, as in `State`.
    """

    id: str
    guard: Evaluate | None
    limited: bool
    effects: tuple[Apply, ...]
    goes: int
    resolve: Resolve | None
    once: int
    fallback: bool
    trail: tuple[str, ...]


class SceneCode(NamedTuple):
    """What entering a scene does, its choices by full id, and where its page runs on to (None: nowhere)."""

    enter: tuple[Apply, ...]
    choices: dict[str, ChoiceCode]
    ending: int
    run_on: Resolve | None = None

    def named(self, name: str) -> ChoiceCode | None:
        """The choice whose full id ends in a name, after the last slash."""
        return next((code for full, code in self.choices.items() if full.rpartition("/")[2] == name), None)


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


Forms = tuple[Key, dict[Any, Form]]
"""What was built of something that varies, by the answers of its key."""


class PagePart(NamedTuple):
    """What stands on a page before its scene: a scene that ran on to it, or a choice's result, which has no head."""

    head: Head | None
    blocks: tuple[PageBlock, ...]


class Shown(NamedTuple):
    """The words of a page in one form: its trail, blocks, linked codex entries, the ending's own blocks, and all of it
    as plain text.
    """

    trail: tuple[PagePart, ...]
    blocks: tuple[PageBlock, ...]
    unlocks: tuple[str, ...]
    endnote: tuple[PageBlock, ...]
    text: str


Offer = tuple[tuple[Option, ...], tuple[Option, ...]]
"""The options of a page, and those of them that are open."""


class SceneText(NamedTuple):
    """How a scene is shown in one language, and the forms it has been shown in.

    `page_key` tells forms of the page apart, and `pages` keeps them; the key is None where a draw decides: then nothing
    is kept. Where both the words and the options of the page vary, they have fewer forms each than the page has, and
    are kept on their own as well. `trail` is what stands before the scene, `parts` is empty where one stayed in it.
    """

    page_key: Key | None
    pages: dict[Any, Any]
    head: Head
    trail: tuple[tuple[Head | None, tuple[Part, ...]], ...]
    parts: tuple[Part, ...]
    endnote: tuple[Part, ...]
    choices: tuple[ChoiceText, ...]
    words: Forms[Shown] | None
    options: Forms[Offer] | None


def scene_code(machine: "Machine", scene: Scene) -> SceneCode:
    """The effects and choices of a scene."""
    choices = {choice.id: _choice_code(machine, choice, scene.id) for choice in scene.choices}
    run_on = None if scene.run_on is None else compile_target(scene.run_on, f"{scene.id}/on", machine.expr)
    return SceneCode(machine.entering(scene), choices, scene.ending, run_on)


def taking(machine: "Machine", choice: Choice) -> tuple[Apply, ...]:
    """What taking a choice does before it leads anywhere: counting that it was taken, then its own effects."""
    effects = machine.effects(choice.do)
    if choice.taken >= 0:
        effects = (count_up(choice.taken, machine.program.slots[choice.taken], 1), *effects)
    if choice.cycle >= 0:
        effects = (count_round(choice.cycle, machine.program.slots[choice.cycle]), *effects)
    return effects


def _choice_code(machine: "Machine", choice: Choice, home: str) -> ChoiceCode:
    effects = taking(machine, choice)
    trail = (choice.id,) if choice.result else ()
    goes = -1
    match choice.target:
        case ("scene", scene) if machine.bare(scene).run_on is None and not machine.shuffles(scene, trail):
            goes = scene
            effects += machine.entering(machine.bare(goes))
        case ("stay",) if not machine.shuffles(machine.scene_index(home), (*trail, STAYED)):
            goes, trail = machine.scene_index(home), (*trail, STAYED)
    return ChoiceCode(
        id=choice.id,
        guard=_compiled(machine, choice.guard),
        limited=choice.once or choice.fallback,
        effects=effects,
        goes=goes,
        resolve=None if goes >= 0 else compile_target(choice.target, choice.id, machine.expr),
        once=choice.taken if choice.once else -1,
        fallback=choice.fallback,
        trail=trail,
    )


def _compiled(machine: "Machine", expr: Expr | None) -> Evaluate | None:
    return None if expr is None else machine.expr(expr)


def trail_blocks(machine: "Machine", trail: Trail) -> list[tuple[Scene | None, tuple[Block, ...]]]:
    """What a trail shows, in order: the blocks of scenes, and those of choices' results, which have no scene here."""
    found: list[tuple[Scene | None, tuple[Block, ...]]] = []
    for name in trail:
        home, slash, _ = name.partition("/")
        if not slash:
            scene = machine.bare(machine.scene_index(home)) if home else None
            found += [] if scene is None else [(scene, scene.blocks)]
        else:
            choices = machine.scene(machine.scene_index(home)).choices
            found.append((None, next(choice.result for choice in choices if choice.id == name)))
    return found


def scene_text(machine: "Machine", scene: Scene, language: str, trail: Trail = ()) -> SceneText:
    """The words of a scene in a language, after what a trail has brought."""
    texts = machine.program.texts[language]
    note = machine.program.endings[scene.ending].blocks if scene.ending >= 0 else ()
    before = trail_blocks(machine, trail)
    blocks = () if stayed(trail) else scene.blocks
    about_words = of_blocks((*(block for _, run in before for block in run), *blocks, *note), texts)
    about_options = of_choices(scene.choices, texts)
    both_vary = about_words and about_options
    return SceneText(
        page_key=machine.key(about_words | about_options),
        pages={},
        head=_head(machine, scene, language),
        trail=tuple(
            [
                (None if one is None else _head(machine, one, language), machine.compiler.blocks(run, texts))
                for one, run in before
            ]
        ),
        parts=machine.compiler.blocks(blocks, texts),
        endnote=machine.parts(note, language),
        choices=tuple([_choice_text(machine, choice, language) for choice in scene.choices]),
        words=_forms(machine, about_words) if both_vary else None,
        options=_forms(machine, about_options) if both_vary else None,
    )


def _forms(machine: "Machine", questions: set[Question]) -> Forms[Any] | None:
    """Where forms are kept; None when a draw decides."""
    key = machine.key(questions)
    return None if key is None else (key, {})


def _head(machine: "Machine", scene: Scene, language: str) -> Head:
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


def _choice_text(machine: "Machine", choice: Choice, language: str) -> ChoiceText:
    fixed: dict[str, Any] = {}
    say = []
    for name, index in zip(SAID, choice.said, strict=True):
        text = machine.text(index, language)
        if isinstance(text, str):
            fixed[name] = text
        else:
            fixed[name] = ""
            say.append((name, text))
    kind = "fallback" if choice.fallback and choice.kind == "choice" else choice.kind
    return ChoiceText(
        guard=_compiled(machine, choice.guard),
        option=Option(id=choice.id, open=True, reason="", kind=kind, **fixed),
        say=tuple(say),
        reasons=tuple([(_compiled(machine, expr), machine.text(text, language)) for expr, text in choice.reasons]),
        secret=choice.secret,
        once=choice.taken if choice.once else -1,
        fallback=choice.fallback,
    )
