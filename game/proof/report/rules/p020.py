"""Rules P02x: states in which play breaks, or can no longer come to an end."""

from __future__ import annotations

from game.proof.report.rules.rule import ProofRule, small

RULES: tuple[ProofRule, ...] = (
    ProofRule(
        kind="stuck",
        code="P020",
        title="A player can be left without a choice",
        template="in scene “{name}” the player can be left without any choice",
        hint="Add a choice that is always open, or a `fallback`.",
        page="""In some state in which this scene is reached no choice is open, and the scene is no ending: the
        player cannot go on. The way there is shown. Every scene needs a choice that is open whatever has
        happened; a `fallback: true` is offered only where nothing else is.""",
        notes={"lost": ("{n} state leads only there", "{n} states lead only there")},
        example=small(
            """\
  hall:
    text: A hall.
    choices:
      take: {text: Take a coin., do: coins += 1, to: bridge}
      none: {text: Take none., to: bridge}
  bridge:
    text: A bridge.
    choices:
      beg: {text: Beg., if: coins == 0, to: street}
""",
            "variables: {coins: {range: [0, 2], start: 0}}\n",
        ),
        line=7,
    ),
    ProofRule(
        kind="trap",
        code="P021",
        title="A trap: no ending can be reached any more",
        template="from scene “{name}” on, no ending can be reached any more",
        hint="Give the loop a way out.",
        page="""There are choices, and the story goes on, but wherever it goes from here it never comes to an
        ending. The way into the trap is shown; it ends where the last ending is lost. Give the loop a way
        out, or close the way in.""",
        whole="whether an ending can always still be reached",
        notes={
            "size": ("the trap has {n} state", "the trap has {n} states"),
            "others": ("it reaches into {others} as well", ""),
        },
        example=small("""\
  hall:
    text: A hall.
    choices:
      maze: {text: Into the maze., to: maze}
      leave: {text: Leave., to: street}
  maze:
    text: Left and right look the same.
    choices:
      left: {text: Left., to: maze}
      right: {text: Right., to: maze}
"""),
        line=7,
    ),
    ProofRule(
        kind="overrun",
        code="P022",
        title="A value would leave its range",
        template="“{name}” would go past the end of its range ({limit}) and stops there",
        hint="Guard the effect, or say `saturates: {end}` for the variable.",
        page="""An effect adds or takes more than the variable's range has room for, so that it stops at the end of
        the range: what the player pays or gets is less than what the page says. Guard the choice with a
        condition, or say `saturates: low`, `high` or `both` for a variable that is meant to stop there.""",
        example=small(
            """\
  hall:
    text: A shop.
    choices:
      buy:
        text: Buy a roll.
        do: money -= 1
        to: hall
      leave: {text: Leave., to: street}
""",
            "variables: {money: {range: [0, 2], start: 2}}\n",
        ),
        line=7,
    ),
    ProofRule(
        kind="list",
        code="P023",
        title="All targets of a list can be closed",
        template="the targets of “{name}” can all be closed: nowhere to go",
        hint="End the list with a target that has no condition.",
        page="""A list of targets leads to the first whose condition holds. In some state in which the choice can be
        taken none does, and the story would fail there. End the list with a target without `if:`.""",
        example=small(
            """\
  hall:
    text: A ferry.
    choices:
      pay:
        text: Pay.
        to:
          - {if: coins >= 2, to: street}
      leave: {text: Leave., to: street}
""",
            "variables: {coins: {range: [0, 2], start: 0}}\n",
        ),
        line=8,
    ),
    ProofRule(
        kind="draw",
        code="P024",
        title="A draw with nothing to draw",
        template="the draw of “{name}” can be left without anything to draw",
        hint="Let one part of the draw have no condition.",
        page="""A draw goes to one of its parts whose conditions hold. In some state in which the choice can be
        taken none does, and the story would fail there.""",
        example=small(
            """\
  hall:
    text: A pond.
    choices:
      cast:
        text: Cast.
        to: {draw: [{weight: 1, if: hook, to: street}, {weight: 2, if: hook, to: hall}]}
      leave: {text: Leave., to: street}
""",
            "variables: {hook: false}\n",
        ),
        line=7,
    ),
    ProofRule(
        kind="deck",
        code="P025",
        title="A deck that can run dry",
        template="the deck of “{name}” can run dry",
        hint="Give the deck an `else`.",
        page="""A deck deals a storylet whose condition holds and which was not dealt `max_visits` times. In some
        state in which the choice can be taken there is none, and the story would fail there. Give the deck
        an `else:`, or a storylet that can always be dealt.""",
        example=small("""\
  hall:
    text: A camp.
    choices:
      sleep: {text: Sleep., to: {deck: night}}
      leave: {text: Leave., to: street}
  owl:
    tags: [night]
    max_visits: 1
    text: An owl.
    to: hall
"""),
        line=5,
    ),
    ProofRule(
        kind="return",
        code="P026",
        title="A return where nothing was called",
        template="“{name}” returns where nothing was called",
        hint="Reach this scene through `call` only.",
        page="""`to: return` leads back to where a scene was called from. This one can also be reached by a plain
        way, and then there is nowhere to return to. Lead to it with `call:` only, or give it a target of
        its own.""",
        example=small("""\
  hall:
    text: A bed.
    choices:
      nap: {text: Doze., to: {call: dream, then: hall}}
      dream: {text: Dream., to: dream}
      leave: {text: Get up., to: street}
  dream:
    text: A dream.
    choices:
      wake: {text: Wake., to: return}
"""),
        line=11,
    ),
)
