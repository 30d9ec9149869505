"""Small programs in compiled form, built by hand: what sessions are tested on, without the story floor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from game.engine import (
    Chapter,
    Choice,
    Ending,
    Entry,
    Expr,
    Machine,
    Op,
    Picture,
    Program,
    Scene,
    Slot,
    Target,
    advance,
    load,
    open_choices,
    start,
)
from game.engine.markup import EM_OFF, EM_ON, STRUCK_OFF, STRUCK_ON, link


@dataclass
class Builder:
    """Collects scenes; every text is given in English and, as 'EN/FR', in French."""

    story: str = "beach"
    version: str = "1.0"
    digest: str = "d1"
    slots: list[Slot] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    texts: dict[str, list[Any]] = field(default_factory=lambda: {"en": [], "fr": []})

    def text(self, english: Any, french: Any = None) -> int:
        self.texts["en"].append(english)
        self.texts["fr"].append(french or english)
        return len(self.texts["en"]) - 1

    def slot(self, name: str, kind: str, low: int, high: int, start: int = 0) -> int:
        self.slots.append(Slot(name, kind, low, high, start))
        return len(self.slots) - 1

    def scene(self, name: str, blocks: list[Any], choices: list[Choice], **more: Any) -> None:
        shown = tuple((block[0], self.text(*block[1:])) if block[0] in WORDS else block for block in blocks)
        raw = {"chapter": 0, "title": -1, "place": -1, "date": -1, "picture": "", "visits": -1, "cycle": -1} | more
        raw = {"heavy": -1, "do": (), "ending": -1} | raw
        self.scenes.append(Scene(id=name, blocks=shown, choices=tuple(choices), **raw))

    def choice(self, name: str, caption: str, to: Target, **more: Any) -> Choice:
        french = more.pop("fr", None)
        raw: dict[str, Any] = {"guard": None, "reasons": (), "secret": False, "once": False, "fallback": False}
        raw |= {"cost": -1, "taken": -1, "do": ()} | more
        return Choice(id=name, caption=self.text(caption, french) if caption else -1, target=to, **raw)

    def entry(self, name: str, *words: str, known: bool = False) -> None:
        blocks = (("para", self.text(*words)),)
        self.entries.append(Entry(name, self.text(name.title()), "people", "ours", (), (), blocks, (), (), known))

    def machine(self) -> Machine:
        title = self.text("The Beach", "La Plage")
        chapters = (
            Chapter("sand", self.text("Sand", "Sable"), -1),
            Chapter("water", self.text("Water", "Eau"), -1),
        )
        program = Program(
            id=self.story,
            version=self.version,
            digest=self.digest,
            language="en",
            start=0,
            title=title,
            about=-1,
            credits=-1,
            slots=tuple(self.slots),
            scenes=tuple(tuple(scene) for scene in self.scenes),
            index={scene.id: number for number, scene in enumerate(self.scenes)},
            chapters=chapters,
            endings=tuple(self.endings),
            categories=(),
            codex=tuple(self.entries),
            pictures=tuple(self.pictures),
            status=(),
            invariants=(),
            texts={language: tuple(texts) for language, texts in self.texts.items()},
            text_owner=("",) * len(self.texts["en"]),
            untranslated={},
            marks={},
        )
        return load(program)


WORDS = ("para", "letter", "verse", "heading")


def goes(scene: int) -> Target:
    return ("scene", scene)


def more_than(slot: int, number: int) -> Expr:
    return (">", ("var", slot), ("const", number))


def add(slot: int, number: int) -> Op:
    return ("add", slot, ("const", number))


@dataclass
class Edit:
    """What a later edition of the beach changes."""

    digest: str = "d1"
    version: str = "1.0"
    without_tell: bool = False
    tell_closed: bool = False
    tell_leads: int = 1
    thirst: int = -1
    extra_variable: bool = False
    watch_leads: int | None = None
    fill_secret: bool = False


def _watch_target(leads: int | None) -> Target:
    if leads is None:
        return ("draw", 77, ((1, None, goes(2)), (1, None, goes(0))))
    return goes(leads) if leads >= 0 else ("first", ((("const", 0), goes(0)),))


def beach(edit: Edit | None = None) -> Machine:
    """trench, watch (a draw), well (a loop, water, a call), home; a closed choice, a letter, verse, a picture."""
    edit = edit or Edit()
    build = Builder(digest=edit.digest, version=edit.version)
    water = build.slot("water", "int", 0, 10, 6)
    visits = build.slot("visits:well", "visits", 0, 3)
    if edit.extra_variable:
        build.slot("extra", "bool", 0, 1)
    build.pictures.append(
        Picture("island", build.text("A map of the island.", "Une carte de l'île."), build.text("~#~"), (), (), ())
    )
    build.endings.append(
        Ending("home", build.text("Home", "Retour"), (("para", build.text("You sleep.", "Tu dors.")),))
    )
    build.entry(
        "nishi",
        "A baron. " + link("kuribayashi", "His general") + ".",
        "Un baron. " + link("kuribayashi", "Son général") + ".",
    )
    build.entry("kuribayashi", "The general.", "Le général.")
    build.entry("island", "It stinks of sulphur.", known=True)
    build.entry("ghost", "Nobody speaks of it.")
    tell = build.choice(
        "trench/tell",
        "Tell him what the *sand* does.",
        goes(edit.tell_leads),
        fr="Lui dire ce que fait le *sable*.",
        do=(add(water, edit.thirst),),
        guard=("const", 0) if edit.tell_closed else None,
        reasons=((None, build.text("Your throat is dry.", "Ta gorge est sèche.")),) if edit.tell_closed else (),
    )
    dig = build.choice("trench/dig", "Dig, and say nothing.", goes(2), fr="Creuser sans rien dire.")
    shut = build.choice(
        "trench/shut",
        "Drink the sea.",
        goes(2),
        guard=more_than(water, 9),
        reasons=((None, build.text("It is salt.")),),
    )
    build.scene(
        "trench",
        [
            ("para", f"The {EM_ON}sand {EM_OFF}runs back. {link('nishi', 'Nishi')} waits. 2 < 3 & [x](y)", "Le sable."),
            ("letter", "Dear Hana,\nit is hot.", "Chère Hana,\nil fait chaud."),
            ("verse", "one\n  two\nthree"),
            ("verse", "water    6\nfood     2"),
        ],
        [shut, dig] if edit.without_tell else [tell, shut, dig],
        place=build.text("Futatsune beach", "Plage de Futatsune"),
        date=build.text("June 1944", "Juin 1944"),
    )
    build.scene(
        "watch",
        [("para", f"He looks. {STRUCK_ON}Never{STRUCK_OFF} mind.", "Il regarde."), ("rule",), ("picture", "island")],
        [build.choice("watch/on", "", _watch_target(edit.watch_leads), kind="on")],
    )
    call = ("call", goes(4), 2)
    never: dict[str, Any] = {"secret": True, "guard": ("const", 0)} if edit.fill_secret else {}
    build.scene(
        "well",
        [("para", (("num", water), " cups left."), ("Il reste ", ("num", water), " tasses."))],
        [
            build.choice("well/drink", "Drink.", goes(2), do=(add(water, -1),), guard=more_than(water, 0)),
            build.choice("well/fill", "Fill it.", goes(2), do=(add(water, 3),), **never),
            build.choice("well/ask", "Ask the baron.", call),
            build.choice("well/back", "Go back.", goes(0)),
            build.choice("well/home", "Go home.", goes(3), guard=("==", ("var", visits), ("const", 3))),
        ],
        chapter=1,
        visits=visits,
    )
    build.scene("home", [("heading", "The gate"), ("para", "You are home.", "Te voilà.")], [], chapter=1, ending=0)
    build.scene(
        "baron", [("para", "He rides.", "Il monte.")], [build.choice("baron/leave", "Leave.", ("return",))], chapter=1
    )
    return build.machine()


def desert(scenes: int = 1000, variables: int = 300) -> Machine:
    """A large ring of scenes with many variables, each page speaking of one of a hundred codex entries."""
    build = Builder(story="desert")
    for number in range(variables):
        build.slot(f"v{number}", "int", 0, 9)
    for number in range(100):
        build.entry(f"stone-{number}", "A stone.")
    for number in range(scenes):
        words = f"Sand {number}. {link(f'stone-{number % 100}', 'A stone')} {'and sand ' * 60}"
        choices = [
            build.choice(f"s{number}/go{way}", "Go on.", goes((number * 7 + way + 1) % scenes), do=(add(way, 1),))
            for way in range(3)
        ]
        build.scene(f"s{number}", [("para", (words, ("num", number % variables)))], choices)
    return build.machine()


def chapters() -> Machine:
    """A ring of a hundred scenes; every twentieth begins one of the two chapters, but the first of them none."""
    build = Builder(story="chapters")
    for number in range(100):
        own = -1 if number % 20 != 5 else number // 20 % 2
        on = [build.choice(f"s{number}/on", "On.", goes((number + 1) % 100))]
        build.scene(f"s{number}", [("para", "Sand.")], on, chapter=own)
    return build.machine()


def camp() -> Machine:
    """A deck of three small scenes with limits, a choice that can be taken once, a shuffle; then dawn."""
    build = Builder(story="camp")
    nights = [build.slot(f"visits:night-{name}", "visits", 0, most) for name, most in (("a", 1), ("b", 2), ("c", 3))]
    taken = build.slot("taken:camp/sleep", "taken", 0, 1)
    mood = build.slot("mood", "enum", 0, 2)
    build.slots[mood] = build.slots[mood]._replace(names=("calm", "tired", "gone"))
    build.endings.append(Ending("dawn", build.text("Dawn", "Aube"), ()))
    cards = tuple((2 + number, None, 0, 1 + number, slot, 1 + number) for number, slot in enumerate(nights))
    build.scene(
        "camp",
        [("para", (("seq", "shuffle", 5, ("Rain.", "Wind.")), " You are ", ("word", mood, ("calm", "tired", "gone"))))],
        [
            build.choice("camp/watch", "Keep watch.", ("deck", 9, cards, goes(1))),
            build.choice("camp/sleep", "Sleep.", goes(0), once=True, taken=taken, do=(("set", mood, ("const", 0)),)),
        ],
    )
    build.scene("dawn", [("para", "It is light.")], [], ending=0)
    for name, slot in zip("abc", nights, strict=True):
        back = build.choice(f"night-{name}/on", "", goes(0), kind="on", do=(add(mood, 1),))
        build.scene(f"night-{name}", [("para", f"Night {name}.")], [back], visits=slot)
    return build.machine()


def walk(machine: Machine, length: int, seed: int = 3) -> list[str]:
    """Choices that go round and round, never into an ending of the beach."""
    state, chosen = start(machine, seed), []
    for turn in range(length):
        open_now = [name for name in open_choices(machine, state) if not name.endswith("home")]
        chosen.append(open_now[turn % len(open_now)])
        state = advance(machine, state, chosen[-1])
    return chosen
