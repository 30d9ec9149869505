"""A story as places and ways between them, with what each of them reads and changes: what advice on decisions asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from game.engine.program import Choice, Expr, Op, Program, Scene, Target
from game.engine.questions import of_blocks, of_text, slots_of
from game.graphs import Mask, bits
from game.story.compiling.link import Node, comes_back


class Way(NamedTuple):
    """One way on from a place: where it may come to at once, what it changes, and which slots it asks."""

    goes: tuple[int, ...]
    do: tuple[Op, ...] = ()
    asks: Mask = 0
    choice: Choice | None = None


class Reads:
    """Which slots conditions and texts read. That a choice is to be taken `once`, that a deck prefers what was not met
    and that a text goes round in a cycle reads nothing here: it only keeps things from being said twice.
    """

    def __init__(self, program: Program) -> None:
        self._texts = program.texts[program.language]
        self._varied = frozenset(number for number, text in enumerate(self._texts) if not isinstance(text, str))
        self._rounds = sum(1 << slot for slot, each in enumerate(program.slots) if each.kind == "cycle")
        self._known: dict[Expr, Mask] = {}

    def expr(self, expr: Expr | None) -> Mask:
        """What a condition or a number reads."""
        if expr is None:
            return 0
        found = self._known.get(expr)
        if found is None:
            found = self._known[expr] = sum(1 << slot for slot in slots_of(expr))
        return found

    def text(self, index: int) -> Mask:
        """What a text of the program prints or asks."""
        text = self._texts[index] if index >= 0 else ""
        return 0 if isinstance(text, str) else self._asked(of_text(text))

    def blocks(self, blocks: tuple[Any, ...]) -> Mask:
        """What blocks print or ask."""
        if all(block[0] != "if" and block[-1] not in self._varied for block in blocks):
            return 0
        return self._asked(of_blocks(blocks, self._texts))

    def target(self, target: Target | None) -> Mask:
        """What the conditions of a target ask; not those of the cards of a deck."""
        match target:
            case ("first", entries):
                return self._any(self.expr(guard) | self.target(part) for guard, part in entries)
            case ("draw", _, entries):
                return self._any(self.expr(guard) | self.target(part) for _, guard, part in entries)
            case ("deck", _, _, rest):
                return self.target(rest)
            case ("leave", inner) | ("call", inner, _):
                return self.target(inner)
        return 0

    def choice(self, choice: Choice) -> Mask:
        """What a choice asks, where it stands and once it is taken."""
        found = 0 if choice.guard is None else self.expr(choice.guard)
        if not self._varied.isdisjoint(choice.texts):
            found |= self._any(map(self.text, choice.texts))
        if choice.target[0] != "scene":
            found |= self.target(choice.target)
        return found | self.blocks(choice.result) if choice.result else found

    def always(self, program: Program) -> Mask:
        """What can be read beside any page: the sidebar, the pictures, the codex."""
        found = self._any(self.expr(stage) for entry in program.codex for stage, _ in entry.stages)
        found |= self._any(self.expr(holds) for picture in program.pictures for holds, *_ in picture.variants)
        for line in program.status:
            found |= self.expr(line.guard)
            match line.kind:
                case "meter" | "number":
                    found |= self.expr(line.value)
                case "word":
                    found |= 1 << line.value[1]
                case "text":
                    found |= self.text(line.value)
                case "row":
                    found |= self._any(self.expr(count) for count, *_ in line.value[1])
        return found

    def _asked(self, questions: set[tuple[Any, ...]]) -> Mask:
        slots = self._any(1 << each[1] if each[0] == "slot" else 0 for each in questions) & ~self._rounds
        return slots | self._any(self.expr(each[1]) for each in questions if each[0] == "expr")

    @staticmethod
    def _any(masks: Any) -> Mask:
        found = 0
        for mask in masks:
            found |= mask
        return found


class Places:
    """The places of a story: its scenes by their position, then each deck, and each set of scenes that a `return` may
    come back to, so that what many share is one.
    """

    def __init__(self, program: Program, scenes: list[Scene], nodes: list[Node]) -> None:
        """`scenes` are those of the program, with their choices as such; `nodes` is the program's plain graph."""
        self.program, self.scenes, self.reads = program, scenes, Reads(program)
        self.ways: list[list[Way]] = [[] for _ in scenes]
        self.asks: list[Mask] = [0] * len(scenes)
        """What the words of each place read."""
        self._decks: dict[int, int] = {}
        self._backs: dict[Mask, int] = {}
        self._called = comes_back(nodes)
        always = self.reads.always(program)
        for number, scene in enumerate(scenes):
            self._scene(number, scene, always if scene.shows else 0)
        self.nexts = [list(dict.fromkeys(one for way in ways for one in way.goes)) for ways in self.ways]

    def enters(self, place: int) -> tuple[Op, ...]:
        """What coming to a place changes, the count of its visits too."""
        if place >= len(self.scenes):
            return ()
        scene = self.scenes[place]
        return scene.do if scene.visits < 0 else (("add", scene.visits, ("const", 1)), *scene.do)

    def _scene(self, number: int, scene: Scene, always: Mask) -> None:
        self.asks[number] = always | self.reads.blocks(scene.blocks)
        if scene.ending >= 0:
            self.asks[number] |= self.reads.blocks(self.program.endings[scene.ending].blocks)
        if scene.run_on is not None:
            self.ways[number].append(Way(self._goes(number, scene.run_on), (), self.reads.target(scene.run_on)))
        for choice in scene.choices:
            do = choice.do if choice.taken < 0 else (("add", choice.taken, ("const", 1)), *choice.do)
            self.ways[number].append(Way(self._goes(number, choice.target), do, self.reads.choice(choice), choice))

    def _home(self, place: int) -> int:
        """The scene in which one stays: of what a choice has put off that of the choice."""
        return (
            place if place < len(self.program.scenes) else self.program.index[self.scenes[place].id.partition("/")[0]]
        )

    def _goes(self, home: int, target: Target) -> tuple[int, ...]:
        if target[0] == "scene":
            return (target[1],)
        return tuple(dict.fromkeys(self._ends(home, target)))

    def _ends(self, home: int, target: Target, then: int = -1) -> Iterator[int]:
        """The places that a target of a scene may come to at once; `then` is where one comes back to in a call."""
        match target:
            case ("scene", scene):
                yield scene
            case ("stay",):
                yield self._home(home)
            case ("return",):
                yield from self._back(self._called[home]) if then < 0 else (then,)
            case ("first", entries) | ("draw", _, entries):
                for *_, part in entries:
                    yield from self._ends(home, part, then)
            case ("deck", _, cards, rest):
                yield self._deck(cards)
                if rest is not None:
                    yield from self._ends(home, rest, then)
            case ("leave", inner):
                yield from self._ends(home, inner)
            case ("call", inner, back):
                yield from self._ends(home, inner, back)

    def _deck(self, cards: tuple[Any, ...]) -> int:
        found = self._decks.get(id(cards))
        if found is None:
            found = self._decks[id(cards)] = self._more(
                [Way((card[0],), (), self.reads.expr(card[1])) for card in cards]
            )
        return found

    def _back(self, thens: Mask) -> Iterator[int]:
        if thens:
            if thens not in self._backs:
                self._backs[thens] = self._more([Way((number,)) for number in bits(thens)])
            yield self._backs[thens]

    def _more(self, ways: list[Way]) -> int:
        self.ways.append(ways)
        self.asks.append(0)
        return len(self.ways) - 1
