"""Talk: a conversation of topics that can be brought up once, and a case of clues that open what can be asked."""

from __future__ import annotations

from tests.proof.families.draft import Draft, Story, TrapKind, begin, both
from tests.proof.families.words import PEOPLE, PLACES, aside, matters, opening

ENOUGH = 6
"""Trust and nerve together, without which nobody gets up from the table."""


def topics(count: int, seed: int, trap: TrapKind | None = None) -> Story:
    """A dialogue hub of `count` once-topics (7 or more).

    One may leave with the letter or with the name, and with enough trust and nerve together. Burning the letter before
    the name is known is the subtle trap, one accusation too many the relational one.
    """
    draft = begin(f"topics-{count}", "The Long Table", "table", seed, trap)
    draft.number("trust", 10, 4)
    draft.number("nerve", 10, 5)
    draft.number("leads", max(3, count // 5))
    draft.word("mood", ["wary", "open", "angry"])
    draft.flag("letter", True)
    keeper = draft.entry("keeper", "The keeper", "He kept an inn once. {leads >= 2: He kept more than that.}")
    draft.scene(
        "table",
        f"{opening(draft.chance)} Across the table sits {keeper}."
        " {trust + nerve >= 9: He pours for both.|He pours for one.}",
        ("mood == angry", "His hand lies flat on the wood.", "He waits."),
        ("letter and nerve <= 4", "The letter weighs more than it did."),
    )
    _needed(draft)
    _matters(draft, count - 3)
    _leaving(draft)
    return draft.story()


def _needed(draft: Draft) -> None:
    """The three topics on which it depends whether one can leave."""
    draft.choice(
        "table",
        "name",
        "Lay the letter down and ask for the name.",
        "table",
        "letter and (trust >= 3 or mood == open)",
        "leads += 1",
        once=True,
    )
    known = draft.kept("subtle", "table/burn", "taken(table, name) >= 1")
    draft.choice("table", "burn", "Hold the letter into the candle.", "table", known, "letter = false", once=True)
    calm = draft.kept("relational", "table/accuse", f"trust + nerve >= {ENOUGH + 3}")
    draft.choice(
        "table", "accuse", "Say what you think he did.", "table", calm, ["trust -= 3", "mood = angry"], once=True
    )


def _matters(draft: Draft, count: int) -> None:
    """The other topics: kind ones, pressing ones, and those that open only later."""
    chance = draft.chance
    gentle: list[str] = []
    asked = ["name"]
    for number, (shade, thing) in enumerate(matters(chance, count)):
        name, caption = f"{shade}-{thing}", f"Ask about the {shade} {thing}."
        to = "table"
        if number % 5 == 4:
            to = f"about-{name}"
            draft.scene(
                to,
                f"{opening(chance)} {{trust >= 5: He tells it slowly.|He tells it to the window.}} {aside(chance)}",
                to="table",
                do="leads += 1",
            )
        kind = (
            ("gentle", "pressing", "mood", "later")[number]
            if number < 4
            else chance.choice(("gentle", "pressing", "pressing", "mood", "later", "later", "later"))
        )
        if kind == "gentle":
            guard = f"taken(table, {_id(chance.choice(gentle))}) >= 1" if gentle and chance.random() < 0.5 else ""
            draft.choice("table", name, caption, to, guard, f"{chance.choice(('trust', 'nerve'))} += 1", once=True)
            gentle.append(name)
        elif kind == "pressing":
            guard = both(f"trust + nerve >= {ENOUGH + 2}", f"leads >= {chance.randint(1, 2)}" if number > 6 else "")
            draft.choice("table", name, caption, to, guard, ["trust -= 1", "nerve -= 1"], once=True)
        elif kind == "mood":
            guard = chance.choice(("", "trust >= 4", "nerve >= 3")) if number > 4 else ""
            draft.choice("table", name, caption, to, guard, f"mood = {chance.choice(('open', 'angry'))}", once=True)
        else:
            draft.choice("table", name, caption, to, _later(draft, asked), _found(draft), once=True)
        asked.append(name)


def _id(name: str) -> str:
    return f'"{name}"' if "-" in name else name


def _later(draft: Draft, asked: list[str]) -> str:
    """What has to have been asked or to be so before a topic comes up."""
    chance = draft.chance
    first = f"taken(table, {_id(chance.choice(asked))}) >= 1"
    more = ("", "trust >= 3", "nerve >= 4", "mood != angry", "visits(table) >= 3")
    roll = chance.random()
    if roll < 0.6:
        return both(first, chance.choice(more))
    if roll < 0.8:
        return f"{first} or leads >= 3"
    return both(first, f"taken(table, {_id(chance.choice(asked))}) == 0") if len(asked) > 12 else first


def _found(draft: Draft) -> list[str]:
    return draft.chance.choice((["leads += 1"], [])) if len(draft.scenes["table"]["choices"]) > 9 else ["leads += 1"]


def _leaving(draft: Draft) -> None:
    draft.choice("table", "wait", "Say nothing, and let him drink.", "table")
    draft.choice(
        "table",
        "leave",
        "Get up and take your coat.",
        [
            {"if": "leads >= 2 and taken(table, name) >= 1", "to": "found"},
            {"if": "mood == angry", "to": "thrown-out"},
            {"to": "street"},
        ],
        f"(letter or taken(table, name) >= 1) and trust + nerve >= {ENOUGH}",
    )
    draft.ending("found", "Found", "You know the house, and you know the hour.")
    draft.ending("thrown-out", "Thrown out", "The door is shut behind you. {letter: You still have the letter.}")
    draft.ending("street", "The street", "It is raining here, too.")


def detective(clues: int, seed: int, trap: TrapKind | None = None) -> Story:
    """A case of `clues` clues (4 or more), each an hour's search; what is found opens what can be asked.

    The case is closed with enough evidence and with a constable who saw it, or a signature he witnessed. Sending him
    home too soon is the subtle trap; an hour at table, when evidence and hours left no longer suffice, the relational.
    """
    draft = begin(f"detective-{clues}", "The House on the Dyke", "station", seed, trap)
    need = max(2, clues // 3)
    draft.number("evidence", clues)
    draft.number("left", need + max(1, clues // 4), need + max(1, clues // 4))
    draft.flag("constable", True)
    draft.flag("signed")
    suspects = list(PEOPLE[: 2 + clues // 12])
    found = _searching(draft, clues)
    _asking(draft, suspects, found, f"evidence + left > {need}")
    _station(draft, suspects, need)
    return draft.story()


def _searching(draft: Draft, clues: int) -> list[str]:
    """The rooms and the clues in them; gives the clues' flags."""
    chance = draft.chance
    flags: list[str] = []
    rooms = PLACES[: max(2, clues // 6)]
    things = matters(chance, clues)
    for room in rooms:
        draft.scene(room, f"{opening(chance)} {{evidence >= 2: You know now what to look at.|Where to begin?}}")
    for number, (shade, thing) in enumerate(things):
        room = rooms[number % len(rooms)]
        flag = draft.flag(f"{shade}_{thing}")
        before = chance.choice(flags) if flags and chance.random() < 0.4 else ""
        draft.choice(
            room,
            f"{shade}-{thing}",
            f"Look for the {shade} {thing}.",
            room,
            both(f"not {flag}", before, "left >= 1"),
            [f"{flag} = true", "evidence += 1", "left -= 1"],
        )
        flags.append(flag)
    for number, room in enumerate(rooms):
        draft.choice(room, "back", "Walk back to the station.", "station")
        if number:
            draft.choice(room, "on", "Go on to the next.", rooms[number - 1])
    return flags


def _asking(draft: Draft, suspects: list[str], clues: list[str], spare: str) -> None:
    """The suspects: what can be asked of each, and what it does to what they say."""
    chance = draft.chance
    waiting = clues[:]
    chance.shuffle(waiting)
    for number, who in enumerate(suspects):
        shaken = draft.flag(f"{who}_shaken")
        draft.scene(
            f"with-{who}",
            f"{who.title()} is {{{shaken}: looking for the door|peeling an apple}}. {opening(chance)}",
            (f"visits(with-{who}) >= 2".replace(f"with-{who}", f'"with-{who}"'), "You have met before."),
        )
        mine = waiting[number :: len(suspects)]
        for index, clue in enumerate(mine):
            first = index == 0
            other = chance.choice(clues)
            guard = clue if first else chance.choice((both(clue, shaken), f"{clue} or {other}", both(clue, spare)))
            if other == clue and not first:
                guard = clue
            effects = [f"{shaken} = true"] if first or index % 3 == 2 else []
            if guard.endswith(spare):
                effects.append("left -= 1")
            draft.choice(
                f"with-{who}",
                f"ask-{clue.replace('_', '-')}",
                f"Ask about the {clue.replace('_', ' ')}.",
                f"with-{who}",
                guard,
                effects,
                once=True,
            )
        draft.choice(f"with-{who}", "thank", "Thank them and go.", "station")


def _station(draft: Draft, suspects: list[str], need: int) -> None:
    chance = draft.chance
    duty = draft.entry("duty", "The duty book", "Who went out, and when. {signed: Today's page is signed.}")
    draft.scene(
        "station",
        f"{opening(chance)} On the desk lies {duty}. {{left}} {{left == 1: hour is|hours are}} left.",
        ("constable", "The constable stands by the stove.", "Nobody stands by the stove."),
    )
    rooms = [name for name, scene in draft.scenes.items() if name in PLACES]
    for room in rooms:
        draft.choice("station", f"to-{room}", f"Go to the {room}.", room)
    for who in suspects:
        draft.choice("station", f"to-{who}", f"See {who.title()}.", f"with-{who}", "evidence >= 1")
    draft.choice(
        "station",
        "sign",
        "Have the finds signed for.",
        "station",
        "constable and evidence >= 1 and not signed",
        "signed = true",
    )
    witnessed = draft.kept("subtle", "station/send-home", "signed")
    draft.choice(
        "station", "send-home", "Send the constable home.", "station", both("constable", witnessed), "constable = false"
    )
    spare = draft.kept("relational", "station/dine", f"evidence + left > {need}")
    draft.choice("station", "dine", "Dine first.", "station", both("left >= 1", spare), "left -= 1")
    for number, who in enumerate(suspects):
        guard = both(f"evidence > {need}", f"{who}_shaken", "constable" if number % 2 else "signed")
        draft.choice("station", f"accuse-{who}", f"Accuse {who.title()}.", f"case-{who}", guard)
        draft.ending(f"case-{who}", f"{who.title()}", f"{who.title()} says nothing, which is enough.")
    draft.choice(
        "station", "close", "Hand the file to the magistrate.", "filed", f"evidence >= {need} and (constable or signed)"
    )
    draft.ending("filed", "Filed", "The file is thick, and it is no longer yours. {signed: It is signed.|Unsigned.}")
