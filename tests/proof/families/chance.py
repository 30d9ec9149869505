"""Luck: a deck of storylets over qualities, and a fight with dice."""

from __future__ import annotations

from typing import Any

from tests.proof.families.draft import Draft, Story, TrapKind, begin, both, either
from tests.proof.families.words import QUALITIES, aside, matters, opening

ACTIONS = 20
"""Storylets that a day holds, where days are counted."""


def storylets(qualities: int, cards: int, top: int, actions: int, seed: int, trap: TrapKind | None = None) -> Story:
    """A deck of so many cards (one for each quality or more) over so many qualities (3 or more) from 0 to `top`.

    With `actions` (0: none) so many cards are dealt a day. Selling the coat before there is a house is the subtle trap;
    a debtors' prison that one leaves only by two qualities together the relational one.
    """
    size = f"{qualities}x{cards}x{top}" + (f"-actions-{actions}" if actions else "")
    draft = begin(f"storylets-{size}", "The Lower City", "street", seed, trap)
    names = [draft.number(name, top, top // 3) for name in (*QUALITIES[: qualities - 1], "luck")]
    draft.flag("coat", True)
    draft.flag("house")
    draft.flag("named")
    if actions:
        draft.number("actions", actions, actions)
    _street(draft, names, top, actions)
    for number, (shade, thing) in enumerate(matters(draft.chance, cards - 1)):
        _card(draft, names, number, f"{shade}-{thing}", top)
    _creditor(draft, names, top)
    _tailor(draft, names, top)
    return draft.story()


def _street(draft: Draft, names: list[str], top: int, actions: int) -> None:
    chance = draft.chance
    link = draft.entry("city", "The lower city", "It has nine wells. {house: One of them is yours.}")
    draft.scene(
        "street",
        f"{opening(chance)} {{coat: You turn up your collar.|You have no collar to turn up.}}",
        ("named", "People greet you."),
        (f"{names[0]} >= {max(1, top // 2)}", f"So this is {link}."),
    )
    deal = {"deck": "city"}
    draft.choice(
        "street",
        "on",
        "See what the street brings.",
        deal,
        "actions >= 1" if actions else "",
        "actions -= 1" if actions else (),
    )
    draft.choice("street", "tailor", "See the tailor.", "tailor", f"{names[2]} >= 1")
    if actions:
        draft.choice(
            "street",
            "sleep",
            "Sleep till morning.",
            "street",
            f"actions < {max(1, actions // 2)}",
            f"actions = {actions}",
        )
    high = max(1, top * 7 // 10)
    dressed = "(coat or house)"
    draft.choice(
        "street",
        "retire",
        "Take a room above the square.",
        "retired",
        f"{dressed} and {names[0]} >= {high} and {names[1]} + {names[2]} >= {top}",
    )
    draft.choice(
        "street",
        "leave",
        "Take the night boat.",
        "boat",
        f"{dressed} and {names[-1]} >= {high} and {names[1]} < {high}",
    )
    draft.ending("retired", "A room above the square", "In the evening the bells come in by the window.")
    draft.ending("boat", "The night boat", "The city grows small, and does not notice.")


def _card(draft: Draft, names: list[str], number: int, name: str, top: int) -> None:
    """A storylet: something to dare, and something to let be. The first of each quality can always raise it."""
    chance = draft.chance
    own, other = names[number % len(names)], chance.choice([one for one in names if one != names[number % len(names)]])
    keys: dict[str, Any] = {"tags": ["city"]}
    if number >= len(names):
        low = chance.randint(1, max(1, top // 2))
        keys["if"] = chance.choice(
            (
                f"{other} >= {low}",
                f"{other} < {top} and {own} >= 1",
                f"{own} + {other} >= {low}",
                f"named or {other} >= {low}",
            )
        )
        if chance.random() < 0.25:
            keys.update(max_visits=chance.choice((1, 2)), priority=chance.choice((0, 1)))
        elif chance.random() < 0.3:
            keys["weight"] = chance.randint(2, 4)
    draft.scene(name, f"{opening(chance)} It has to do with the {name.replace('-', ' ')}. {aside(chance)}", **keys)
    gain = max(1, top * chance.randint(1, 2) // 10)
    dare = f"{other} >= {chance.randint(1, max(1, top * 6 // 10))}" if number >= len(names) else ""
    effects = [f"{own} += {gain}", f"{other} -= 1"] if dare else [f"{own} += {gain}"]
    if number % 7 == len(names) % 7:
        effects.append("named = true")
    draft.choice(name, "dare", f"Trust your {own}.", "street", dare, effects)
    draft.choice(name, "pass", "Walk by.", "street", "", f"{own} -= 1" if number % 3 else ())


def _creditor(draft: Draft, names: list[str], top: int) -> None:
    wits, luck = names[1], names[-1]
    free = f"{wits} + {luck} >= {max(2, top * 9 // 10)}"
    draft.scene(
        "creditor",
        f"{opening(draft.chance)} The creditor has brought a friend.",
        tags=["city"],
        **{"if": f"{names[0]} <= {max(1, top // 2)}"},
    )
    draft.choice("creditor", "pay", "Pay something.", "street", f"{luck} >= 1", f"{luck} -= 1")
    draft.choice(
        "creditor", "defy", "Tell them to take you to court.", "prison", draft.kept("relational", "creditor/defy", free)
    )
    draft.choice("creditor", "run", "Run.", "street", "", f"{names[2]} -= 1")
    draft.scene("prison", f"The debtors play cards for buttons. {opening(draft.chance)}")
    draft.choice(
        "prison", "play", "Play.", "prison", f"{luck} >= 1 and {wits} < {top}", [f"{luck} -= 1", f"{wits} += 1"]
    )
    draft.choice(
        "prison",
        "learn",
        "Lose on purpose.",
        "prison",
        f"{wits} >= 1 and {luck} < {top}",
        [f"{wits} -= 1", f"{luck} += 1"],
    )
    draft.choice("prison", "plead", "Plead your own case.", "street", free, "named = true")


def _tailor(draft: Draft, names: list[str], top: int) -> None:
    draft.scene("tailor", f"{opening(draft.chance)} The tailor buys, and the agent lets.")
    draft.choice(
        "tailor",
        "rent",
        "See the agent about a house.",
        "street",
        both("coat", "not house", f"{names[2]} >= {max(1, top // 2)}"),
        ["house = true", f"{names[2]} -= 1"],
    )
    draft.choice(
        "tailor",
        "sell",
        "Sell the coat.",
        "street",
        both("coat", draft.kept("subtle", "tailor/sell", "house")),
        ["coat = false", f"{names[0]} += 1"],
    )
    draft.choice("tailor", "pass", "Walk by.", "street")


def combat(health: int, breath: int, seed: int, trap: TrapKind | None = None) -> Story:
    """A fight with dice between two with so much health (2 or more), breath and focus (2 or more).

    Up on the gallery one is out of reach, and comes down with breath or by the rope (subtle); behind a bolted door only
    an edge and oil together get one out (relational).
    """
    draft = begin(f"combat-{health}x{breath}", "The Fencing Floor", "floor", seed, trap)
    draft.number("hp", health, health)
    draft.number("foe", health, health)
    draft.number("breath", breath, breath // 2)
    draft.number("focus", max(1, breath // 2) if breath < 10 else breath, breath // 4)
    small = min(20, health)
    draft.number("edge", small, small // 2)
    draft.number("oil", 6 if health > 10 else 1, 4 if health > 10 else 1)
    draft.number("flasks", 5 if health > 10 else 1, 3 if health > 10 else 1)
    draft.word("stance", ["high", "low", "open"][: 3 if health > 10 else 2])
    draft.flag("rope")
    _floor(draft, health)
    _blows(draft, health)
    _gallery(draft, health)
    _bolted(draft, small)
    return draft.story()


def _part(health: int, hundredths: int) -> int:
    return max(1, health * hundredths // 100)


def _floor(draft: Draft, health: int) -> None:
    link = draft.entry("sergeant", "The sergeant", "He has fenced for thirty years. {foe < hp: He is out of breath.}")
    some, more = _part(health, 10), _part(health, 25)
    draft.scene(
        "floor",
        f"{opening(draft.chance)} Across from you stands {link}. {{hp < foe: You are bleeding.}}",
        (f"breath < {some}", "You cannot get your breath."),
        ("edge == 0", "The blade is as blunt as a spoon."),
    )
    draft.choice(
        "floor",
        "cut",
        "Cut.",
        _dice(draft, "cut"),
        f"edge >= 1 and breath >= {some}",
        ["edge -= 1", f"breath -= {some}"],
    )
    draft.choice(
        "floor", "feint", "Feint.", _dice(draft, "feint"), f"focus >= {some} and stance != low", f"focus -= {some}"
    )
    draft.choice("floor", "guard", "Guard.", _dice(draft, "guard"), "", [f"breath += {more}", f"focus += {some}"])
    draft.choice("floor", "shift", "Lower the point.", "floor", "stance == high", "stance = low")
    draft.choice("floor", "raise", "Raise the point.", "floor", f"stance == low and focus >= {some}", "stance = high")
    draft.choice(
        "floor",
        "whet",
        "Draw the blade over the stone.",
        "answer",
        "oil >= 1",
        ["oil -= 1", f"edge += {3 if health > 10 else 1}"],
    )
    draft.choice(
        "floor",
        "drink",
        "Drink.",
        "answer",
        both("flasks >= 1", f"hp <= {_part(health, 60)}"),
        ["flasks -= 1", f"hp += {more}"],
    )


def _dice(draft: Draft, act: str) -> dict[str, Any]:
    """One throw of a die with six sides."""
    sides = {
        "cut": (("thrust-home", ""), ("glance", ""), ("parried", "")),
        "feint": (("glance", "focus > breath"), ("parried", ""), ("opened", "")),
        "guard": (("parried", ""), ("struck", ""), ("opened", "stance != high")),
    }[act]
    weights = draft.chance.choice(((1, 3, 2), (2, 2, 2), (1, 2, 3), (2, 3, 1)))
    draws = [
        {"weight": weight, **({"if": guard} if guard else {}), "to": to}
        for (to, guard), weight in zip(sides, weights, strict=True)
    ]
    return {"draw": draws}


def _blows(draft: Draft, health: int) -> None:
    """What the dice come to, each followed by the answer of the other."""
    chance, after = draft.chance, [{"if": "foe == 0", "to": "won"}, {"if": "hp == 0", "to": "fallen"}]
    worst = [f"hp -= {_part(health, chance.randint(18, 24))}"]
    stumble = {"if": "stance == low", "do": [f"breath -= {_part(health, 5)}"]}
    blows = {
        "thrust-home": ("The point goes in.", [f"foe -= {_part(health, chance.randint(13, 19))}"], "answer"),
        "glance": ("It glances off the guard.", [f"foe -= {_part(health, chance.randint(4, 7))}"], "answer"),
        "parried": ("Steel on steel.", ["edge -= 1"], "floor"),
        "struck": ("You feel it late.", [f"hp -= {_part(health, chance.randint(9, 15))}"], "floor"),
        "opened": ("You have opened yourself.", [*worst, stumble], "floor"),
    }  # fmt: skip
    for name, (text, effects, to) in blows.items():
        draft.scene(name, f"{text} {aside(chance)}", do=effects, to=[*after, {"to": to}])
    answer = {"draw": [{"weight": 4, "to": "floor"}, {"weight": 2, "to": "struck"},
                       {"if": f"foe > hp and hp > {_part(health, 30)}", "to": "opened"}]}  # fmt: skip
    draft.scene("answer", f"He comes on. {opening(chance)}", to=answer)
    draft.ending("won", "Won", "He sits down on the floor and laughs. {flasks >= 1: You give him your flask.}")
    draft.ending("fallen", "Fallen", "The boards are cool.")


def _gallery(draft: Draft, health: int) -> None:
    down = either(f"breath >= {_part(health, 30)}", "rope")
    draft.choice("floor", "climb", "Climb to the gallery.", "gallery", draft.kept("subtle", "floor/climb", down))
    draft.scene("gallery", f"{opening(draft.chance)} He cannot come up, and calls you names.")
    draft.choice(
        "gallery",
        "throw",
        "Throw the lamp at him.",
        "gallery",
        f"breath >= {_part(health, 30) + 1} and focus >= 1",
        ["breath -= 1", "focus -= 1"],
    )
    draft.choice("gallery", "jump", "Jump down.", "floor", f"breath >= {_part(health, 30)}")
    draft.choice("gallery", "slide", "Slide down the rope.", "floor", "rope", "focus += 1")
    draft.choice("gallery", "wait", "Stay where you are.", "gallery")
    draft.choice(
        "gallery",
        "cut-rope",
        "Cut the bell rope loose.",
        "gallery",
        both("edge >= 1", f"breath >= {_part(health, 30)}", "not rope"),
        ["rope = true", "edge -= 1"],
    )


def _bolted(draft: Draft, edge: int) -> None:
    out = f"edge + oil >= {max(2, edge // 4)}"
    draft.choice(
        "floor",
        "bolt",
        "Slip through the door and bolt it.",
        "cabinet",
        both("stance == low", draft.kept("relational", "floor/bolt", out)),
    )
    draft.scene("cabinet", f"The bolt has jammed. {opening(draft.chance)}")
    draft.choice(
        "cabinet", "whet", "Whet the blade.", "cabinet", f"oil >= 1 and edge < {edge}", ["oil -= 1", "edge += 1"]
    )
    draft.choice("cabinet", "pry", "Pry and oil the bolt.", "floor", out, "stance = high")
    draft.choice("cabinet", "listen", "Listen.", "cabinet")
