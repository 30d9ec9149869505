"""Small random programs that use the whole format: decks, calls, draws, rolls, once, counters, caps, variants, codex,
pictures, status lines, promises, sets.

Every text that may or may not be shown is a word of its own, so that what was shown can be read off a page.
"""

from __future__ import annotations

from random import Random
from typing import Any

from game.engine import (
    Block,
    Chapter,
    Choice,
    Ending,
    Entry,
    Expr,
    Invariant,
    Op,
    Picture,
    Program,
    Scene,
    Slot,
    Status,
    Target,
)
from game.engine.draw import place_number
from game.engine.markup import link


class Maker:
    """Builds one program from a source of chance (hypothesis gives one that shrinks)."""

    def __init__(self, chance: Random, *, scenes: int = 5, plain: bool = False, rolls: bool = True) -> None:
        self.chance = chance
        self.plain = plain
        self.rolls = rolls
        self.main = chance.randint(2, scenes)
        self.called = 0 if plain else chance.choice([0, 0, 2])
        self.cards = 0 if plain else chance.choice([0, 0, 3])
        self.total = self.main + self.called + self.cards
        self.nights = 0
        self.slots: list[Slot] = []
        self.texts: list[Any] = []
        self.owners: list[str] = []
        self.opening = {0}
        self.blocks = 0
        self.words = 0
        self.places = 0
        self._make_slots()

    def _make_slots(self) -> None:
        chance = self.chance
        for number in range(chance.randint(1, 3)):
            kind = chance.choice(["bool", "int", "int", "enum"])
            accepts = chance.choice(["none", "both", "low", "high"])
            if kind == "bool":
                self.slots.append(Slot(f"v{number}", "bool", 0, 1, chance.randint(0, 1)))
            elif kind == "enum":
                self.slots.append(Slot(f"v{number}", "enum", 0, 2, chance.randint(0, 2), ("a", "b", "c")))
            else:
                low = chance.choice([0, 0, -1])
                high = low + chance.randint(1, 3)
                self.slots.append(Slot(f"v{number}", "int", low, high, chance.randint(low, high), saturates=accepts))
        self.members = self._set() if chance.random() < 0.35 else ()
        self.ints = [index for index, slot in enumerate(self.slots) if slot.kind == "int"]
        if len(self.ints) > 1 and not self.plain and chance.random() < 0.4:
            other, capped = self.ints[0], self.ints[1]
            cap = ("-", ("const", self.slots[capped].high), ("var", other))
            self.slots[capped] = self.slots[capped]._replace(cap=cap)
        self.authors = len(self.slots)
        self.visits = self._counters("visits", 2)
        self.cycles = self._counters("cycle", 2)

    def _set(self) -> tuple[int, ...]:
        """The slots of the members of a set."""
        first = len(self.slots)
        for number in range(self.chance.randint(1, 3)):
            self.slots.append(Slot(f"bag[m{number}]", "member", 0, 1, self.chance.randint(0, 1)))
        return tuple(range(first, len(self.slots)))

    def _counters(self, kind: str, high: int) -> list[int]:
        found = []
        for number in range(self.total):
            card = kind == "visits" and number >= self.main + self.called
            if card or (not self.plain and self.chance.random() < 0.25):
                found.append(len(self.slots))
                self.slots.append(Slot(f"{kind}:s{number}", kind, 0, high, 0))
            else:
                found.append(-1)
        return found

    def text(self, owner: str, text: Any) -> int:
        self.texts.append(text)
        self.owners.append(owner)
        return len(self.texts) - 1

    def word(self, stem: str) -> str:
        self.words += 1
        return f"{stem}{self.words}x"

    # conditions and effects

    def number(self, depth: int = 1) -> Expr:
        chance = self.chance
        slot = chance.randrange(len(self.slots))
        if self.members and chance.random() < 0.2:
            return self.count()
        if depth and chance.random() < 0.25:
            op = chance.choice(["+", "-", "*", "min", "max", "//", "%", "fairly"])
            left = self.number(depth - 1)
            return (op, left, self.divisor() if op in ("//", "%") else self.number(depth - 1))
        return ("var", slot) if chance.random() < 0.6 else ("const", chance.randint(-1, 3))

    def count(self) -> Expr:
        """How many members the set has."""
        return ("count", *(("var", slot) for slot in self.members))

    def divisor(self) -> Expr:
        """A number that is never 0, of either sign; made of a variable where that is so."""
        chance = self.chance
        slot = chance.randrange(len(self.slots))
        more = chance.choice([1 - self.slots[slot].low, -1 - self.slots[slot].high])
        number = ("const", chance.choice([-3, -2, 2, 3]))
        return ("+", ("var", slot), ("const", more)) if chance.random() < 0.5 else number

    def condition(self, depth: int = 2) -> Expr:
        chance = self.chance
        slot = chance.randrange(len(self.slots))
        roll = chance.random()
        if depth and roll < 0.3:
            return (chance.choice(["and", "or"]), self.condition(depth - 1), self.condition(depth - 1))
        if depth and roll < 0.4:
            return ("not", self.condition(depth - 1))
        if roll < 0.5:
            return ("in", ("var", slot), tuple(chance.sample(range(3), 2)))
        domain = self.slots[slot]
        if domain.kind == "member" and chance.random() < 0.4:
            signs = chance.choice(["==", "!=", "<", "<=", ">", ">="])
            return (signs, self.count(), ("const", chance.randint(0, len(self.members))))
        if domain.kind in ("bool", "member"):
            return ("var", slot)
        op = chance.choice(["==", "!=", "<", "<=", ">", ">="])
        right = self.number(1) if roll > 0.9 else ("const", chance.randint(domain.low, domain.high))
        return (op, ("var", slot), right)

    def maybe(self, odds: float) -> Expr | None:
        return self.condition() if self.chance.random() < odds else None

    def roll(self) -> Op:
        """An effect of one die or two, on a variable of any kind."""
        chance = self.chance
        slot = chance.randrange(self.authors)
        dice = []
        for _ in range(chance.choice([1, 1, 2])):
            self.places += 1
            dice.append((place_number(f"die{self.places}"), chance.choice([-1, 0, 1]), chance.choice([2, 2, 3])))
        number: Expr = ("rolled", 0)
        for other in range(1, len(dice)):
            number = (chance.choice(["+", "-", "*", "min", "max"]), number, ("rolled", other))
        if chance.random() < 0.3:
            number = (chance.choice(["+", "-", "*", "min", "max"]), self.number(0), number)
        kind = self.slots[slot].kind
        if kind == "bool":
            return ("roll", slot, tuple(dice), ("set", slot, (">=", number, ("const", 1))))
        what = chance.choice(["set", "add"]) if kind == "int" else "set"
        return ("roll", slot, tuple(dice), (what, slot, number))

    def op(self, depth: int = 1, *, rolls: bool = True) -> Op:
        chance = self.chance
        if depth and chance.random() < 0.2:
            inner = [self.ops(depth - 1, rolls=rolls) for _ in range(2)]
            return ("if", self.condition(1), *inner)
        if rolls and self.rolls and chance.random() < 0.12:
            return self.roll()
        slot = chance.randrange(self.authors)
        domain = self.slots[slot]
        simple = chance.random() < 0.8 or domain.kind != "int"
        if domain.kind == "int" and chance.random() < 0.7:
            return ("add", slot, ("const", chance.choice([-2, -1, 1, 1, 2])) if simple else self.number())
        return ("set", slot, ("const", chance.randint(domain.low, domain.high)) if simple else self.number())

    def ops(self, depth: int = 1, *, rolls: bool = True) -> tuple[Op, ...]:
        found: list[Op] = []
        for _ in range(self.chance.choice([0, 0, 1, 1, 2])):
            found.append(self.op(depth, rolls=rolls))
            if self.members and self.chance.random() < 0.1:
                found += [("set", slot, ("const", 0)) for slot in self.members]
            found += [("cap", slot, one.cap) for slot, one in enumerate(self.slots) if one.cap is not None]
        return tuple(found)

    # texts

    def piece(self, depth: int = 1) -> Any:
        chance = self.chance
        roll = chance.random()
        if roll < 0.3 or self.plain:
            return " " + self.word("w") + " "
        if roll < 0.6:
            return ("if", self.condition(1), self.say(depth), self.say(depth) if chance.random() < 0.5 else "")
        if roll > 0.95:
            return ("expr", self.number())
        if roll > 0.93 and self.members:
            return ("list", tuple((slot, "m") for slot in self.members), ("{0} {1}", "{0} {1}", "{0} {1}", "{0} {1}"))
        counted = [slot for slot in self.visits if slot >= 0]
        cycles = [slot for slot in self.cycles if slot >= 0]
        if roll < 0.75 and counted:
            mode = chance.choice(["stop", "once"])
            return ("seq", mode, chance.choice(counted), (self.say(0), self.say(0), *([""] if mode == "once" else [])))
        if roll < 0.85 and cycles:
            return ("seq", "cycle", chance.choice(cycles), (self.say(0), self.say(0), self.say(0)))
        if roll < 0.88 and cycles:
            items = (self.say(0), self.say(0), self.say(0))
            return ("seq", "order", chance.choice(cycles), items, chance.randint(1, 10**6))
        if roll < 0.9:
            return ("seq", "shuffle", self.chance.randint(1, 10**6), (self.say(0), self.say(0)))
        return " " + self.word("w") + " "

    def say(self, depth: int) -> Any:
        if not depth:
            return " " + self.word("w") + " "
        return tuple(self.piece(depth - 1) for _ in range(self.chance.choice([1, 1, 2])))

    def show(self, owner: str, depth: int = 1) -> tuple[Block, ...]:
        chance = self.chance
        found: list[Block] = []
        for _ in range(chance.choice([1, 1, 2])):
            roll = chance.random()
            if depth and roll < 0.3:
                self.blocks += 1
                mark = f"{owner}#{self.blocks}"
                other = self.show(owner, depth - 1) if chance.random() < 0.5 else ()
                found.append(("if", self.condition(1), self.show(owner, depth - 1), other, mark))
            elif roll < 0.4 and not self.plain:
                found.append(("picture", chance.choice(["p0", "p1"])))
            elif roll < 0.55 and not self.plain:
                found.append(("para", self.text(owner, link(f"e{chance.randrange(3)}", "l") + " " + self.word("w"))))
            else:
                found.append(("para", self.text(owner, tuple(self.piece() for _ in range(chance.choice([1, 2]))))))
        return tuple(found)

    # targets and scenes

    def target(self, number: int, depth: int = 2, *, stays: bool = False) -> Target:
        """A target from scene `number`: calls go to called scenes only, which go among themselves or return; nowhere
        at all where one `stays`.
        """
        chance = self.chance
        inside = self.main <= number < self.main + self.called
        if number >= self.total:
            return ("return",) if chance.random() < 0.7 else ("scene", number)
        roll = chance.random()
        if stays and chance.random() < 0.3:
            return ("stay",)
        if not depth or roll < 0.5 or self.plain:
            if inside:
                return ("return",) if chance.random() < 0.5 else ("scene", self.main + chance.randrange(self.called))
            return ("scene", chance.randrange(self.main))
        if roll < 0.53:
            away = ("leave", self.target(chance.randrange(self.main), depth - 1))
            return ("first", ((self.condition(1), away), (None, self.target(number, depth - 1))))
        self.places += 1
        place = place_number(f"place{self.places}")
        again = [self.target(number, depth - 1, stays=stays) for _ in range(2)]
        if roll < 0.65:
            return ("first", ((self.condition(1), again[0]), (self.maybe(0.2), again[1])))
        if roll < 0.8:
            return ("draw", place, ((2, self.maybe(0.3), again[0]), (1, self.maybe(0.3), again[1])))
        if self.cards and roll < 0.92 and not inside:
            first = self.main + self.called
            cards = tuple(
                (
                    first + card,
                    self.maybe(0.4),
                    chance.randint(0, 1),
                    chance.randint(1, 2),
                    self.visits[first + card],
                    most,
                )
                for card in range(self.cards)
                for most in [chance.choice([0, 1])]
            )
            return ("deck", place, cards, again[0] if chance.random() < 0.7 else None)
        if self.called and not inside:
            return ("call", ("scene", self.main + chance.randrange(self.called)), chance.randrange(self.main))
        return again[0]

    def run_on(self, number: int, depth: int = 2) -> Target:
        """A target from a main scene to later ones, so that nothing runs in a circle; at the start a plain one."""
        chance = self.chance
        later = ("scene", chance.randrange(number + 1, self.main))
        if number in self.opening:
            self.opening.add(later[1])
            return later
        if not depth or chance.random() < 0.4:
            return later
        parts = [self.run_on(number, depth - 1) for _ in range(2)]
        if self.plain or chance.random() < 0.5:
            return ("first", ((self.condition(1), parts[0]), (self.maybe(0.2), parts[1])))
        self.places += 1
        place = place_number(f"place{self.places}")
        return ("draw", place, ((2, self.maybe(0.3), parts[0]), (1, self.maybe(0.3), parts[1])))

    def scene(self, number: int) -> tuple[Any, ...]:
        chance = self.chance
        name = f"s{number}"
        ends = number == self.main - 1 or (0 < number < self.main and chance.random() < 0.2)
        runs_on = not ends and number < self.main and chance.random() < 0.2
        choices: tuple[Any, ...] = ()
        if not ends and not runs_on:
            choices = tuple(tuple(self.choice(number, index)) for index in range(chance.choice([1, 2, 2, 3])))
        ending = -1
        if ends:
            self.endings.append(f"end{number}")
            ending = len(self.endings) - 1
        picture = chance.choice(["", "", "p0"]) if not self.plain else ""
        junction = runs_on and chance.random() < 0.4
        blocks = () if junction else self.show(name)
        picture = "" if junction else picture
        do = self.ops(rolls=number not in self.opening) if chance.random() < 0.3 else ()
        head = (name, 0, -1, -1, -1, picture, self.visits[number], self.cycles[number], -1)
        run_on = self.run_on(number) if runs_on else None
        return tuple(Scene(*head, do, blocks, choices, ending, run_on=run_on))

    def choice(self, number: int, index: int) -> Choice:
        chance = self.chance
        name = f"s{number}/c{index}"
        once = not self.plain and chance.random() < 0.2
        taken = -1
        if once:
            taken = len(self.slots)
            self.slots.append(Slot(f"taken:{name}", "taken", 0, 1, 0))
        guard = self.maybe(0.4)
        fallback = not self.plain and index > 0 and chance.random() < 0.2
        caption = self.text(name, tuple(self.piece(0) for _ in range(2)))
        reasons: list[tuple[Expr | None, int]] = []
        if guard is not None and chance.random() < 0.5:
            reasons.append((guard if chance.random() < 0.5 else None, self.text(name, self.word("r"))))
        do = self.ops()
        secret = not self.plain and chance.random() < 0.2
        cycle, result = -1, ()
        if chance.random() < 0.3:
            if not self.plain and chance.random() < 0.3:
                cycle = len(self.slots)
                self.slots.append(Slot(f"cycle:{name}", "cycle", 0, 2, 0))
                self.cycles.append(cycle)
            result = self.show(name)
        target = self.target(number, stays=bool(result))
        return Choice(
            name,
            caption,
            guard,
            tuple(reasons),
            secret,
            once,
            fallback,
            -1,
            taken,
            do,
            target,
            result=result,
            cycle=cycle,
            prompt=-1 if guard is None else self.text(name, (("if", guard, self.word("p"), self.word("q")),)),
        )

    def entry(self, number: int) -> Entry:
        owner = f"codex:e{number}"
        stages = tuple(
            (self.condition(1), (("para", self.text(owner, self.word("g"))), *self.show(owner, 1)))
            for _ in range(self.chance.choice([0, 0, 1]))
        )
        opened = self.chance.random() < 0.15
        return Entry(f"e{number}", -1, "", "record", (), (), self.show(owner), stages, (), opened)

    def picture(self, number: int) -> Picture:
        owner = f"picture:p{number}"
        variants = tuple(
            (self.condition(1), self.text(owner, self.word("p")), self.text(owner, ""))
            for _ in range(self.chance.choice([0, 1, 2]))
        )
        return Picture(f"p{number}", self.text(owner, self.word("p")), self.text(owner, ""), (), (), variants)

    def program(self) -> Program:
        self.endings: list[str] = []
        scenes = tuple(self.scene(number) for number in range(self.total))
        codex = () if self.plain else tuple(self.entry(number) for number in range(3))
        pictures = () if self.plain else tuple(self.picture(number) for number in range(2))
        endings = tuple(Ending(name, -1, self.show(f"ending:{name}", 0)) for name in self.endings)
        status = () if self.plain else tuple(self.status())
        invariants = tuple(self.invariants())
        scenes, continuations = self.interrupted(scenes) if self.chance.random() < 0.3 else (scenes, ())
        return Program(
            "random", "1", "d", "en", 0, -1, -1, -1, tuple(self.slots), scenes,
            {scene[0]: number for number, scene in enumerate(scenes)}, (Chapter("c", -1, -1),), endings, (), codex,
            pictures, status, invariants, {"en": tuple(self.texts)}, tuple(self.owners), {}, {},
            continuations=continuations,
        )  # fmt: skip

    def interrupted(self, scenes: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[tuple[str, Target], ...]]:
        """The scenes with one more, which may be called whatever a choice of the others leads to, and what choices lead
        to once that returns. It only leads to itself, waits or runs on.
        """
        self.nights = 1
        night, put_off = self.total, list[tuple[str, Target]]()
        first = night + self.nights
        found = []
        for raw in scenes:
            choices = []
            for choice in (Choice(*one) for one in Scene(*raw).choices):
                if self.chance.random() < 0.5:
                    then = choice.target[1] if choice.target[0] == "scene" else first + len(put_off)
                    put_off += [] if choice.target[0] == "scene" else [(choice.id, choice.target)]
                    called = (self.condition(1), ("call", ("scene", night), then))
                    choice = choice._replace(target=("first", (called, (None, choice.target))))
                choices.append(tuple(choice))
            found.append(tuple(Scene(*raw)._replace(choices=tuple(choices))))
        head = (f"s{night}", 0, -1, -1, -1, "", -1, -1, -1, self.ops(), self.show(f"s{night}"))
        if self.chance.random() < 0.3:
            return (*found, tuple(Scene(*head, (), -1, run_on=("return",)))), tuple(put_off)
        choices = [tuple(self.choice(night, index)) for index in range(self.chance.choice([1, 2]))]
        return (*found, tuple(Scene(*head, tuple(choices), -1))), tuple(put_off)

    def status(self) -> list[Status]:
        """Lines of the sidebar that show a text or a picture."""
        found = []
        for number in range(self.chance.choice([0, 0, 1, 2])):
            owner = f"status:{number}"
            kind = self.chance.choice(["text", "text", "picture"])
            value = "p1" if kind == "picture" else self.text(owner, tuple(self.piece() for _ in range(2)))
            found.append(Status(kind, f"l{number}", self.text(owner, "label"), self.maybe(0.5), value))
        return found

    def invariants(self) -> list[Invariant]:
        return [self.invariant() for _ in range(2)]

    def invariant(self) -> Invariant:
        """A promise of any kind."""
        chance = self.chance
        kind = chance.choice(["always", "never", "eventually", "stays", "at_ending", "can"])
        ending = chance.choice(self.endings)
        if kind == "can":
            goal = chance.choice([("ending", ending), ("scene", f"s{chance.randrange(self.total)}")])
            return Invariant(kind, None, "x", (*goal, tuple(chance.sample(range(self.main), 1))), "f", 1)
        said = self.condition()
        if chance.random() < 0.3:
            said = (chance.choice(["and", "or"]), said, ("scene", tuple(chance.sample(range(self.total), 2))))
        return Invariant(kind, said, "x", ending if kind == "at_ending" else None, "f", 1)


def random_program(chance: Random, *, scenes: int = 5, plain: bool = False, rolls: bool = True) -> Program:
    """A small random program; `plain` keeps to what the Promela emitter knows, and one without `rolls` has none."""
    return Maker(chance, scenes=scenes, plain=plain, rolls=rolls).program()
