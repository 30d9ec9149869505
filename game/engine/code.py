"""What one scene does and shows, built once from its compiled form when it is first visited."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from game.engine.effects import Apply, count_round, count_up, has_rolls
from game.engine.expr import Evaluate
from game.engine.markup import plain
from game.engine.program import SAID, Block, Choice, Expr, Op, Option, Scene
from game.engine.prose import PageBlock, Part, Say
from game.engine.questions import of_blocks, of_choices
from game.engine.state import STAYED, Trail, stayed
from game.engine.tables import Forms, KeyedForms, Move, Table
from game.engine.targets import Resolve

if TYPE_CHECKING:
    from game.engine.machine import Machine
    from game.engine.rolls import Roll


@dataclass(slots=True, eq=False)
class ChoiceCode:
    """How to take a choice.

    `scene` is the scene it stands in. `goes` is its scene index when the target is a plain scene in whose words nothing
    is drawn, and then `effects` include entering that scene; else it is -1 and `resolve` finds the scene (None
    otherwise). `once` is a taken slot or -1; `limited` says that `once` or `fallback` need a look. `test` says the same
    as `guard` and `moves` do the same as `effects`, where tables can. `trail` is what it puts on the next page, as in
    `State`. `ask` is the number of the words that the player types, -1 where none are asked for; then there are no
    `moves`.
    """

    id: str
    scene: int
    guard: Evaluate | None
    test: Table | None
    limited: bool
    effects: tuple[Apply, ...]
    moves: tuple[Move, ...] | None
    goes: int
    resolve: Resolve | None
    once: int
    fallback: bool
    trail: Trail
    ask: int


class SceneCode(NamedTuple):
    """What entering a scene does, its choices, and where its page runs on to (None: nowhere). Where chance has a part
    in the scene's own effects, they are `rolls`, which come after `enter`.
    """

    enter: tuple[Apply, ...]
    choices: tuple[ChoiceCode, ...]
    ending: int
    run_on: Resolve | None = None
    rolls: tuple["Roll", ...] = ()

    def named(self, name: str) -> ChoiceCode | None:
        """The choice of that full id, else the one whose full id ends in a name, after the last slash."""
        ends = (code for code in self.choices if code.id.rpartition("/")[2] == name)
        return next((code for code in self.choices if code.id == name), next(ends, None))


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


class PagePart(NamedTuple):
    """What stands on a page before its scene: a scene that ran on to it, or a choice's result, which has no head."""

    head: Head | None
    blocks: tuple[PageBlock, ...]


class ChoiceText(NamedTuple):
    """How a choice is shown that is not always shown alike: its option, that option closed if it is always closed
    alike, and those texts of it, by name, that are only made as it is shown.
    """

    guard: Evaluate | None
    option: Option
    closed: Option | None
    say: tuple[tuple[str, Say], ...]
    reasons: tuple[tuple[Evaluate | None, str | Say], ...]
    secret: bool
    once: int
    fallback: bool


@dataclass(slots=True, eq=False)
class SceneText:
    """How a scene is shown in one language, and the forms it has been shown in.

    `pages` keeps the forms of the page, told apart by the tables of `asks`; where tables cannot tell, `asks` is None
    and `keyed` keeps them; where a draw decides, that is None too, and nothing is kept. Where both the words and the
    options of the page vary, they have fewer forms each than the page has: `words` and `options` keep a page for each.
    `typed` says that words of the player are in it: its keys read them behind the values of the state.
    A choice that is always shown alike is its option. `trail` is what stands before the scene, `parts` is empty where
    one stayed in it.
    """

    asks: tuple[Table, ...] | None
    pages: list[Any]
    keyed: KeyedForms | None
    head: Head
    trail: tuple[tuple[Head | None, tuple[Part, ...]], ...]
    parts: tuple[Part, ...]
    endnote: tuple[Part, ...]
    choices: tuple[Option | ChoiceText, ...]
    words: Forms | KeyedForms | None
    options: Forms | KeyedForms | None
    typed: bool = False


def scene_code(machine: "Machine", index: int, scene: Scene) -> SceneCode:
    """The effects and choices of a scene."""
    choices = tuple([_choice_code(machine, index, Choice(*choice)) for choice in scene.choices])
    run_on = None if scene.run_on is None else machine.target(scene.run_on, scene.on)
    return SceneCode(machine.entering(scene), choices, scene.ending, run_on, _rolls(machine, scene.do))


def _rolls(machine: "Machine", ops: tuple[Op, ...]) -> tuple["Roll", ...]:
    """Effects in which chance has a part; () for others."""
    if not has_rolls(ops):
        return ()
    from game.engine.rolls import compile_rolls

    return compile_rolls(ops, machine.program.slots, machine.expr)


def taking(machine: "Machine", choice: Choice) -> tuple[Apply, ...]:
    """What taking a choice does before it leads anywhere: counting that it was taken, then its own effects, where
    chance has no part in them.
    """
    effects = () if has_rolls(choice.do) else machine.effects(choice.do)
    if choice.taken >= 0:
        effects = (count_up(choice.taken, machine.program.slots[choice.taken], 1), *effects)
    if choice.cycle >= 0:
        effects = (count_round(choice.cycle, machine.program.slots[choice.cycle]), *effects)
    return effects


def _choice_code(machine: "Machine", scene: int, choice: Choice) -> ChoiceCode:
    effects, rolls = taking(machine, choice), _rolls(machine, choice.do)
    counts = choice.taken >= 0 or choice.cycle >= 0 or choice.ask >= 0
    moves = None if rolls or counts else machine.moves(choice.do)
    trail = (choice.id,) if choice.result else ()
    goes = -1
    match choice.target:
        case ("scene", to) if not rolls and _is_plain(machine, to, trail):
            goes, entered = machine.numbers[to], machine.entering(machine.bare(to))
            effects, moves = effects + entered, None if entered else moves
        case ("stay",) if not rolls and not machine.shuffles(scene, (*trail, STAYED)):
            goes, trail = machine.numbers[scene], (*trail, STAYED)
    return ChoiceCode(
        id=choice.id,
        scene=machine.numbers[scene],
        guard=_compiled(machine, choice.guard),
        test=None if choice.guard is None else machine.tables.test(choice.guard),
        limited=choice.once or choice.fallback,
        effects=effects,
        moves=moves,
        goes=goes,
        resolve=None if goes >= 0 else _resolve(machine, choice, rolls),
        once=choice.taken if choice.once else -1,
        fallback=choice.fallback,
        trail=trail,
        ask=choice.ask,
    )


def _is_plain(machine: "Machine", scene: int, trail: Trail) -> bool:
    """Whether a scene comes to rest, and nothing is drawn for whoever enters it."""
    bare = machine.bare(scene)
    return bare.run_on is None and not machine.shuffles(scene, trail) and not has_rolls(bare.do)


def _resolve(machine: "Machine", choice: Choice, rolls: tuple["Roll", ...]) -> Resolve:
    """Where a choice leads, after those effects in which chance has a part."""
    resolve = machine.target(choice.target, choice.id)
    if not rolls:
        return resolve
    from game.engine.rolls import before

    return before(rolls, resolve)


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
    choices = [Choice(*choice) for choice in scene.choices]
    note = machine.program.endings[scene.ending].blocks if scene.ending >= 0 else ()
    before = trail_blocks(machine, trail)
    blocks = () if stayed(trail) else scene.blocks
    about_words = of_blocks((*blocks, *note) if note else blocks, texts)
    about_words = about_words.union(*(of_blocks(run, texts) for _, run in before))
    about_options = of_choices(choices, texts)
    forms = machine.forms(about_words | about_options)
    both_vary = about_words and about_options
    typed = any(question[0] == "said" for question in about_words | about_options)
    return SceneText(
        asks=forms.asks if isinstance(forms, Forms) else None,
        pages=forms.known if isinstance(forms, Forms) else [],
        keyed=forms if isinstance(forms, KeyedForms) else None,
        head=_head(machine, scene, language),
        trail=tuple(
            [
                (None if one is None else _head(machine, one, language), machine.compiler.blocks(run, texts))
                for one, run in before
            ]
        ),
        parts=machine.compiler.blocks(blocks, texts),
        endnote=machine.parts(note, language),
        choices=tuple([_choice_text(machine, choice, language) for choice in choices]),
        words=machine.forms(about_words) if both_vary else None,
        options=machine.forms(about_options) if both_vary else None,
        typed=typed,
    )


def _head(machine: "Machine", scene: Scene, language: str) -> Head:
    program = machine.program
    chapter = program.chapters[scene.chapter] if scene.chapter >= 0 else None
    ending = program.endings[scene.ending] if scene.ending >= 0 else None

    def words(index: int) -> str:
        return plain(machine.words(index, language)) if index >= 0 else ""

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


def _choice_text(machine: "Machine", choice: Choice, language: str) -> Option | ChoiceText:
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
    ask = machine.program.typed[choice.ask].name if choice.ask >= 0 else ""
    option = Option(id=choice.id, open=True, reason="", kind=kind, ask=ask, **fixed)
    if choice.guard is None and not say and not choice.once and not choice.fallback:
        return option
    return ChoiceText(
        guard=_compiled(machine, choice.guard),
        option=option,
        closed=None if say or choice.reasons or choice.secret else option._replace(open=False),
        say=tuple(say),
        reasons=tuple([(_compiled(machine, expr), machine.text(text, language)) for expr, text in choice.reasons]),
        secret=choice.secret,
        once=choice.taken if choice.once else -1,
        fallback=choice.fallback,
    )
