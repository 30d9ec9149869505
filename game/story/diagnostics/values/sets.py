"""Rules S34x: sets."""

from __future__ import annotations

from game.story.diagnostics.examples import guard, with_set
from game.story.diagnostics.rule import Rule, Severity, story

RULES: tuple[Rule, ...] = (
    Rule(
        code="S340",
        severity=Severity.ERROR,
        title="A set with too many members",
        template="this set has {count:member|members}; {most} is the limit",
        hint="Keep what belongs together in sets of their own.",
        page="""Each member of a set is true or false by itself, and all that can happen must remain countable. More
        than a player can hold in mind is several sets: what is carried, who was met, where one has been.""",
        example=story(f"variables:\n  bag: {{set: [{', '.join(f'thing{number}' for number in range(65))}]}}\n"),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S341",
        severity=Severity.NOTE,
        title="A member that never comes into its set",
        template="nothing ever puts '{member}' into {name}",
        hint="Write {name} += {member} somewhere under do:, name it under start:, or take it out of the list.",
        page="""Conditions or texts look at the member, and it is neither in the set at the start nor put there by
        any effect, so it never is.""",
        example=with_set("do: bag += lamp", 'text: "{bag}"'),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S342",
        severity=Severity.ERROR,
        title="A member whose name means something else",
        template="no member of a set can be called '{name}': {why}",
        hint="Give it another name; 'names' says how it is printed.",
        page="""A member stands in conditions and effects by its name, `lamp in bag`, `bag += lamp`. A name that also
        is a variable's, or that means something there already, would read as if that were asked.""",
        example=story("variables:\n  lamp: true\n  bag: {set: [lamp, key]}\n"),
        file="story.yaml",
        line=10,
    ),
    Rule(
        code="S343",
        severity=Severity.ERROR,
        title="A member that a set does not have",
        template="'{member}' is no member of {name}",
        hint="{fix}",
        page="""What may be in a set is listed in its declaration, and one asks for it, and changes it, one member at
        a time: `lamp in bag`, `bag += lamp`. Look for a misspelling, or add the member to the list.""",
        example=with_set("do: bag += lmap", 'text: "{bag}"'),
        line=4,
    ),
    Rule(
        code="S344",
        severity=Severity.ERROR,
        title="A set where a value is needed",
        template="{name} is a set, which by itself is no condition and no number",
        hint="{fix}",
        page="""A condition asks whether something is in the set, `lamp in bag`, or how much is: `count(bag) >= 2`.
        A number is worked out with `count(bag)`.""",
        example=with_set("do: bag += lamp", 'text: "{bag + 1: One.|Two.}"'),
        line=5,
    ),
    Rule(
        code="S345",
        severity=Severity.ERROR,
        title="A set that is compared",
        template="{name} is a set, and cannot be compared",
        hint="{fix}",
        page="""A set has many values at a time. Ask for a member, `lamp in bag` or `lamp not in bag`, or for how
        many there are: `count(bag) == 0` is an empty one.""",
        example=with_set("do: bag += lamp", 'text: "{bag == lamp: One.|Two.}"'),
        line=5,
    ),
    Rule(
        code="S346",
        severity=Severity.ERROR,
        title="A change that a set does not know",
        template="{name} is a set, and cannot be changed like this",
        hint="{fix}",
        page="""`bag += lamp` puts a member in, `bag -= lamp` takes it out, `bag = none` empties it, and `bag[lamp] =
        lit` puts it in or takes it out as a condition says. One effect is about one member: write a list of them.""",
        example=with_set("do: bag = lamp", 'text: "{bag}"'),
        line=4,
    ),
    Rule(
        code="S347",
        severity=Severity.ERROR,
        title="Something counted that is no set",
        template="there is no set '{name}'",
        hint="{fix}",
        page="""count(...) says how many members a set has at the moment. How often a scene was come to is asked with
        visits(scene), how often a choice was taken with taken(scene, choice).""",
        example=with_set("do: bag += lamp", 'text: "{count(bga)}"'),
        line=5,
    ),
    Rule(
        code="S348",
        severity=Severity.WARNING,
        title="A member that nothing asks about",
        template="nothing ever asks whether '{member}' is in {name}",
        hint="Let a condition or a text depend on it, or take it out of the list.",
        page="""Other members of the set are asked about, and this one is not: no condition names it, and neither is
        the set counted nor shown.""",
        example=with_set("do: [bag += lamp, bag += key]", 'text: "{lamp in bag: One.|Two.}"'),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S349",
        severity=Severity.ERROR,
        title="Square brackets after something that is no set",
        template="{name} is {kind}, and has no members",
        hint="A set is declared with set: [...]; any other variable is asked by its name alone.",
        page="""`bag[lamp]` asks whether the lamp is in the set bag. What is declared with range, one_of or as true
        or false has one value, which its name stands for.""",
        example=guard("water[lamp] > 2"),
        line=4,
    ),
)
