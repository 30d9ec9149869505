"""Ground to walk on: a hub of places with flags and counters, and a quest of rooms, items and locks."""

from __future__ import annotations

from typing import Any

from tests.proof.families.draft import Draft, Story, TrapKind, begin, both, either
from tests.proof.families.words import GOODS, ITEMS, PLACES, aside, matters, opening

CARRIED = 4
"""Items that one can carry at once."""


def hub(places: int, flags: int, counters: int, top: int, clock: int, seed: int, trap: TrapKind | None = None) -> Story:
    """So many places (3 or more), flags (3) and counters (2) from 0 to `top` (3), free to walk.

    With a `clock` (0: none) of so many hours the story ends at dawn. Two places can be entered by one way only: an
    island, which takes a rope or provisions to leave, and a pass, where two counters together decide (with a clock: how
    many seals are set by what hour).
    """
    size = f"{places}x{flags}x{counters}x{top}" + (f"-clock-{clock}" if clock else "")
    draft = begin(f"hub-{size}", "The Town Below the Pass", PLACES[0], seed, trap)
    names = list(PLACES[:places])
    goods = [draft.number(name, top, top // 3) for name in GOODS[:counters]]
    marks = [draft.flag(f"{shade}_{thing}") for shade, thing in matters(draft.chance, flags)]
    draft.number("seals", flags)
    if clock:
        draft.number("hour", clock)
    town = _Town(draft, names, marks, goods, top, clock)
    for number in range(places):
        town.place(number)
    town.work()
    town.island()
    town.mountain()
    town.gates()
    return draft.story()


class _Town:
    """What the scenes of a hub have in common."""

    def __init__(
        self, draft: Draft, names: list[str], marks: list[str], goods: list[str], top: int, clock: int
    ) -> None:
        self.draft, self.names, self.marks, self.goods = draft, names, marks, goods
        self.top, self.clock, self.chance = top, clock, draft.chance

    def to(self, name: str) -> Any:
        """A way within the town, which ends at dawn."""
        return [{"if": f"hour >= {self.clock}", "to": "dawn"}, {"to": name}] if self.clock else name

    def choice(self, at: str, name: str, text: str, guard: str = "", do: tuple[str, ...] = (), to: str = "") -> None:
        """A choice that takes an hour."""
        hour = ("hour += 1",) if self.clock else ()
        self.draft.choice(at, name, text, self.to(to or at), guard, [*do, *hour])

    def place(self, number: int) -> None:
        """A place with its ways: the ring is always open, the others take a flag."""
        name, chance, names = self.names[number], self.chance, self.names
        mark = self.marks[number % len(self.marks)]
        good = self.goods[number % len(self.goods)]
        self.draft.scene(
            name,
            f"{opening(chance)} {{{mark}: {aside(chance)}|The {name} is as it always was.}}",
            (f"{good} >= {max(1, self.top // 2)}", f"There is {good} enough, here at least."),
        )
        after = names[(number + 1) % len(names)]
        self.choice(name, f"to-{after}", f"Walk on to the {after}.", to=after)
        if number % 3 == 1 and len(names) > 3:
            other = names[(number + len(names) // 2) % len(names)]
            self.choice(name, f"by-{other}", f"Take the back way to the {other}.", chance.choice(self.marks), to=other)

    def work(self) -> None:
        """Where goods are earned and given, and where flags are set and taken back."""
        names = self.names
        some = max(1, self.top // 6)
        for number, good in enumerate(self.goods):
            at, given = names[(2 * number) % len(names)], names[(2 * number + 1) % len(names)]
            self.choice(at, f"earn-{good}", f"Work for {good}.", f"{good} < {self.top}", (f"{good} += {some}",))
            back = (f"{self.goods[number - 1]} += {some // 2}",) if some > 1 else ()
            self.choice(
                given, f"trade-{good}", f"Give some {good} away.", f"{good} >= {some}", (f"{good} -= {some}", *back)
            )
        for number, mark in enumerate(self.marks):
            at = names[(number * 5 + 1) % len(names)]
            words = mark.replace("_", " ")
            guard = both(f"not {mark}", self._condition(number))
            self.choice(at, f"see-{mark}", f"See to the {words}.", guard, (f"{mark} = true", "seals += 1"))
            if number % 4 == 2:
                self.choice(
                    at, f"undo-{mark}", f"Leave the {words} after all.", mark, (f"{mark} = false", "seals -= 1")
                )

        for number in range(len(self.marks) // 2):
            have, lack, good = self.marks[number], self.marks[-1 - number], self.goods[number % len(self.goods)]
            self.choice(
                names[(number * 7) % len(names)],
                f"errand-{number + 1}",
                f"Ask what the {have.replace('_', ' ')} is worth.",
                both(have, f"not {lack}", f"{good} < {self.top}"),
                (f"{good} += 1",),
            )

    def _condition(self, number: int) -> str:
        """What a flag takes: earlier flags, goods, and sometimes to have been somewhere."""
        chance, goods = self.chance, self.goods
        enough = chance.randint(1, max(1, self.top // 2))
        roots = self.marks[: max(1, number // 3)]
        roll = chance.random()
        if number < 2 or roll < 0.3:
            return f"{goods[number % len(goods)]} >= {enough}"
        if roll < 0.55:
            return both(chance.choice(roots), f"{chance.choice(goods)} >= {enough}")
        if roll < 0.7:
            return either(chance.choice(roots), f"{goods[0]} + {goods[1]} >= {self.top}")
        if roll < 0.85:
            return both(f"seen({chance.choice(self.names)})", chance.choice(roots))
        return both(f"{chance.choice(goods)} >= {enough}", f"{chance.choice(goods[1:])} < {self.top}")

    def island(self) -> None:
        """One way over; back with a rope or with provisions, of which there are none to be had there."""
        draft, rope, food = self.draft, self.marks[1], self.goods[1]
        back = f"{rope} or {food} >= 2"
        quay = self.names[1]
        self.choice(quay, "row", "Row over to the island.", draft.kept("subtle", f"{quay}/row", back), to="island")
        draft.scene(
            "island",
            f"{opening(self.chance)} Nobody has lived here since the flood.",
            (food + " < 2", "There is nothing left to eat."),
        )
        draft.choice("island", "eat", "Eat.", "island", f"{food} >= 3", f"{food} -= 1")
        draft.choice("island", "climb", "Climb up to the ruin.", "ruin")
        draft.choice("island", "home", "Set out for the quay.", self.to(quay), back)
        draft.scene("ruin", f"Four walls and a hearth. {aside(self.chance)}", to="island")

    def mountain(self) -> None:
        """One way up; down again only with two things together."""
        draft, last = self.draft, self.names[-1]
        first, second = self.goods[0], self.goods[-1]
        if self.clock:
            down = f"hour <= {self.clock // 4} or seals >= {max(2, len(self.marks) // 3)}"
        else:
            down = f"{first} + {second} >= {max(2, self.top // 2)}"
        keep = draft.kept("relational", f"{last}/up", down)
        self.draft.choice(last, "up", "Go up to the pass.", "pass", keep)
        draft.scene("pass", f"{opening(self.chance)} The wind has swept the pass bare.")
        draft.choice(
            "pass",
            "swap",
            "Swap with the herdsman.",
            "pass",
            f"{first} >= 1 and {second} < {self.top}",
            [f"{first} -= 1", f"{second} += 1"],
        )
        draft.choice("pass", "hut", "Sleep in the hut.", "hut")
        draft.choice("pass", "down", "Go down again.", last, down)
        draft.scene("hut", f"Straw, and a cold stove. {aside(self.chance)}", to="pass")

    def gates(self) -> None:
        """Where the story can be left."""
        draft, marks, goods = self.draft, self.marks, self.goods
        gate = self.names[len(self.names) // 2]
        link = draft.entry("gate", "The gate", f"Shut at night. {{{marks[0]}: It knows you.}}")
        draft.scenes[gate]["text"].append({"if": "seals >= 2", "text": f"You can see {link} from here."})
        enough = max(1, self.top // 2)
        draft.choice(gate, "leave", "Leave by the gate.", "away", both(marks[0], f"{goods[0]} >= {enough}"))
        draft.choice(
            gate,
            "stay",
            "Ask to stay for good.",
            "home",
            both(f"seals >= {max(2, len(marks) // 2)}", f"{goods[0]} < {goods[1]}", f"not {marks[2]}"),
        )
        draft.ending("away", "Away", "The road goes on, and so do you.")
        draft.ending("home", "Home", "They give you a key.")
        if self.clock:
            draft.ending("dawn", "Dawn", "The bells begin, and it is too late.")


def quest(rooms: int, items: int, seed: int, trap: TrapKind | None = None) -> Story:
    """So many rooms (3 or more) and items (2 or more), half of which open a door; each can be left in any room.

    Every door costs a measure of oil. Breaking a tool that still has to open a door is the subtle trap; oil burnt for
    reading when it is no more than the doors left to open is the relational one.
    """
    draft = begin(f"quest-{rooms}x{items}", "The House of Locks", PLACES[0], seed, trap)
    names = list(PLACES[:rooms])
    doors = max(1, items // 2)
    zones = [names[rooms * zone // (doors + 1) : rooms * (zone + 1) // (doors + 1)] for zone in range(doors + 1)]
    things = list(ITEMS[:items])
    for number, thing in enumerate(things):
        zone = draft.chance.choice(zones[: number + 1] if number < doors else zones)
        draft.word(thing, [*names, "carried", "lost"], draft.chance.choice(zone))
    draft.number("load", CARRIED)
    draft.number("oil", doors + 3, doors + 2)
    draft.number("sealed", doors, doors)
    house = _House(draft, names, zones, things)
    for number in range(rooms):
        house.room(number)
    for door in range(doors):
        house.door(door)
    house.lamp()
    house.tools()
    return draft.story()


class _House:
    """What the rooms of a quest have in common."""

    def __init__(self, draft: Draft, names: list[str], zones: list[list[str]], things: list[str]) -> None:
        self.draft, self.names, self.zones, self.things = draft, names, zones, things
        self.doors, self.chance = len(zones) - 1, draft.chance

    def room(self, number: int) -> None:
        """A room: what lies in it can be taken, what is carried can be put down, and there are ways on."""
        name, chance = self.names[number], self.chance
        lying = chance.choice(self.things)
        self.draft.scene(
            name,
            f"{opening(chance)} {{{lying} == {name}: The {lying} lies where it fell.}}",
            (f"load >= {min(CARRIED, len(self.things)) - 1}", "Your arms are full."),
        )
        zone = next(zone for zone in self.zones if name in zone)
        after = zone[(zone.index(name) + 1) % len(zone)]
        if after != name:
            self.draft.choice(name, f"to-{after}", f"Go on to the {after}.", after)
        for thing in self.things:
            self.draft.choice(
                name,
                f"take-{thing}",
                f"Take the {thing}.",
                name,
                f"{thing} == {name} and load < {CARRIED}",
                [f"{thing} = carried", "load += 1"],
                secret=True,
            )
            self.draft.choice(
                name,
                f"drop-{thing}",
                f"Put the {thing} down.",
                name,
                f"{thing} == carried",
                [f"{thing} = {name}", "load -= 1"],
                secret=True,
            )

    def door(self, door: int) -> None:
        """A door out of one zone into the next, which its item opens for good."""
        draft, item = self.draft, self.things[door]
        here, there = self.zones[door][-1], self.zones[door + 1][0]
        opened = draft.flag(f"open_{there}")
        draft.choice(
            here,
            f"open-{there}",
            f"Open the {there} with the {item}.",
            here,
            f"not {opened} and {item} == carried and oil >= 1",
            [f"{opened} = true", "sealed -= 1", "oil -= 1"],
            locked=f"The door of the {there} is dark, and shut.",
        )
        draft.choice(here, f"in-{there}", f"Go through to the {there}.", there, opened)
        draft.choice(there, f"out-{here}", f"Go back to the {here}.", here)

    def lamp(self) -> None:
        """What else costs oil: reading, in every third room; and how the house is left."""
        draft, first = self.draft, self.names[0]
        read = draft.flag("inscription_read")
        for number, name in enumerate(self.names):
            if number % 3 == 0:
                spare = "oil > sealed"
                if number == 0:
                    spare = draft.kept("relational", f"{name}/read", spare)
                draft.choice(
                    name,
                    "read",
                    "Hold the lamp to the wall and read.",
                    name,
                    both("oil >= 1", spare),
                    ["oil -= 1", f"{read} = true"],
                )
        link = draft.entry("house", "The house", "Nine masters, nine doors. {inscription_read: You read so.}")
        draft.scenes[first]["text"].append({"if": read, "text": f"So this is {link}."})
        last = self.things[-1]
        draft.choice(
            first,
            "leave",
            "Leave the house with all doors open.",
            "outside",
            both("sealed == 0", f"{last} == carried or {read}"),
        )
        draft.choice(
            self.zones[-1][-1],
            "window",
            "Climb out of the last window.",
            "roof",
            both("sealed == 0", f"{last} != carried"),
        )
        draft.ending("outside", "Outside", "The air is so clear that it hurts.")
        draft.ending("roof", "The roof", "From up here it looks quite small.")

    def tools(self) -> None:
        """What can be done with the items, other than opening doors."""
        draft, chance, item = self.draft, self.chance, self.things[0]
        at = self.zones[0][0]
        there = self.zones[1][0]
        whole = draft.kept("subtle", f"{at}/pry", f"open_{there}")
        draft.choice(
            at,
            "pry",
            f"Break the grate with the {item}.",
            at,
            both(f"{item} == carried", whole),
            [f"{item} = lost", "load -= 1", f"{draft.flag('grate')} = true"],
        )
        if self.zones[0][-1] != at:
            draft.choice(self.zones[0][-1], "crawl", "Crawl through the grate.", at, "grate")
        else:
            draft.choice(self.zones[-1][0], "crawl", "Crawl down to the grate.", at, "grate")
        for number, thing in enumerate(self.things[self.doors :]):
            zone = self.zones[number % len(self.zones)]
            name = chance.choice(zone)
            done = draft.flag(f"{thing}_used")
            before = f"{self.things[self.doors + number - 1]}_used" if number else ""
            draft.choice(
                name,
                f"use-{thing}",
                f"Use the {thing} here.",
                name,
                both(f"{thing} == carried", f"not {done}", before),
                f"{done} = true",
            )
            draft.choice(name, f"trick-{thing}", f"Do the trick with the {thing} again.", self.names[0], done)
