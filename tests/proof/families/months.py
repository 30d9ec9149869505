"""Time that runs out day by day: a book of stats and checks, and a child to raise."""

from __future__ import annotations

from typing import Any

from tests.proof.families.draft import Draft, Story, TrapKind, begin, both, either
from tests.proof.families.words import LESSONS, PEOPLE, STATS, aside, opening


class _Days:
    """What stories of stats and days have in common. `share` is a hundredth of the range, but never nothing."""

    def __init__(self, draft: Draft, stats: tuple[str, ...], days: int, top: int) -> None:
        self.draft, self.chance, self.days, self.top = draft, draft.chance, days, top
        self.stats = [draft.number(name, top, top // 3) for name in stats]
        draft.number("day", days)

    def share(self, hundredths: int) -> int:
        return max(1, self.top * hundredths // 100)

    def stat(self, number: int) -> str:
        return self.stats[number % len(self.stats)]

    def at_least(self, number: int, hundredths: int) -> str:
        return f"{self.stat(number)} >= {self.share(hundredths)}"


def choicescript(stats: int, days: int, top: int, seed: int, trap: TrapKind | None = None) -> Story:
    """So many stats (3 or more) from 0 to `top`, trained for so many days (3 or more), with checks in between.

    A duel (subtle) and a march (relational) are ways of no return for who cannot stand them.
    """
    draft = begin(f"choicescript-{stats}x{days}x{top}", "A Season at Court", "morning", seed, trap)
    book = _Days(draft, STATS[:stats], days, top)
    draft.flag("ally")
    draft.flag("scar")
    events = max(2, stats // 2)
    for event in range(events):
        draft.flag(f"met_{PEOPLE[event]}")
    _training(book)
    for event in range(events):
        _event(book, event)
    _audit(book)
    _duel(book)
    _march(book)
    _season_ends(book)
    return draft.story()


def _training(book: _Days) -> None:
    draft, chance = book.draft, book.chance
    draft.scene(
        "morning",
        f"{opening(chance)} {{day == 0: The first day.|Day {{day}}.}}",
        (book.at_least(0, 50), "They make way for you on the stairs.", "Nobody makes way for you."),
        ("scar", "The scar itches."),
    )
    for number, stat in enumerate(book.stats):
        guard = book.at_least(number + 1, chance.randint(15, 35)) if number % 3 else ""
        if number % 3 == 2:
            guard = either(guard, "ally")
        other = book.stat(number + 2 if number != 2 else 1)
        effects = [f"{stat} += {book.share(chance.randint(8, 16))}", f"{other} -= {book.share(chance.randint(3, 9))}"]
        draft.choice("morning", f"train-{stat}", f"A morning for your {stat}.", "night", guard, effects)
    last = book.stat(-1)
    draft.choice("morning", "idle", "Stay in bed.", "night", f"{last} >= 1 and not scar", f"{last} -= 1")
    ways: list[dict[str, Any]] = [
        {"if": f"day >= {book.days}", "to": "last-day"},
        {"if": f"day == {max(1, book.days // 2)}", "to": "audit"},
    ]
    for event in range(max(2, len(book.stats) // 2)):
        ways.append(
            {"if": f"{book.at_least(event * 2 + 1, 55)} and not met_{PEOPLE[event]}", "to": f"with-{PEOPLE[event]}"}
        )
    draft.scene(
        "night",
        f"{opening(chance)} {{ally: A lamp is lit across the yard.|The yard is dark.}}",
        do="day += 1",
        to=[*ways, {"to": "morning"}],
    )


def _event(book: _Days, event: int) -> None:
    """Somebody wants something, which takes one stat or costs another."""
    draft, chance, who = book.draft, book.chance, PEOPLE[event]
    at, met = f"with-{who}", f"met_{who}"
    draft.scene(at, f"{who.title()} stops you in the gallery. {opening(chance)} {aside(chance)}", do=f"{met} = true")
    first, second = book.stat(event * 2), book.stat(event * 2 + 1)
    effects = [f"{first} += {book.share(7)}", *(["ally = true"] if event in (1, 2) else [])]
    draft.choice(
        at, "bold", f"Answer with your {first}.", "morning", f"{first} >= {book.share(chance.randint(25, 35))}", effects
    )
    draft.choice(
        at,
        "sly",
        f"Answer with your {second}.",
        "morning",
        both(f"{second} > {first}", "" if event else "not scar"),
        f"{first} += {book.share(4)}",
    )
    draft.choice(at, "meek", "Look at the floor.", "morning", "", f"{second} -= {book.share(chance.randint(10, 20))}")


def _audit(book: _Days) -> None:
    draft, link = book.draft, book.draft.entry("audit", "The audit", "Once a season. {ally: You were warned of it.}")
    draft.scene("audit", f"{link.capitalize()} has come early. {opening(book.chance)}")
    draft.choice(
        "audit", "show", "Show the books.", "morning", book.at_least(-1, 30), f"{book.stat(1)} += {book.share(5)}"
    )
    draft.choice("audit", "friends", "Let others speak for you.", "morning", both("ally", book.at_least(-2, 20)))
    draft.choice("audit", "bluff", "Talk.", "morning", "", f"{book.stat(-1)} -= {book.share(15)}")


def _duel(book: _Days) -> None:
    """In by one's courage or with an ally, and out only so."""
    draft, at = book.draft, f"with-{PEOPLE[0]}"
    stand = either(book.at_least(0, 40), "ally")
    draft.choice(at, "challenge", "Ask for satisfaction.", "duel", draft.kept("subtle", f"{at}/challenge", stand))
    draft.scene("duel", f"The meadow behind the kennels. {opening(book.chance)}")
    draft.choice("duel", "strike", "Strike.", "morning", book.at_least(0, 40), "scar = true")
    draft.choice("duel", "yield", "Let your second speak.", "morning", "ally", f"{book.stat(0)} -= {book.share(5)}")
    draft.choice("duel", "circle", "Circle.", "duel")


def _march(book: _Days) -> None:
    """Out again only with two stats together."""
    draft, at = book.draft, f"with-{PEOPLE[1]}"
    first, second = book.stat(1), book.stat(2)
    enough = f"{first} + {second} >= {book.share(90)}"
    draft.choice(at, "march", "March with the regiment.", "camp", draft.kept("relational", f"{at}/march", enough))
    draft.scene("camp", f"Rain, for the third day. {opening(book.chance)}")
    some = book.share(6)
    draft.choice(
        "camp",
        "dig",
        "Dig.",
        "camp",
        f"{first} >= {some} and {second} <= {book.top - some}",
        [f"{first} -= {some}", f"{second} += {some}"],
    )
    draft.choice("camp", "wait", "Wait for the rain to stop.", "camp")
    draft.choice("camp", "back", "Lead them back.", "morning", enough)


def _season_ends(book: _Days) -> None:
    draft = book.draft
    draft.scene("last-day", f"{opening(book.chance)} {{scar: They look at the scar.|They look at your hands.}}")
    draft.choice(
        "last-day",
        "office",
        "Ask for the office.",
        "minister",
        f"{book.stat(0)} + {book.stat(-1)} >= {book.share(90)} and ally",
    )
    draft.choice("last-day", "sword", "Ask for a command.", "captain", both("scar", book.at_least(2, 45)))
    draft.choice(
        "last-day",
        "letter",
        "Ask for a letter to the coast.",
        "coast",
        f"met_{PEOPLE[1]} and {book.stat(1)} < {book.share(60)}",
    )
    draft.choice("last-day", "home", "Ask for a horse.", "farm")
    draft.ending("minister", "The minister", "There are forty-one keys, and you carry them all.")
    draft.ending("captain", "The captain", "They salute, and it rains.")
    draft.ending("coast", "The coast", "The sea is grey, and nobody knows you.")
    draft.ending("farm", "The farm", "The dog remembers.")


def raising(stats: int, days: int, top: int, seed: int, trap: TrapKind | None = None) -> Story:
    """A ward with so many stats (4 or more) from 0 to `top`, to be raised for so many days (3 or more), with money and
    strain.

    Selling the uniform before there is a patron is the subtle trap; a shrine that one leaves only with more faith than
    strain the relational one.
    """
    draft = begin(f"raising-{stats}x{days}x{top}", "The Ward", "home", seed, trap)
    book = _Days(draft, LESSONS[:stats], days, top)
    draft.number("money", top, top // 2)
    draft.number("strain", top, top // 4)
    draft.word("season", ["spring", "summer", "autumn"])
    draft.flag("uniform", True)
    draft.flag("patron")
    draft.flag("monk_met")
    draft.flag("ribbon")
    _lessons(book)
    _evening(book)
    _fair(book)
    _shrine(book)
    _exam(book)
    return draft.story()


def _lessons(book: _Days) -> None:
    draft, chance = book.draft, book.chance
    draft.scene(
        "home",
        f"{opening(chance)} There are {{money}} coins in the box. {{season == summer: The windows are open.}}",
        (f"strain >= {book.share(50)}", "She is asleep over her plate.", "She hums."),
    )
    for number, stat in enumerate(book.stats):
        fee = book.share(chance.randint(2, 6))
        more = ("", f"strain < {book.share(70)}", "season != autumn", book.at_least(number + 1, 25))[number % 4]
        draft.choice(
            "home",
            f"learn-{stat}",
            f"Lessons: {stat}.",
            "evening",
            both(f"money >= {fee}", more),
            [
                f"{stat} += {book.share(chance.randint(6, 12))}",
                f"money -= {fee}",
                f"strain += {book.share(chance.randint(3, 9))}",
            ],
        )
    draft.choice(
        "home",
        "work",
        "Let her help at the shop.",
        "evening",
        f"strain < {book.share(80)}",
        [f"money += {book.share(12)}", f"strain += {book.share(8)}", f"{book.stat(3)} -= {book.share(4)}"],
    )
    draft.choice("home", "rest", "Let her sleep.", "evening", "", f"strain -= {book.share(25)}")
    draft.choice(
        "home",
        "call",
        "Take her to the councillor.",
        "evening",
        both("uniform", "not patron", book.at_least(3, 40)),
        "patron = true",
    )
    safe = draft.kept("subtle", "home/sell", "patron")
    draft.choice(
        "home",
        "sell",
        "Sell the uniform.",
        "home",
        both("uniform", safe),
        ["uniform = false", f"money += {book.share(30)}"],
    )


def _evening(book: _Days) -> None:
    draft, days = book.draft, book.days
    turn = {
        "if": f"day == {max(1, days // 3)}", "do": ["season = summer"],
        "else": [{"if": f"day == {max(2, 2 * days // 3)}", "do": ["season = autumn"]}],
    }  # fmt: skip
    ways = [
        {"if": f"day >= {days}", "to": "exam"},
        {"if": f"strain >= {book.share(90)}", "to": "ill"},
        {"if": f"day == {max(1, days // 2)}", "to": "fair"},
        {"if": f"{book.stat(2)} >= {book.share(45)} and not monk_met", "to": "monk"},
        {"to": "home"},
    ]
    draft.scene("evening", f"{opening(book.chance)} {aside(book.chance)}", do=["day += 1", turn], to=ways)
    draft.scene("ill", f"She has a fever. {opening(book.chance)}")
    draft.choice(
        "ill",
        "doctor",
        "Send for the doctor.",
        "home",
        f"money >= {book.share(20)}",
        [f"money -= {book.share(20)}", f"strain -= {book.share(60)}"],
    )
    draft.choice("ill", "watch", "Watch with her.", "home", "", [f"strain -= {book.share(40)}", f"{book.stat(0)} -= 1"])


def _fair(book: _Days) -> None:
    """Half of the time is over: who has learnt what."""
    draft = book.draft
    link = draft.entry("fair", "The fair", "Every year. {ribbon: There is a ribbon on the wall.}")
    draft.scene("fair", f"{link.capitalize()} has come to the meadow. {opening(book.chance)}")
    for number, stat in enumerate(book.stats):
        if number % 3 == 1:
            draft.choice(
                "fair",
                f"contest-{stat}",
                f"Let her try the contest of {stat}.",
                "home",
                f"{stat} + {book.stat(number + 1)} >= {book.share(75)}",
                ["ribbon = true", f"{stat} += 1"],
            )
    draft.choice("fair", "look", "Look on.", "home", "", f"strain -= {book.share(10)}")


def _shrine(book: _Days) -> None:
    """A place that is left only with more of one thing than of another."""
    draft, faith = book.draft, book.stat(2)
    calm = f"{faith} > strain"
    draft.scene("monk", f"A monk asks for water. {opening(book.chance)}", do="monk_met = true")
    draft.choice("monk", "water", "Give him water.", "home", "", f"{book.stat(1)} += 1")
    draft.choice("monk", "follow", "Let her go with him.", "shrine", draft.kept("relational", "monk/follow", calm))
    draft.scene("shrine", f"Ninety steps, swept every morning. {opening(book.chance)}")
    draft.choice(
        "shrine",
        "sweep",
        "Sweep the steps.",
        "shrine",
        f"{faith} >= 1 and strain >= 1",
        [f"{faith} -= 1", "strain -= 1"],
    )
    draft.choice("shrine", "kneel", "Kneel.", "shrine")
    draft.choice("shrine", "home", "Write that she is coming home.", "home", calm)


def _exam(book: _Days) -> None:
    draft = book.draft
    draft.scene("exam", f"The hall is cold. {opening(book.chance)} {{uniform: The collar is too tight.}}")
    high = [both(book.at_least(number, 50), book.at_least(number + 1, 20)) for number in range(0, len(book.stats), 3)]
    draft.choice(
        "exam",
        "sit",
        "Go in.",
        [
            {"if": f"({either(*high)}) and ribbon", "to": "scholar"},
            {"if": f"money >= {book.share(60)}", "to": "merchant"},
            {"to": "teacher"},
        ],
        either("uniform", "patron"),
    )
    draft.choice("exam", "speak", "Ask for the councillor.", "protege", both("patron", "not uniform"))
    draft.choice("exam", "wait", "Wait in the corridor.", "exam")
    draft.ending("scholar", "The scholar", "She writes once a month.")
    draft.ending("merchant", "The merchant", "She counts faster than you.")
    draft.ending("teacher", "The teacher", "There are thirty of them, and they are all called Ada.")
    draft.ending("protege", "The protégée", "The carriage has curtains.")
