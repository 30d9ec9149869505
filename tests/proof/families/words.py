"""Names and sentences for stories, so that what is generated can be read."""

from __future__ import annotations

from random import Random

SHADES = (
    "burnt", "second", "missing", "borrowed", "grey", "unsigned", "broken", "late", "locked", "silver", "narrow",
    "forged", "drowned", "red", "hidden", "empty", "old", "torn", "foreign", "quiet",
)  # fmt: skip
THINGS = (
    "ledger", "letter", "harbour", "key", "brother", "will", "lamp", "garden", "photograph", "boat", "debt", "visitor",
    "clock", "coat", "chapel", "winter", "ring", "telegram", "well", "portrait", "attic", "dog", "mirror", "road",
)  # fmt: skip
PEOPLE = (
    "ada", "bruno", "clara", "dmitri", "elise", "farid", "greta", "hugo", "ines", "jonas", "karin", "luca", "mira",
    "noel", "olga", "pavel",
)  # fmt: skip
PLACES = (
    "square", "quay", "mill", "chapel", "orchard", "tannery", "lighthouse", "inn", "forge", "archive", "bridge", "bath",
    "market", "kiln", "ferry", "tower", "cellar", "stables", "bakery", "garden", "dyeworks", "ropewalk", "cemetery",
    "school", "barracks", "library", "smokehouse", "sluice", "granary", "observatory", "crypt", "gallery",
)  # fmt: skip
ITEMS = (
    "lantern", "rope", "file", "hook", "mallet", "crank", "seal", "mask", "flute", "mirror", "spade", "chisel", "bell",
    "lens", "horn", "needle",
)  # fmt: skip
STATS = (
    "courage", "wits", "strength", "charm", "standing", "patience", "cunning", "faith", "craft", "eloquence", "health",
    "memory", "pride", "mercy", "discipline", "curiosity", "temper", "grace", "loyalty", "insight",
)  # fmt: skip
LESSONS = (
    "dancing", "sums", "faith", "charm", "music", "letters", "riding", "sewing", "herbs", "latin", "drawing", "manners",
)  # fmt: skip
QUALITIES = ("renown", "wits", "means", "nerve", "candour", "charm")
GOODS = ("timber", "iron", "cloth", "coin", "salt", "tar", "hides", "copper")
OPENINGS = (
    "The rain has not stopped since noon.", "Somebody has moved the chairs.", "It smells of wet wool and of tallow.",
    "A shutter bangs, twice, and is still.", "The light comes in low and yellow.", "Nobody looks up.",
    "You count the steps without meaning to.", "A cup stands where yesterday stood a cup.",
    "The clock is right, for once.", "There is chalk on the floor.",
)  # fmt: skip
ASIDES = (
    "It is not the answer you came for.", "You write it down all the same.", "That changes the order of things.",
    "The silence afterwards is longer than the answer.", "You have heard it told otherwise.",
    "It fits, and you do not like how well it fits.",
)  # fmt: skip


def opening(chance: Random) -> str:
    """A sentence to open a scene with."""
    return chance.choice(OPENINGS)


def aside(chance: Random) -> str:
    """A sentence to close a scene with."""
    return chance.choice(ASIDES)


def matters(chance: Random, count: int) -> list[tuple[str, str]]:
    """So many different things to talk about or to find: (shade, thing), in random order."""
    return chance.sample([(shade, thing) for shade in SHADES for thing in THINGS], count)
