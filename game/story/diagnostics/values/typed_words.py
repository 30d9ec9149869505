"""Rules S35x: words that the player types."""

from __future__ import annotations

from game.story.diagnostics.rule import STORY_FILE, Rule, Severity, bad, story

_VARIABLES = "variables:\n  name: {text: 12, start: Anna}\n"
_ASKS = """\
scenes:
  one:
    text: One.
    choices:
      tell:
        text: Tell your name.
        %s
        to: two
  two:
    text: %s
    ending: done
"""


def _asking(keys: str, last: str = "Good day, {name}.") -> dict[str, str]:
    """A scene whose choice has keys from line 7, and then one with its text on line 10."""
    return bad({"story.yaml": STORY_FILE + _VARIABLES, "scenes.yaml": _ASKS % (keys, last)})


RULES: tuple[Rule, ...] = (
    Rule(
        code="S350",
        severity=Severity.ERROR,
        title="Words for a variable that is not there",
        template="there is no variable '{name}' to keep what the player types",
        hint="Declare it under variables: in story.yaml, as in {name}: {{text: 24, start: Anna}}.",
        page="""`ask:` names the variable that keeps the words. It is declared in story.yaml with `text:`, how many
        signs it may have, and with `start:`, what stands there until something is typed.""",
        example=_asking("ask: nmae"),
        line=7,
    ),
    Rule(
        code="S351",
        severity=Severity.ERROR,
        title="Words for a variable that keeps none",
        template="'{name}' cannot keep what the player types",
        hint="Only a variable with text: can, as in name: {{text: 24, start: Anna}}.",
        page="""Numbers, lists and truths are what a story decides by, and are set with `do:`. What a player types is
        only ever printed, and so has a variable of its own kind.""",
        example=_asking("ask: water") | {"story.yaml": STORY_FILE + _VARIABLES + "  water: {range: [0, 9]}\n"},
        line=7,
    ),
    Rule(
        code="S352",
        severity=Severity.ERROR,
        title="Typed words where something is decided",
        template="'{name}' holds what the player types: it can be printed, and nothing else",
        hint="Print it with {{{name}}}. What the story is to decide by is a choice and a variable of its own.",
        page="""Nobody can foresee what a player will type, so nothing may depend on it: no condition, no effect, no
        number. That keeps a story small enough to be proved. Offer choices where an answer matters.""",
        example=_asking("ask: name\n        if: name == Anna"),
        line=8,
    ),
    Rule(
        code="S354",
        severity=Severity.ERROR,
        title="A start that could not be typed",
        template="'{name}' cannot start so: of this, {kept} would be kept",
        hint="At most {most} signs on one line, no blanks at its ends, no signs that cannot be seen.",
        page="""What stands there before anything is typed is held to what the typed words are held to, in every
        language: it must be as it would be kept had a player typed it.""",
        example=story("variables:\n  name: {text: 3, start: Anna}\n"),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S355",
        severity=Severity.ERROR,
        title="Typed words without a start",
        template="'{name}' has no start: what stands there until the player types something",
        hint="For example: {{text: 24, start: Anna}}.",
        page="""A player may type nothing, or come to a text that prints the words before they were asked for. Then
        it is the start that is printed.""",
        example=story("variables:\n  name: {text: 24}\n"),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S356",
        severity=Severity.WARNING,
        title="Typed words that no choice asks for",
        template="no choice asks for '{name}'",
        hint="Let a choice ask for it, with ask: {name}, or write its start where it is printed.",
        page="""The variable is to hold what the player types, and no choice has it as its `ask:`, so it always is
        what it was at the start.""",
        example=story("variables:\n  name: {text: 24, start: Anna}\n"),
        file="story.yaml",
        line=9,
    ),
    Rule(
        code="S357",
        severity=Severity.ERROR,
        title="Typed words in a form that there is not",
        template="typed words have no form '{form}'",
        hint="As they are: {{{name}}}; in capitals: {{{name}:upper}}; with a capital first: {{{name}:title}}.",
        page="""What the player typed is printed as it is, in capitals, or with a capital at the beginning of each
        word. It cannot decide which of several texts is shown.""",
        example=_asking("ask: name", last='"{name:uper}!"'),
        line=10,
    ),
    Rule(
        code="S358",
        severity=Severity.WARNING,
        title="Typed words that are never printed",
        template="the player is asked for '{name}', and nothing ever prints it",
        hint="Print it with {{{name}}}, or do not ask for it.",
        page="""A choice asks for the words, and no text and no line of the sidebar shows them.""",
        example=_asking("ask: name", last="Good day."),
        file="story.yaml",
        line=9,
    ),
)
