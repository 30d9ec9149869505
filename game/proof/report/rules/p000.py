"""Rules P00x: what stands in the story and can never be met."""

from __future__ import annotations

from game.proof.report.rules.rule import WHY_NEVER, ProofRule, small

CLOSED = {
    "choice": ("“{choice}” would lead there, and is never open", ""),
    "condition": ("its condition is {condition}", ""),
    "target": ("“{target}” can be taken, and never leads there", ""),
    "deck": ("the deck of “{deck}” never deals it", ""),
    "unled": ("“{unled}” ends there, and nothing leads to it", ""),
    "beyond": ("“{beyond}” ends there, and only what can never be reached leads to it", ""),
    "unended": ("no scene ends there", ""),
}
"""What keeps a scene or an ending out of reach."""

RULES: tuple[ProofRule, ...] = (
    ProofRule(
        kind="scene",
        code="P001",
        title="A scene that can never be reached",
        template="scene “{name}” can never be reached",
        hint="Lead a choice here, or loosen the condition that keeps it out.",
        page="""No way of playing leads to this scene. Where a choice would lead there and its condition or its
        targets keep the way shut, that is the place named; where nothing leads to it at all, it is the
        scene itself. Of scenes that can only be reached through one another the first is told; the others
        follow from it.""",
        notes={**CLOSED, **WHY_NEVER},
        example=small("""\
  hall:
    text: A hall.
    to: street
  cellar:
    text: A cellar that no door leads to.
    to: street
"""),
        line=5,
    ),
    ProofRule(
        kind="shown",
        code="P002",
        title="A choice that is never offered",
        template="choice “{name}” is never offered",
        hint="Its condition never holds there, or, for a `fallback`, another choice is always open.",
        page="""The choice is secret or a fallback, so it is seen only where it is open, and it never is: its
        condition never holds there, or another choice is always open. Loosen the condition, or take the
        choice out.""",
        notes=WHY_NEVER,
        example=small("""\
  hall:
    text: A hall.
    choices:
      leave: {text: Leave., to: street}
      rest: {text: Rest., fallback: true, to: hall}
"""),
        line=6,
    ),
    ProofRule(
        kind="open",
        code="P003",
        title="A choice that is never open",
        template="choice “{name}” is never open",
        hint="Its condition never holds where the scene can be reached.",
        page="""The choice can be read, but never taken: in no state in which its scene is reached does its
        condition hold. Look at what should make it hold: is it set on some way to this scene, and not
        undone before?""",
        notes=WHY_NEVER,
        example=small(
            """\
  hall:
    text: A hall with a locked door.
    choices:
      unlock:
        text: Unlock the door.
        if: key
        to: street
      leave: {text: Leave., to: street}
""",
            "variables: {key: false}\n",
        ),
        line=7,
    ),
    ProofRule(
        kind="block",
        code="P004",
        title="A text that is never shown",
        template="the text “{words}” is never shown",
        hint="Its condition never holds there; for a text after `else:`, it always does.",
        page="""The paragraph stands under a condition that holds in no state in which its page is shown; or it is
        the text after `else:`, and the condition always holds. Its first words are quoted.""",
        notes=WHY_NEVER,
        example=small(
            """\
  hall:
    text:
      - A hall.
      - {if: warned, text: You were warned of this hall.}
    choices:
      on: {text: On., do: warned = true, to: street}
""",
            "variables: {warned: false}\n",
        ),
        line=5,
    ),
    ProofRule(
        kind="text",
        code="P005",
        title="Words within a text that are never shown",
        template="the words “{words}” are never shown",
        hint="Its condition, or its turn, never comes.",
        page="""Within braces a text has variants: one for a condition and one for its opposite, or one for each
        time that the page is read. This one is never the one that is shown: its condition never holds
        there, or the page is never read often enough for its turn. The place named is where its words
        begin, and they are quoted; `{…}` stands for what varies within them.""",
        notes=WHY_NEVER,
        example=small("""\
  hall:
    text: |
      A hall, in which you have been
      {never before|again}.
    choices:
      leave: {text: Leave., to: street}
"""),
        line=5,
    ),
    ProofRule(
        kind="entry",
        code="P006",
        title="A codex entry that is never unlocked",
        template="codex entry “{name}” can never be unlocked",
        hint="Link to it from a page that can be reached, or set `open: true`.",
        page="""An entry of the codex opens when a page that is read links to it, or an entry that is open. No page
        that can be reached does so in a text that can be shown.""",
        example=small(
            """\
  hall:
    text: A hall with a [lamp](codex:lamp).
    to: street
""",
            "categories: {things: Things}\n",
            codex__things="""\
category: things
entries:
  lamp: {title: Lamp, kind: ours, text: A lamp.}
  moth: {title: Moth, kind: ours, text: It flies at lamps.}
""",
        ),
        file="codex/things.yaml",
        line=4,
    ),
    ProofRule(
        kind="stage",
        code="P007",
        title="A stage of a codex entry that never opens",
        template="the stage “{words}” of codex entry “{entry}” never opens",
        hint="Its condition never holds once the entry is known.",
        page="""The paragraphs of a stage are shown where its condition holds and the entry is known. In no state in
        which the entry is known does it hold: what it waits for has passed by then, or never comes.""",
        example=small(
            """\
  hall:
    text: A hall with a [lamp](codex:lamp).
    to: street
""",
            "categories: {things: Things}\nvariables: {oil: {range: [0, 2], start: 0}}\n",
            codex__things="""\
category: things
entries:
  lamp:
    title: Lamp
    kind: ours
    text: A lamp.
    stages:
      - {if: oil > 0, text: It burns.}
""",
        ),
        file="codex/things.yaml",
        line=8,
    ),
    ProofRule(
        kind="picture",
        code="P008",
        title="A form of a picture that is never shown",
        template="picture “{picture}” is never shown in the form “{words}”",
        hint="Its condition never holds where the picture is shown, or another form always comes first.",
        page="""A picture is drawn in the form of the first of its variants whose condition holds, else in its main
        form. This form never comes: its condition never holds where the picture is shown, or another form
        always comes first. The form is named by the words that stand for it, its `alt:`.""",
        notes=WHY_NEVER,
        example=small(
            """\
  hall:
    picture: lamp
    text: A hall.
    choices:
      light: {text: Light it., do: lit = true, to: street}
""",
            "variables: {lit: false}\n",
            pictures__lamp="""\
pictures:
  lamp:
    alt: A dark lamp.
    art: o
    variants:
      - {if: lit, alt: A lit lamp., art: "*"}
""",
        ),
        file="pictures/lamp.yaml",
        line=6,
    ),
    ProofRule(
        kind="ending",
        code="P009",
        title="An ending that can never be reached",
        template="ending “{name}” can never be reached",
        hint="Lead a scene to it, or loosen the condition that keeps it out.",
        page="""No way of playing comes to this ending. Where a choice would lead there and its condition or its
        targets keep the way shut, that is the place named; where nothing leads there at all, it is the
        ending itself.""",
        notes={**CLOSED, **WHY_NEVER},
        example=small(
            """\
  hall:
    do: promise = false
    text: A hall.
    choices:
      through:
        text: Go through.
        to:
          - {if: promise, to: home}
          - {to: street}
  home:
    text: Home.
    ending: kept
""",
            "variables: {promise: true}\n",
            "{out: Out, kept: Kept}",
        ),
        line=9,
    ),
    ProofRule(
        kind="locked",
        code="P010",
        title="A reason that is never read",
        template="the reason given for “{name}” being closed is never read",
        hint="The choice is never closed for this reason.",
        page="""The choice says under `locked:` why it is closed, and it never is, in no state in which its scene is
        reached. Take the condition and the reason out, or look at what should close it.""",
        example=small(
            """\
  hall:
    text: A hall.
    choices:
      out:
        text: Out.
        if: steps >= 2
        locked: Too far.
        to: street
""",
            "variables: {steps: {range: [0, 4], start: 2}}\n",
        ),
        line=8,
    ),
    ProofRule(
        kind="storylet",
        code="P011",
        title="A storylet that is never drawn",
        template="storylet “{name}” is never drawn",
        hint="Its condition never holds when the deck deals, or cards of a higher priority are always there.",
        page="""Only decks lead to this scene, and none ever deals it: its condition does not hold when one deals,
        or cards of a higher `priority:` are always there.""",
        notes={**CLOSED, **WHY_NEVER},
        example=small(
            """\
  hall:
    text: A hall.
    choices:
      sleep: {text: Sleep., to: {deck: night}}
      leave: {text: Leave., to: street}
  storm:
    tags: [night]
    text: A storm.
    to: hall
  siren:
    tags: [night]
    if: war
    text: A siren.
    to: hall
""",
            "variables: {war: false}\n",
        ),
        line=13,
    ),
)
