"""Random programs changed at random, in one place at a time, as an author changes a story between two proofs."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from game.engine import Choice, Invariant, Scene, Slot, Target
from game.engine.effects import has_rolls
from game.story.compiling.link import leads
from tests.proof.stories import Maker

Scenes = list[Scene]


class Author(Maker):
    """Makes a program, and goes on writing it: `change` gives the next edition."""

    def __init__(self, chance: Random, *, scenes: int = 5) -> None:
        super().__init__(chance, scenes=scenes)
        self.now = self.program()
        self.gone = False
        self.added = 0

    def change(self) -> str:
        """One change; what kind it was."""
        kinds = [kind for kind in KINDS if kind != "delete" or len(self.now.scenes) > 3]
        kind = self.chance.choice(kinds)
        scenes = [Scene(*raw) for raw in self.now.scenes]
        KINDS[kind](self, scenes)
        self._begin_alike(scenes)
        index = {scene.id: number for number, scene in enumerate(scenes)}
        self.now = self.now._replace(
            invariants=tuple(one for one in self.now.invariants if _is_goal_there(one, index)),
            scenes=tuple(tuple(scene) for scene in scenes),
            index=index,
            slots=tuple(self.slots),
            texts={"en": tuple(self.texts)},
            text_owner=tuple(self.owners),
        )
        return kind

    def _begin_alike(self, scenes: Scenes) -> None:
        """No rolls on the way to the first page."""
        here = 0
        while True:
            while has_rolls(scenes[here].do):
                scenes[here] = scenes[here]._replace(do=self.ops())
            run_on = scenes[here].run_on
            if run_on is None:
                return
            here = run_on[1]

    def _any_choice(self, scenes: Scenes, change: Callable[[Choice, int], Choice]) -> None:
        """Change one choice of one scene."""
        having = [number for number, scene in enumerate(scenes) if scene.choices]
        if having:
            number = self.chance.choice(having)
            choices = [Choice(*raw) for raw in scenes[number].choices]
            at = self.chance.randrange(len(choices))
            choices[at] = change(choices[at], number)
            scenes[number] = scenes[number]._replace(choices=tuple(tuple(one) for one in choices))

    def guard(self, scenes: Scenes) -> None:
        self._any_choice(scenes, lambda choice, _: choice._replace(guard=self.maybe(0.7)))

    def effects(self, scenes: Scenes) -> None:
        self._any_choice(scenes, lambda choice, _: choice._replace(do=self.ops()))

    def target_of(self, scenes: Scenes) -> None:
        self._any_choice(scenes, lambda choice, number: choice._replace(target=self._known(scenes, number)))

    def _known(self, scenes: Scenes, number: int) -> Target:
        """A target of scenes that are still there."""
        return ("scene", self.chance.randrange(len(scenes))) if self.gone else self.target(number)

    def new_choice(self, scenes: Scenes) -> None:
        having = [number for number, scene in enumerate(scenes) if scene.choices]
        if having:
            number = self.chance.choice(having)
            self.added += 1
            made = self.choice(int(scenes[number].id[1:]), 10 + self.added)
            made = made._replace(target=self._known(scenes, number))
            scenes[number] = scenes[number]._replace(choices=(*scenes[number].choices, tuple(made)))

    def no_choice(self, scenes: Scenes) -> None:
        """One choice less."""
        having = [number for number, scene in enumerate(scenes) if scene.choices]
        if having:
            number = self.chance.choice(having)
            choices = list(scenes[number].choices)
            del choices[self.chance.randrange(len(choices))]
            scenes[number] = scenes[number]._replace(choices=tuple(choices))

    def entering(self, scenes: Scenes) -> None:
        number = self.chance.randrange(len(scenes))
        scenes[number] = scenes[number]._replace(do=self.ops())

    def page(self, scenes: Scenes) -> None:
        number = self.chance.randrange(len(scenes))
        scenes[number] = scenes[number]._replace(blocks=self.show(scenes[number].id))

    def words_only(self, scenes: Scenes) -> None:
        """Nothing that the proof reads."""
        plain = [number for number, text in enumerate(self.texts) if isinstance(text, str) and text and "[" not in text]
        if plain:
            self.texts[self.chance.choice(plain)] = self.word("n")

    def variable(self, scenes: Scenes) -> None:
        """A new variable, set somewhere and, as it happens, read somewhere."""
        self.added += 1
        self.slots.append(Slot(f"new{self.added}", "int", 0, 2, self.chance.randint(0, 2), saturates="both"))
        new = len(self.slots) - 1
        self._any_choice(scenes, lambda choice, _: choice._replace(do=(*choice.do, ("add", new, ("const", 1)))))
        if self.chance.random() < 0.6:
            guard = (self.chance.choice(["<", ">="]), ("var", new), ("const", self.chance.randint(1, 2)))
            self._any_choice(scenes, lambda choice, _: choice._replace(guard=guard))

    def start_value(self, _: Scenes) -> None:
        number = self.chance.randrange(self.authors)
        slot = self.slots[number]
        self.slots[number] = slot._replace(start=self.chance.randint(slot.low, slot.high))

    def promise(self, _: Scenes) -> None:
        self.now = self.now._replace(invariants=tuple(self.invariants()))

    def delete(self, scenes: Scenes) -> None:
        """A scene less, but neither the first nor the last ending; who went there goes elsewhere."""
        ends = [number for number, scene in enumerate(scenes) if scene.ending >= 0]
        gone = self.chance.choice([number for number in range(1, len(scenes)) if ends != [number]])
        instead = self.chance.randrange(len(scenes) - 1)
        numbers = [instead if one == gone else one - (one > gone) for one in range(len(scenes))]
        numbers += [len(scenes) - 1 + one for one in range(len(self.now.continuations))]
        put_off = tuple((name, _renumbered(target, numbers)) for name, target in self.now.continuations)
        self.now = self.now._replace(continuations=put_off)
        self.gone = True
        del scenes[gone]
        for number, scene in enumerate(scenes):
            choices = [Choice(*raw) for raw in scene.choices]
            moved = [one._replace(target=_renumbered(one.target, numbers)) for one in choices]
            run_on = scene.run_on and _renumbered(scene.run_on, numbers)
            scenes[number] = scene._replace(choices=tuple(tuple(one) for one in moved), run_on=run_on)
        self._keep_running_on(scenes)
        self._number_endings(scenes)

    def _keep_running_on(self, scenes: Scenes) -> None:
        """Pages come to rest, and the first one is the same for everybody, as what checks a story demands."""
        end = next(number for number, scene in enumerate(scenes) if scene.ending >= 0)
        for number, scene in enumerate(scenes):
            if scene.run_on and any(kind == "scene" and what <= number for kind, what in leads(scene.run_on, "")):
                scenes[number] = scene._replace(run_on=("scene", end))
        here = 0
        while (run_on := scenes[here].run_on) is not None:
            if run_on[0] != "scene":
                scenes[here] = scenes[here]._replace(run_on=("scene", end))
            here = scenes[here].run_on[1]

    def _number_endings(self, scenes: Scenes) -> None:
        """Only the endings that a scene comes to."""
        used = sorted({scene.ending for scene in scenes if scene.ending >= 0})
        self.now = self.now._replace(endings=tuple(self.now.endings[one] for one in used))
        for number, scene in enumerate(scenes):
            if scene.ending >= 0:
                scenes[number] = scene._replace(ending=used.index(scene.ending))


def _is_goal_there(promise: Invariant, index: dict[str, int]) -> bool:
    """Whether a promise names no scene that was deleted: in a story that would be an error."""
    return promise.kind != "can" or promise.where[0] != "scene" or promise.where[1] in index


def _renumbered(target: Target, numbers: list[int]) -> Target:
    """A target whose scenes have got other numbers."""
    match target[0]:
        case "scene":
            return ("scene", numbers[target[1]])
        case "first":
            return ("first", tuple((holds, _renumbered(part, numbers)) for holds, part in target[1]))
        case "draw":
            parts: Any = ((weight, holds, _renumbered(part, numbers)) for weight, holds, part in target[2])
            return ("draw", target[1], tuple(parts))
        case "call":
            return ("call", _renumbered(target[1], numbers), numbers[target[2]])
        case "leave":
            return ("leave", _renumbered(target[1], numbers))
        case "deck":
            cards = {numbers[card[0]]: (numbers[card[0]], *card[1:]) for card in target[2]}
            rest = None if target[3] is None else _renumbered(target[3], numbers)
            return ("deck", target[1], tuple(cards.values()), rest)
    return target


KINDS: dict[str, Callable[[Author, Scenes], None]] = {
    "guard": Author.guard,
    "effects": Author.effects,
    "target": Author.target_of,
    "new choice": Author.new_choice,
    "no choice": Author.no_choice,
    "entering": Author.entering,
    "page": Author.page,
    "words": Author.words_only,
    "variable": Author.variable,
    "start value": Author.start_value,
    "promise": Author.promise,
    "delete": Author.delete,
}
