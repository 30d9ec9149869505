"""The kinds of findings: code, short name, what is wrong, and what an author does about it."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """One kind of finding. `message` is a template; `hint` says the way out."""

    code: str
    name: str
    message: str
    hint: str


RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "P001",
            "scene",
            "scene “{name}” can never be reached",
            "Lead a choice here, or loosen the condition that keeps it out.",
        ),
        Rule(
            "P002",
            "shown",
            "choice “{name}” is never offered",
            "Its condition never holds where the scene can be reached.",
        ),
        Rule(
            "P003", "open", "choice “{name}” is never open", "Its condition never holds where the scene can be reached."
        ),
        Rule("P004", "block", "the text guarded at {name} is never shown", "Its condition never holds there."),
        Rule(
            "P005", "text", "the variant {name} of the text is never shown", "Its condition, or its turn, never comes."
        ),
        Rule(
            "P006",
            "entry",
            "codex entry “{name}” can never be unlocked",
            "Link to it from a page that can be reached, or set `open: true`.",
        ),
        Rule(
            "P007",
            "stage",
            "stage {name} of the codex entry never opens",
            "Its condition never holds once the entry is known.",
        ),
        Rule(
            "P008",
            "picture",
            "picture {name} is never shown in this form",
            "Its condition never holds where the picture is shown.",
        ),
        Rule(
            "P009",
            "ending",
            "ending “{name}” can never be reached",
            "Lead a scene to it, or loosen the condition that keeps it out.",
        ),
        Rule(
            "P010",
            "locked",
            "the reason given for “{name}” being closed is never read",
            "The choice is never closed for this reason.",
        ),
        Rule(
            "P011",
            "storylet",
            "storylet “{name}” is never drawn",
            "Its condition never holds when the deck deals, or cards of a higher priority are always there.",
        ),
        Rule(
            "P020",
            "stuck",
            "in scene “{name}” the player can be left without any choice",
            "Add a choice that is always open, or a `fallback`.",
        ),
        Rule("P021", "trap", "from scene “{name}” on, no ending can be reached any more", "Give the loop a way out."),
        Rule(
            "P022",
            "overrun",
            "“{name}” would go past the {end} end of its range ({limit}) and stops there",
            "Guard the effect, or say `saturates: {end}` for the variable.",
        ),
        Rule(
            "P023",
            "list",
            "the targets of “{name}” can all be closed: nowhere to go",
            "End the list with a target that has no condition.",
        ),
        Rule(
            "P024",
            "draw",
            "the draw of “{name}” can be left without anything to draw",
            "Let one part of the draw have no condition.",
        ),
        Rule("P025", "deck", "the deck of “{name}” can run dry", "Give the deck an `else`."),
        Rule("P026", "return", "“{name}” returns where nothing was called", "Reach this scene through `call` only."),
        Rule("P030", "always", "does not always hold: {name}", "The witness ends where it is false."),
        Rule("P031", "never", "can happen although it never should: {name}", "The witness ends where it is true."),
        Rule(
            "P032", "eventually", "a way to an ending passes it by: {name}", "The witness reaches an ending without it."
        ),
        Rule("P033", "at_ending", "does not hold at ending “{ending}”: {name}", "The witness ends there."),
        Rule("P035", "stays", "held and then does not hold any more: {name}", "The witness ends where it is lost."),
        Rule("P034", "can", "cannot happen although it should: {name}", "No way leads there."),
    )
}
