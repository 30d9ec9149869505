"""Rules P03x: what the author says of the story, and which does not hold."""

from __future__ import annotations

from game.proof.report.rules.rule import ProofRule, small

TWO_WAYS = """\
  hall:
    text: A hall.
    choices:
      ask: {text: Ask., do: told = true, to: street}
      leave: {text: Leave., to: street}
"""
TOLD = "variables: {told: false}\n"

RULES: tuple[ProofRule, ...] = (
    ProofRule(
        kind="always",
        code="P030",
        title="A promise under `always:` is broken",
        template="does not always hold: {name}",
        hint="The witness ends where it is false.",
        page="""story.yaml says under `always:` that this holds in every state that can be reached. The way that is
        shown leads to one where it does not. Mend the story, or the promise.""",
        example=small(TWO_WAYS, TOLD + "always: not told\n"),
        file="story.yaml",
        line=8,
    ),
    ProofRule(
        kind="never",
        code="P031",
        title="A promise under `never:` is broken",
        template="can happen although it never should: {name}",
        hint="The witness ends where it is true.",
        page="""story.yaml says under `never:` that this holds in no state that can be reached. The way that is
        shown leads to one where it does. Mend the story, or the promise.""",
        example=small(TWO_WAYS, TOLD + "never: told\n"),
        file="story.yaml",
        line=8,
    ),
    ProofRule(
        kind="eventually",
        code="P032",
        title="A promise under `eventually:` is broken",
        template="a way to an ending passes it by: {name}",
        hint="The witness reaches an ending without it.",
        page="""story.yaml says under `eventually:` that whoever comes to an ending has met this on the way. The way
        that is shown comes to an ending without it.""",
        example=small(TWO_WAYS, TOLD + "eventually: told\n"),
        file="story.yaml",
        line=8,
    ),
    ProofRule(
        kind="at_ending",
        code="P033",
        title="A promise under `at_endings:` is broken",
        template="does not hold at ending “{ending}”: {name}",
        hint="The witness ends there.",
        page="""story.yaml says under `at_endings:` that this holds whenever the ending is reached. The way that is
        shown reaches it where it does not hold.""",
        example=small(TWO_WAYS, TOLD + "at_endings: {out: told}\n"),
        file="story.yaml",
        line=8,
    ),
    ProofRule(
        kind="stays",
        code="P035",
        title="A promise under `stays:` is broken",
        template="held and then does not hold any more: {name}",
        hint="The witness ends where it is lost.",
        page="""story.yaml says under `stays:` that this, once it holds, holds for good. The way that is shown comes
        to where it held and holds no more.""",
        example=small(
            """\
  hall:
    text: A hall.
    choices:
      ask: {text: Ask., do: told = true, to: gate}
  gate:
    text: A gate.
    choices:
      deny: {text: Deny it., do: told = false, to: street}
""",
            TOLD + "stays: told\n",
        ),
        file="story.yaml",
        line=8,
    ),
    ProofRule(
        kind="can",
        code="P034",
        title="A promise under `can:` is broken",
        template="cannot happen although it should: {name}",
        hint="No way leads there.",
        page="""story.yaml says under `can:` that from the scene or the chapter named a way leads to this scene or
        ending. There is none.""",
        example=small(
            """\
  hall:
    text: A quay.
    choices:
      wait: {text: Wait., to: home}
      sail: {text: Sail., to: rock}
  rock:
    text: A rock.
    to: street
  home:
    text: Home.
    ending: home
""",
            "can: [{ending: home, from: rock}]\n",
            "{out: Out, home: Home}",
        ),
        file="story.yaml",
        line=7,
    ),
)
