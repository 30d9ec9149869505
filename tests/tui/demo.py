"""A small story made by hand, with one of everything a screen can show, in two languages."""

# The texts stand as they are read, one to a line.
# ruff: noqa: E501

from __future__ import annotations

from game.engine import Chapter, Choice, Ending, Entry, Machine, Picture, Program, Scene, Slot, Status, load
from game.engine.markup import EM_OFF, EM_ON, STRONG_OFF, STRONG_ON, STRUCK_OFF, STRUCK_ON, link


def em(words: str) -> str:
    return EM_ON + words + EM_OFF


def strong(words: str) -> str:
    return STRONG_ON + words + STRONG_OFF


def struck(words: str) -> str:
    return STRUCK_ON + words + STRUCK_OFF


class Builder:
    """Collects texts in both languages and hands out their indices."""

    def __init__(self) -> None:
        self.en: list[object] = []
        self.fr: list[object] = []

    def __call__(self, en: object, fr: object = None) -> int:
        self.en.append(en)
        self.fr.append(en if fr is None else fr)
        return len(self.en) - 1


LAMP = """\
        .
       /|\\
      / | \\
     |  ▲  |
     |  ▲  |
~~~~~|_____|~~~~~
~~~~~~~~~~~~~~~~~"""

WATER, PAPER, TRUTH = 0, 1, 2
AT_MOST = ("<=", ("var", WATER), ("const", 0))


def _choice(scene: str, name: str, caption: int, target: int, **more: object) -> Choice:
    plain: dict[str, object] = {
        "guard": None, "reasons": (), "secret": False, "once": False, "fallback": False, "cost": -1, "taken": -1, "do": (),
    }  # fmt: skip
    return Choice(id=f"{scene}/{name}", caption=caption, target=("scene", target), **{**plain, **more})  # type: ignore[arg-type]


def _scene(id: str, blocks: tuple[object, ...], choices: tuple[Choice, ...] = (), **more: object) -> Scene:  # noqa: A002
    plain: dict[str, object] = {
        "chapter": 0, "title": -1, "place": -1, "date": -1, "picture": "", "visits": -1, "cycle": -1, "heavy": -1,
        "do": (), "ending": -1,
    }  # fmt: skip
    return Scene(id=id, blocks=blocks, choices=choices, **{**plain, **more})  # type: ignore[arg-type]


def program() -> Program:
    """The story, compiled by hand."""
    t = Builder()
    house = t("The salt house", "La saline")
    dawn = t("Before dawn", "Avant l’aube")
    shore = t("The north shore", "La grève du nord")
    noon = t("Noon", "Midi")
    keeper = link("keeper", "keeper")
    gardien = link("keeper", "gardien")
    lamp_en, lamp_fr = link("lamp", "lamp"), link("lamp", "lampe")

    first = _scene(
        "house",
        (
            ("para", t(
                f"The {keeper} has left the door on the latch. There is a smell of brine and of paper that has been wet and has"
                f" dried again, and on the table, under the {lamp_en}, nobody’s cup.",
                f"Le {gardien} a laissé la porte sur le loquet. Cela sent la saumure, et le papier qui a été mouillé puis a"
                f" séché ; sur la table, sous la {lamp_fr}, la tasse de personne.",
            )),
            ("letter", t(
                "The third pan leaks. I have written it down each spring and each spring they have thanked me. — K.",
                "Le troisième bassin fuit. Je l’ai écrit chaque printemps, et chaque printemps on m’a remercié. — K.",
            )),
            ("para", t(
                f"You count the canteens. {em('Seven')}, he said; you find {strong('six')}, and a {struck('clean')} dry ring on the"
                " shelf.",
                f"Tu comptes les gourdes. « {em('Sept')} », disait-il ; tu en trouves {strong('six')}, et sur l’étagère un"
                f" cercle {struck('propre')} sec.",
            )),
        ),
        (
            _choice("house", "drink", t("Drink, and say nothing.", "Boire, et ne rien dire."), 1,
                    do=(("add", WATER, ("const", -1)),), cost=t("this takes a measure of water", "cela coûte une mesure d’eau")),
            _choice("house", "write", t("Write down that there are six.", "Écrire qu’il y en a six."), 1,
                    do=(("add", PAPER, ("const", 1)), ("set", TRUTH, ("const", 1)))),
            _choice("house", "ask", t("Ask whose the seventh was.", "Demander à qui était la septième."), 2,
                    guard=("==", ("var", TRUTH), ("const", 2)),
                    reasons=((None, t("You do not know that yet.", "Tu ne le sais pas encore.")),)),
        ),
        place=house, date=dawn, picture="lamp",
    )  # fmt: skip
    second = _scene(
        "shore",
        (
            ("heading", t("The log of the shore", "Le journal de la grève")),
            ("verse", t("05:10   wind north, two\n05:40   no boat\n06:15   no boat", "05 h 10   vent de nord, deux\n05 h 40   pas de bateau\n06 h 15   pas de bateau")),
            ("rule",),
            ("para", t(
                f"You walk as far as the stones. The {lamp_en} behind you is a grain of yellow; the sea is the colour of slate that"
                " somebody has wiped. A bird stands where the boat should be, on one leg, and looks at you as if you were late.",
                f"Tu vas jusqu’aux pierres. Derrière toi la {lamp_fr} est un grain de jaune ; la mer a la couleur d’une ardoise"
                " qu’on vient d’essuyer. Un oiseau se tient là où devrait être le bateau, sur une patte, et te regarde comme si"
                " tu étais en retard.",
            )),
        ),
        (
            _choice("shore", "back", t("Go back to the house.", "Rentrer à la maison."), 0),
            _choice("shore", "wait", t("Wait for the boat, however long that takes, and count the birds.",
                                       "Attendre le bateau, le temps qu’il faudra, et compter les oiseaux."), 2),
        ),
        place=shore, date=noon,
    )  # fmt: skip
    last = _scene(
        "boat",
        (("para", t("It comes without a light. Nobody on it calls out.", "Il vient sans lumière. Personne à bord n’appelle.")),),
        place=shore, date=noon, chapter=1, ending=0,
    )  # fmt: skip
    ending = Ending(
        "boat",
        t("The Boat", "Le bateau"),
        (("para", t("What was written down is dry.", "Ce qui fut écrit est sec.")),),
    )
    entries = (
        Entry("keeper", t("The keeper", "Le gardien"), "people", "ours", ("S31", "H13"),
              (("kanji", "塩守"), ("reading", "shiomori"), ("also", "salt warden")),
              (("para", t(f"He kept the pans for thirty years and the {lamp_en} for ten. He wrote small.",
                          f"Il a tenu les bassins trente ans et la {lamp_fr} dix. Il écrivait petit.")),),
              ((("==", ("var", TRUTH), ("const", 2)), (("para", t("The seventh canteen was his.", "La septième gourde était la sienne.")),)),),
              ("lamp",), False),
        Entry("lamp", t("The lamp", "La lampe"), "things", "record", ("H40",), (),
              (("para", t(f"A ship’s lamp. The {keeper} trimmed it at four.", f"Une lampe de bord. Le {gardien} la mouchait à quatre heures.")),),
              (), ("keeper", "pans"), False),
        Entry("pans", t("The pans", "Les bassins"), "places", "film", (), (),
              (("para", t("Five basins of beaten clay.", "Cinq bassins d’argile battue.")),), (), (), True),
        Entry("boat", t("The boat", "Le bateau"), "things", "ours", (), (), (("para", t("It is late.", "Il tarde.")),), (), (), False),
    )  # fmt: skip
    picture = Picture(
        "lamp",
        t("A lamp on a pillar, the sea on both sides.", "Une lampe sur un pilier, la mer des deux côtés."),
        t(LAMP),
        (("▲", "accent"), ("~", "cool")),
        (("▲", t("the lamp", "la lampe")), ("~", t("the sea", "la mer"))),
        (),
    )
    water, paper = t("Water", "Eau"), t("Paper", "Papier")
    status = (
        Status("meter", "water", water, None, ("var", WATER), 6),
        Status("row", "canteens", t("Canteens", "Gourdes"), None,
               (7, ((("var", PAPER), "▣", t("paper", "papier")), (("var", WATER), "●", t("water", "eau"))), ("○", t("empty", "vide")))),
        Status("word", "truth", t("What you know", "Ce que tu sais"), None,
               ("word", TRUTH, (t("nothing", "rien"), t("that one is missing", "qu’il en manque une"), t("whose it was", "à qui elle était")))),
    )  # fmt: skip
    slots = (
        Slot("water", "int", 0, 6, 5, (), water, False, "both"),
        Slot("paper", "int", 0, 7, 1, (), paper, False, "both"),
        Slot("truth", "enum", 0, 2, 0, ("none", "missing", "whose")),
    )
    title, about, thanks = (
        t("The Salt House", "La Saline"),
        t(
            "A short piece about counting.\n\nIt speaks of thirst.",
            "Une courte pièce sur le compte.\n\nOn y parle de soif.",
        ),
        t(
            "Written by nobody in particular.\n\nIf it weighs on you, talk to somebody.",
            "Écrit par personne.\n\nSi cela pèse, parles-en.",
        ),
    )
    chapters = (Chapter("pans", t("The Pans", "Les bassins"), dawn), Chapter("sea", t("The Sea", "La mer"), noon))
    categories = (("people", t("People", "Gens")), ("places", t("Places", "Lieux")), ("things", t("Things", "Choses")))
    return Program(
        id="salt-house", version="1", digest="0" * 16, language="en", start=0, title=title, about=about, credits=thanks,
        slots=slots, scenes=(tuple(first), tuple(second), tuple(last)), index={"house": 0, "shore": 1, "boat": 2},
        chapters=chapters, endings=(ending,), categories=categories, codex=entries, pictures=(picture,), status=status,
        invariants=(), texts={"en": tuple(t.en), "fr": tuple(t.fr)}, text_owner=("",) * len(t.en),
        untranslated={"en": (), "fr": ()}, marks={"house": ("scenes/salt.yaml", 12, 3)}, author="Nobody", licence="CC0",
    )  # fmt: skip


def machine() -> Machine:
    """The story, ready to play."""
    return load(program())
