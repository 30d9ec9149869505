"""Stores that grow and shrink: a settlement of resources that trade against each other."""

from __future__ import annotations

from tests.proof.families.draft import Draft, Story, TrapKind, begin, both, either
from tests.proof.families.words import GOODS, aside, opening


def resources(goods: int, top: int, seed: int, trap: TrapKind | None = None) -> Story:
    """So many goods (2 or more) beside grain, each from 0 to `top` (2 or more), with hands and tools to work them.

    A feast that eats the seed corn is the subtle trap; a raid that costs the hands and tools which both ways out need
    together the relational one.
    """
    draft = begin(f"resources-{goods}x{top}", "The Landing", "camp", seed, trap)
    draft.number("grain", top, max(2, top // 3))
    names = [draft.number(name, top, top // 4) for name in GOODS[:goods]]
    crew = min(20, top)
    draft.number("hands", crew, crew)
    draft.number("tools", crew, crew - crew // 4)
    draft.flag("palisade")
    draft.flag("kiln")
    need = max(2, crew // 2)
    _camp(draft, names, top, need)
    _yard(draft, names, top, need)
    _market(draft, names, top)
    _fields(draft, top)
    return draft.story()


def _some(top: int, hundredths: int) -> int:
    return max(1, top * hundredths // 100)


def _camp(draft: Draft, names: list[str], top: int, need: int) -> None:
    link = draft.entry("landing", "The landing", "A beach and a spring. {palisade: And a palisade.}")
    draft.scene(
        "camp",
        f"{opening(draft.chance)} {{grain < {max(2, _some(top, 20))}: The pot is thin.|The pot is full.}}",
        ("palisade", "The dogs sleep inside."),
        ("hands > tools", f"There are more hands than spades at {link}."),
    )
    for place in ("yard", "market", "fields"):
        draft.choice("camp", f"to-{place}", f"Go to the {place}.", place)
    meal = _some(top, 10)
    seed = draft.kept("subtle", "camp/feast", f"grain >= {meal + 1}")
    draft.choice("camp", "feast", "Give a feast.", "camp", seed, [f"grain -= {meal}", f"{names[-1]} += 1"])
    fit = draft.kept("relational", "camp/raid", f"hands + tools >= {need + 2}")
    draft.choice(
        "camp",
        "raid",
        "Raid the other shore.",
        "camp",
        both("hands >= 1", fit),
        ["hands -= 2", f"{names[0]} += {_some(top, 12)}"],
    )
    draft.choice(
        "camp", "bury", "Bury the broken tools.", "camp", f"tools >= 1 and hands + tools > {need}", "tools -= 1"
    )
    draft.choice(
        "camp",
        "sail",
        "Sail home.",
        "sailed",
        f"{names[0]} >= {_some(top, 40)} and {names[1]} >= {_some(top, 20)} and grain >= {_some(top, 15)}"
        f" and hands + tools >= {need}",
    )
    draft.choice(
        "camp",
        "settle",
        "Write home that you stay.",
        "settled",
        f"palisade and grain >= {_some(top, 50)} and hands + tools >= {need} and {names[-1]} < {_some(top, 80)}",
    )
    draft.ending("sailed", "Sailed", "The beach is white, and then it is a line.")
    draft.ending("settled", "Settled", "In spring somebody sends a bell. {kiln: It hangs above the kiln.}")


def _yard(draft: Draft, names: list[str], top: int, need: int) -> None:
    """Where goods are made: each from a little of another, and never from the last of the corn."""
    chance = draft.chance
    draft.scene("yard", f"{opening(chance)} {{kiln: Smoke stands above the kiln.|There is clay for a kiln.}}")
    for number, name in enumerate(names):
        made, used = _some(top, chance.randint(4, 8)), _some(top, chance.randint(1, 3))
        guard = [f"grain > {used}", f"{name} < {top}"]
        effects = [f"{name} += {made}", f"grain -= {used}"]
        if number > 1:
            from_ = names[number - 1]
            guard += [f"{from_} >= {used}", either("kiln", f"{from_} >= {_some(top, 30)}")]
            effects.append(f"{from_} -= {used}")
        draft.choice("yard", f"make-{name}", f"Make {name}.", "yard", both(*guard), effects)
    wood = _some(top, 30)
    draft.choice(
        "yard",
        "palisade",
        "Build the palisade.",
        "yard",
        both("not palisade", f"{names[0]} >= {wood}"),
        ["palisade = true", f"{names[0]} -= {wood}"],
    )
    draft.choice(
        "yard",
        "kiln",
        "Build the kiln.",
        "yard",
        both("not kiln", f"{names[0]} + {names[1]} >= {_some(top, 50)}", f"hands > {need // 3}"),
        ["kiln = true", f"{names[1]} -= {_some(top, 10)}"],
    )
    draft.choice("yard", "back", "Go back.", "camp")


def _market(draft: Draft, names: list[str], top: int) -> None:
    chance = draft.chance
    draft.scene("market", f"The others come at low water. {opening(chance)} {aside(chance)}")
    for number, name in enumerate(names):
        other = names[(number + 1) % len(names)]
        give, get = _some(top, chance.randint(3, 6)), _some(top, chance.randint(2, 5))
        draft.choice(
            "market",
            f"give-{name}",
            f"Give {name} for {other}.",
            "market",
            f"{name} >= {give} and {other} <= {top - get}",
            [f"{name} -= {give}", f"{other} += {get}"],
        )
    draft.choice(
        "market",
        "bargain",
        "Bargain for the last of it.",
        "market",
        f"{names[0]} > {names[1]} and {names[-1]} < {top}",
        [f"{names[0]} -= 1", f"{names[-1]} += 1"],
    )
    draft.choice("market", "back", "Go back.", "camp")


def _fields(draft: Draft, top: int) -> None:
    draft.scene("fields", f"{opening(draft.chance)} {{grain < 2: There is just enough to sow.|You sow and you reap.}}")
    draft.choice(
        "fields", "reap", "Sow, wait, and reap.", "fields", f"grain >= 1 and grain < {top}", f"grain += {_some(top, 7)}"
    )
    draft.choice("fields", "back", "Go back.", "camp")
