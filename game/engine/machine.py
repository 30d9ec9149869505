"""A program ready to run: looks things up by id and builds each scene's code when it is first visited."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from game.engine.code import ChoiceCode, SceneCode, SceneText, scene_code, scene_text, trail_blocks
from game.engine.draw import Shuffle
from game.engine.effects import Apply, compile_op, count_round, count_up, has_rolls
from game.engine.errors import UnknownScene
from game.engine.expr import Evaluate, compile_expr
from game.engine.program import Choice, Expr, Op, Program, Scene, Target, Text, junctions
from game.engine.prose import Compiler, Part, Say
from game.engine.questions import Key, Question, key, slots_of
from game.engine.shuffles import of_blocks, of_choices, of_text
from game.engine.state import Trail, stayed
from game.engine.tables import Forms, KeyedForms, Move, Tables
from game.engine.targets import Resolve, compile_target


class Machine:
    """A compiled story that can be played.

    Nothing a caller can see ever changes: the lists inside only remember what was built, so that a story of ten
    thousand scenes starts at once and pays for a scene on the first visit. What scenes have in common, such as equal
    conditions and effects, is built once: what ten thousand scenes each have for themselves fits no processor's cache.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.language = program.language
        self.languages: tuple[str, ...] = tuple(program.texts)
        self.compiler = Compiler(program.slots, self.expr)
        self._exprs: dict[Expr, Evaluate] = {}
        self._reads: dict[Expr, frozenset[int]] = {}
        self._keys: dict[frozenset[Question], Key | None] = {}
        self.tables = Tables(program.slots, self.expr, self.reads)
        self._ops: dict[Op, Apply] = {}
        self._effects: dict[tuple[Op, ...], tuple[Apply, ...]] = {}
        self._moves: dict[tuple[Op, ...], tuple[Move, ...] | None] = {}
        self._shuffles: dict[tuple[int, Trail], tuple[Shuffle, ...]] = {}
        self._bare = junctions(program)
        self._scenes: list[Scene | None] = [None] * len(self._bare)
        self.numbers = list(range(len(self._bare)))
        """Each scene's index: one object for all who lead to the scene, so that a step looks at no others."""
        self.choices: dict[str, ChoiceCode] = {}
        """The choices by full id, of those scenes whose code is known."""
        self.codes: list[SceneCode | None] = [None] * len(self._bare)
        self.pages: dict[str, list[SceneText | None]] = {
            language: [None] * len(program.scenes) for language in program.texts
        }
        self._after: dict[tuple[str, Trail, int], SceneText] = {}
        self._texts: dict[tuple[str, int], str | Say] = {}
        self.entries = {entry.id: entry for entry in program.codex}
        self.pictures = {picture.id: picture for picture in program.pictures}
        self._parts: dict[Any, tuple[Part, ...]] = {}

    def expr(self, expr: Expr) -> Evaluate:
        """The compiled form of an expression; equal expressions share one."""
        found = self._exprs.get(expr)
        if found is None:
            found = self._exprs[expr] = compile_expr(expr, self.expr)
        return found

    def target(self, target: Target, owner: str) -> Resolve:
        """The compiled form of a target; `owner` is the id of the choice, or of the running on, whose it is."""
        return compile_target(target, owner, self.expr)

    def effects(self, ops: tuple[Op, ...]) -> tuple[Apply, ...]:
        """The compiled form of effects, to be applied in order; equal ones share one."""
        found = self._effects.get(ops)
        if found is None:
            found = self._effects[ops] = tuple([self._op(op) for op in ops])
        return found

    def moves(self, ops: tuple[Op, ...]) -> tuple[Move, ...] | None:
        """The same as tables; None where one of them is more than that."""
        if ops not in self._moves:
            moves = [self.tables.move(op, self._op(op)) for op in ops]
            known = [move for move in moves if move is not None]
            self._moves[ops] = tuple(known) if len(known) == len(moves) else None
        return self._moves[ops]

    def _op(self, op: Op) -> Apply:
        found = self._ops.get(op)
        if found is None:
            found = self._ops[op] = compile_op(op, self.program.slots, self.expr)
        return found

    def entering(self, scene: Scene) -> tuple[Apply, ...]:
        """What entering a scene does: counting the visit, then the scene's own effects, where chance has no part in
        them (see `SceneCode.rolls`).
        """
        slots = self.program.slots
        counts: tuple[Apply, ...] = ()
        if scene.cycle >= 0:
            counts = (count_round(scene.cycle, slots[scene.cycle]),)
        if scene.visits >= 0:
            counts = (count_up(scene.visits, slots[scene.visits], 1), *counts)
        if has_rolls(scene.do):
            return counts
        return counts + self.effects(scene.do) if counts else self.effects(scene.do)

    def reads(self, expr: Expr) -> frozenset[int]:
        """The slots an expression reads; equal expressions share one set."""
        found = self._reads.get(expr)
        if found is None:
            found = self._reads[expr] = slots_of(expr)
        return found

    def key(self, questions: set[Question]) -> Key | None:
        """Tells the forms of something that depends on these questions apart; None when a draw decides."""
        asked = frozenset(questions)
        if asked not in self._keys:
            self._keys[asked] = key(questions, self.program.slots, self.expr, self.reads)
        return self._keys[asked]

    def forms(self, questions: set[Question]) -> Forms | KeyedForms | None:
        """Where the forms of something that depends on these questions are kept; None when a draw decides."""
        forms = self.tables.forms(questions)
        if forms is not None:
            return forms
        key = self.key(questions)
        return None if key is None else KeyedForms(key, {})

    def scene(self, index: int) -> Scene:
        """The scene at a position of `Program.scenes`, or a continuation's after them."""
        scene = self._scenes[index]
        if scene is None:
            bare = self.bare(index)
            scene = self._scenes[index] = bare._replace(choices=tuple([Choice(*choice) for choice in bare.choices]))
        return scene

    def bare(self, index: int) -> Scene:
        """The same with its choices as they are in the program, and not kept: for whoever needs little of it."""
        return Scene(*self._bare[index])

    def home(self, index: int) -> int:
        """The scene in which one chooses there: of a continuation that of its choice, of a scene itself."""
        return index if index < len(self.program.scenes) else self.scene_index(self.bare(index).id.partition("/")[0])

    @cached_property
    def has_sets(self) -> bool:
        """Whether a variable of the story is a set."""
        return any(slot.kind == "member" for slot in self.program.slots)

    @cached_property
    def _drawn(self) -> frozenset[int]:
        """The texts of the story's own language in which something is drawn."""
        texts = enumerate(self.program.texts[self.program.language])
        return frozenset(index for index, text in texts if not isinstance(text, str) and any(of_text(text)))

    def shuffles(self, index: int, trail: Trail = ()) -> tuple[Shuffle, ...]:
        """What is drawn for the words of a page, in the order in which they stand in the story's own language: of what
        its trail shows, then of the scene and its choices.
        """
        if not self._drawn:
            return ()
        found = self._shuffles.get((index, trail))
        if found is None:
            scene, texts = self.scene(index), self.program.texts[self.program.language]
            runs = [*(run for _, run in trail_blocks(self, trail)), () if stayed(trail) else scene.blocks]
            drawn = [*(one for run in runs for one in of_blocks(run, texts)), *of_choices(scene.choices, texts)]
            found = self._shuffles[index, trail] = tuple({one.place: one for one in drawn}.values())
        return found

    def scene_index(self, scene: str) -> int:
        """The position of a scene id. Raises UnknownScene."""
        try:
            return self.program.index[scene]
        except KeyError:
            raise UnknownScene(f"there is no scene {scene!r} in {self.program.id!r}") from None

    def code(self, index: int) -> SceneCode:
        """What entering and leaving a scene does."""
        code = self.codes[index]
        if code is None:
            code = self.codes[index] = scene_code(self, index, self.bare(index))
            self.choices.update([(choice.id, choice) for choice in code.choices])
        return code

    def scene_text(self, index: int, language: str, trail: Trail = ()) -> SceneText:
        """What a scene shows in a language of the story, after what a trail has brought."""
        if trail:
            after = self._after.get((language, trail, index))
            if after is None:
                after = self._after[language, trail, index] = scene_text(self, self.bare(index), language, trail)
            return after
        text = self.pages[language][index]
        if text is None:
            text = self.pages[language][index] = scene_text(self, self.bare(index), language)
        return text

    def text(self, index: int, language: str) -> str | Say:
        """A text of the program, compiled; '' for index -1."""
        if index < 0:
            return ""
        text: Text = self.program.texts[language][index]
        if isinstance(text, str):
            return text
        found = self._texts.get((language, index))
        if found is None:
            found = self._texts[(language, index)] = self.compiler.text(text)
        return found

    def words(self, index: int, language: str) -> str:
        """A text that never varies (a title, a label), marked up; '' for index -1."""
        text = self.text(index, language)
        return text if isinstance(text, str) else ""

    def parts(self, blocks: tuple[Any, ...], language: str) -> tuple[Part, ...]:
        """Compiled blocks of a codex entry or an ending."""
        found = self._parts.get((language, blocks))
        if found is None:
            found = self._parts[(language, blocks)] = self.compiler.blocks(blocks, self.program.texts[language])
        return found


def load(program: Program) -> Machine:
    """A machine for a compiled story."""
    return Machine(program)
