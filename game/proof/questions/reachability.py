"""What is asked of a story: each thing a player could meet, and the places and conditions under which it is met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from game.engine import Expr
from game.engine.program import CHOICES, SAID
from game.engine.state import stayed
from game.proof.questions.page_parts import Inside, Part, Walker, path_names, written_twice
from game.proof.system.model import Conjunction, Model, Move, Option

Key = tuple[str, object]


class Site(NamedTuple):
    """A place where something is met when a conjunction holds.

    `move` is the move on which it happens (then one choice more is needed to meet it), or None; `choice` the choice
    alone where its outcome does not matter, or -1. `inside` is the (kind, key) of the question about what stands around
    it.
    """

    place: int
    when: Conjunction
    move: Move | None = None
    choice: int = -1
    inside: Key | None = None

    @property
    def steps(self) -> int:
        """How many choices after the state at this place."""
        return 1 if self.move is not None or self.choice >= 0 else 0


class Later(NamedTuple):
    """Something in the codex: met in any state where the condition holds, once the entry is known."""

    entry: str
    when: tuple[Expr, ...]
    inside: Key | None = None


@dataclass(slots=True)
class Question:
    """Whether something can be met. `about` is the author's id under which its file and line are known."""

    kind: str
    name: str
    about: str
    sites: list[Site] = field(default_factory=list)
    later: list[Later] = field(default_factory=list)

    @property
    def id(self) -> str:
        """What `--witness` calls it."""
        return f"{self.kind}:{self.name}"


class Asker:
    """Gathers the questions about one model. `tick` is called now and then and may raise."""

    def __init__(self, model: Model, tick: Callable[[], None] = lambda: None) -> None:
        self.model = model
        self.tick = tick
        self.machine = model.machine
        self.program = model.machine.program
        self.walker = Walker(self.program.texts[self.program.language], self.program.slots)
        self.once = written_twice(self.program)
        self.found: dict[Key, Question] = {}
        self.everywhere = range(len(model.places))
        self.by_scene: dict[int, list[int]] = {}
        self.by_trail: dict[str, list[int]] = {}
        for index, place in enumerate(model.places):
            self.by_scene.setdefault(place.scene, []).append(index)
            for name in place.trail:
                self.by_trail.setdefault(name, []).append(index)
        self.passing: dict[int, list[Site]] = {scene: [Site(0, ())] for scene in model.passed}
        for index, place in enumerate(model.places):
            for move in place.moves:
                for scene in move.passed if move.target >= 0 else ():
                    self.passing.setdefault(scene, []).append(Site(index, move.guard, move))
        self.shows: dict[str, list[tuple[Sequence[int], tuple[Expr, ...], Conjunction, Key]]] = {}
        self.shows_later: dict[str, list[Later]] = {}

    def all(self) -> list[Question]:
        """Every question, in the order of the program."""
        for index in range(len(self.program.scenes)):
            self._scene(index)
            self.tick()
        for ending, item in enumerate(self.program.endings):
            places = [index for index, place in enumerate(self.model.places) if place.ending == ending]
            inside = [("scene", self.machine.scene(self.model.places[place].scene).id) for place in places]
            sites = [Site(place, (), inside=scene) for place, scene in zip(places, inside, strict=True)]
            self._ask("ending", item[0], f"ending:{item[0]}", sites)
            for part in self.walker.blocks(item[2]):
                self._part(part, places, (), ("ending", item[0]))
        self._status()
        self._codex()
        self._pictures()
        return self._named()

    def _named(self) -> list[Question]:
        paths = [key for kind, key in self.found if kind == "text" and isinstance(key, tuple)]
        names = path_names(paths, self.program.text_owner)
        for (kind, key), question in self.found.items():
            if kind == "text" and isinstance(key, tuple):
                question.name = names[key]
                question.about = self.program.text_owner[key[0]]
        return list(self.found.values())

    def _question(self, kind: str, key: object, about: str) -> Question:
        found = self.found.get((kind, key))
        if found is None:
            found = self.found[kind, key] = Question(kind, str(key), about)
        return found

    def _ask(self, kind: str, key: object, about: str, sites: Iterable[Site]) -> None:
        self._question(kind, key, about).sites.extend(sites)

    def _terms(self, when: tuple[Expr, ...], more: Conjunction = ()) -> Conjunction:
        terms = self.model.terms
        return terms.conjunction([*(terms.of(expr, {}) for expr in when), *more])

    def _scene(self, index: int) -> None:
        scene = self.machine.scene(index)
        places = self.by_scene.get(index, [])
        self._ask("scene", scene.id, scene.id, [Site(place, ()) for place in places] + self.passing.get(index, []))
        shown = [place for place in places if not stayed(self.model.places[place].trail)]
        shown += self.by_trail.get(scene.id, ())
        for part in self.walker.blocks(scene.blocks):
            self._part(part, shown, (), ("scene", scene.id))
        if scene.picture:
            self.shows.setdefault(scene.picture, []).append((shown, (), (), ("scene", scene.id)))
        for number, choice in enumerate(scene.choices):
            for kind in ("shown", "open", "taken"):
                self._question(kind, choice.id, choice.id)
            for place in places:
                self._choice(place, number)
            for part in self.walker.blocks(choice.result):
                self._part(part, self.by_trail.get(choice.id, ()), (), ("taken", choice.id))

    def _locked(self, place: int, option: Option) -> None:
        """The author's own words for why a choice is closed."""
        terms = self.model.terms
        closed = [terms.negation(terms.apply("and", *option.open)) if option.open else terms.false]
        for holds, text in option.choice.reasons:
            owner = self.program.text_owner[text] if text >= 0 else ""
            when = self._terms(() if holds is None else (("not", holds),), (*option.shown, *closed))
            name = option.choice.id
            if owner == name or owner.startswith(CHOICES):
                self._ask("locked", name, name, [Site(place, when, inside=("shown", name))])
            if holds is not None:
                closed.append(self.model.terms.of(holds, {}))

    def _choice(self, index: int, number: int) -> None:
        place = self.model.places[index]
        option = place.options[number]
        name = option.choice.id
        scene = ("scene", self.machine.scene(place.scene).id)
        self._ask("shown", name, name, [Site(index, option.shown, inside=scene)])
        self._ask("open", name, name, [Site(index, option.open, inside=("shown", name))])
        moves = [move for move in place.moves if move.choice == number and move.target >= 0]
        self._ask("taken", name, name, [Site(index, move.guard, move, inside=("open", name)) for move in moves])
        if option.choice.guard is not None and not (option.choice.secret or option.choice.fallback):
            self._locked(index, option)
        for kind, text in zip(SAID, option.choice.said, strict=True):
            when, around = (option.open, "open") if kind == "prompt" else (option.shown, "shown")
            for part in self.walker.text(text):
                self._part(part, [index], when, (around, name))

    def _part(self, part: Part, places: Sequence[int], more: Conjunction, around: Key) -> None:
        """Something on a page: ask for it, or remember where it shows a picture."""
        part = self._as_written(part)
        if part.kind == "picture":
            self.shows.setdefault(part.name, []).append((places, part.when, more, part.inside or around))
            return
        terms = self._terms(part.when, more)
        kind, about = (
            ("entry", f"codex:{part.name}") if part.kind == "link" else (part.kind, str(part.name).split(":else")[0])
        )
        self._ask(kind, part.name, about, [Site(place, terms, inside=part.inside or around) for place in places])

    def _status(self) -> None:
        for line in self.program.status:
            when = () if line.guard is None else (line.guard,)
            if line.kind == "picture":
                self.shows.setdefault(line.value, []).append((self.everywhere, when, (), ("story", "")))
            if line.kind == "text":
                for part in self.walker.text(line.value, when):
                    self._part(part, self.everywhere, (), ("story", ""))

    def _codex(self) -> None:
        for entry in self.machine.entries.values():
            about = f"codex:{entry.id}"
            self._question("entry", entry.id, about)
            if entry.open:
                self._ask("entry", entry.id, about, [Site(0, ())])
            for part in self.walker.blocks(entry.blocks):
                self._later(part, entry.id)
            for number, (holds, blocks) in enumerate(entry.stages, 1):
                stage = self._question("stage", f"{entry.id}#{number}", about)
                stage.later.append(Later(entry.id, (holds,), ("entry", entry.id)))
                for part in self.walker.blocks(blocks, (holds,), ("stage", f"{entry.id}#{number}")):
                    self._later(part, entry.id)

    def _as_written(self, part: Part) -> Part:
        """A part by the first of the places that show what an author wrote once."""
        if not self.once:
            return part
        inside: Inside = part.inside
        if inside is not None and inside[0] == "text":
            inside = ("text", self.once.get(inside[1], inside[1]))
        name = self.once.get(part.name, part.name) if part.kind == "text" else part.name
        return part._replace(name=name, inside=inside)

    def _later(self, part: Part, entry: str) -> None:
        part = self._as_written(part)
        later = Later(entry, part.when, part.inside or ("entry", entry))
        if part.kind == "picture":
            self.shows_later.setdefault(part.name, []).append(later)
            return
        kind = "entry" if part.kind == "link" else part.kind
        about = f"codex:{part.name}" if part.kind == "link" else str(part.name).split(":else")[0]
        self._question(kind, part.name, about).later.append(later)

    def _pictures(self) -> None:
        for picture in self.machine.pictures.values():
            about = f"picture:{picture.id}"
            for name, when in self._variants(picture.id):
                question = self._question("picture", name, about)
                for places, shown, more, inside in self.shows.get(picture.id, ()):
                    terms = self._terms((*shown, *when), more)
                    question.sites.extend(Site(place, terms, inside=inside) for place in places)
                for later in self.shows_later.get(picture.id, ()):
                    question.later.append(Later(later.entry, (*later.when, *when), later.inside))

    def _variants(self, picture: str) -> Iterator[tuple[str, tuple[Expr, ...]]]:
        """The main form of a picture and its variants: the first whose condition holds is shown."""
        variants = self.machine.pictures[picture].variants
        yield picture, tuple(("not", holds) for holds, _, _ in variants)
        for number, (holds, _, _) in enumerate(variants):
            earlier = tuple(("not", other) for other, _, _ in variants[:number])
            yield f"{picture}/{number + 1}", (*earlier, holds)
