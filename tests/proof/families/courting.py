"""People to court, a few at once, before the month is over."""

from __future__ import annotations

from tests.proof.families.draft import Draft, Story, TrapKind, begin, both
from tests.proof.families.words import PEOPLE, opening


def dating(people: int, days: int, seed: int, trap: TrapKind | None = None) -> Story:
    """So many people (2 or more) to court within so many days (3 or more).

    Giving up the flat before one is invited elsewhere is the subtle trap; gossip and shame together, past what the
    dance forgives, the relational one.
    """
    draft = begin(f"dating-{people}x{days}", "Until the Dance", "town", seed, trap)
    limit = max(2, min(10, days // 3))
    draft.number("day", days)
    draft.number("gifts", 3, 1)
    draft.number("gossip", 10)
    draft.number("shame", 10)
    draft.flag("flat", True)
    draft.flag("invited")
    names = list(PEOPLE[:people])
    for name in names:
        draft.number(f"likes_{name}", 10, draft.chance.randint(2, 3))
        draft.flag(f"dated_{name}")
    _town(draft, names, days, limit)
    for number in range(people):
        _person(draft, names, number, days, limit)
    _dance(draft, names, days, limit)
    return draft.story()


def _on(days: int, to: str = "town") -> list[dict[str, str]]:
    """Where a day leads."""
    return [{"if": f"day >= {days}", "to": "dance"}, {"to": to}]


def _town(draft: Draft, names: list[str], days: int, limit: int) -> None:
    link = draft.entry("dance", "The dance", "At the end of the month. {invited: You have a card for it.}")
    draft.scene(
        "town",
        f"{opening(draft.chance)} {link.capitalize()} is in {{day == 0: a month|less than a month}}.",
        ("gossip >= 2", "Two women stop talking when you come near."),
    )
    for name in names:
        draft.choice("town", f"to-{name}", f"See {name.title()}.", f"with-{name}")
    draft.choice("town", "buy", "Buy something small.", _on(days), "gifts < 3", ["gifts += 2", "day += 1"])
    draft.choice(
        "town",
        "party",
        "Give a party in the flat.",
        _on(days),
        both("flat", f"likes_{names[0]} >= 2"),
        ["invited = true", "day += 1"],
    )
    draft.choice(
        "town",
        "move",
        "Give up the flat.",
        "town",
        both("flat", draft.kept("subtle", "town/move", "invited")),
        "flat = false",
    )
    draft.choice(
        "town",
        "boast",
        "Tell them at the inn.",
        _on(days),
        draft.kept("relational", "town/boast", f"gossip + shame <= {limit - 2}"),
        ["gossip += 2", "day += 1"],
    )


def _person(draft: Draft, names: list[str], number: int, days: int, limit: int) -> None:
    chance, name = draft.chance, names[number]
    other = names[(number + 1) % len(names)]
    likes, dated = f"likes_{name}", f"dated_{name}"
    at = f"with-{name}"
    draft.scene(
        at,
        f"{opening(chance)} {{{dated}: {name.title()} takes your arm.|{name.title()} looks up.}}",
        (f"likes_{other} >= 4", f"You are asked about {other.title()}."),
    )
    draft.choice(at, "talk", f"Talk to {name.title()}.", _on(days), f"{likes} < 9", [f"{likes} += 1", "day += 1"])
    draft.choice(
        at,
        "give",
        "Give what you bought.",
        _on(days, at),
        "gifts >= 1",
        [f"{likes} += {chance.choice((1, 2))}", "gifts -= 1", "day += 1"],
    )
    draft.choice(
        at,
        "out",
        f"Take {name.title()} out.",
        _on(days),
        both(f"{likes} >= 3", f"not {dated}", f"gossip + shame <= {limit - 1}"),
        [f"{dated} = true", "day += 1", {"if": f"dated_{other}", "do": ["shame += 1"], "else": ["gossip += 1"]}],
    )
    draft.choice(
        at,
        "excuse",
        f"Speak ill of {other.title()}.",
        "town",
        f"likes_{other} >= {chance.randint(2, 3)} and {likes} < likes_{other}",
        [f"likes_{other} -= 2", f"{likes} += 1"],
    )
    draft.choice(at, "leave", "Go.", "town")


def _dance(draft: Draft, names: list[str], days: int, limit: int) -> None:
    draft.scene("dance", f"The lamps are lit. {opening(draft.chance)}", ("shame >= 1", "Somebody laughs."))
    fit = f"(flat or invited) and gossip + shame <= {limit}"
    for name in names:
        draft.choice(
            "dance",
            f"with-{name}",
            f"Ask {name.title()}.",
            f"and-{name}",
            f"{fit} and dated_{name} and likes_{name} >= {5 if days > 20 else 4}",
        )
        draft.ending(f"and-{name}", f"And {name.title()}", f"{name.title()} dances better than you.")
    draft.choice("dance", "alone", "Dance with whoever is free.", "alone", fit)
    draft.choice("dance", "wall", "Stand by the wall.", "dance")
    draft.ending("alone", "Alone", "It is a warm night, and not far.")
