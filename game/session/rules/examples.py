"""The small story that the examples of R rules are sessions of, and lines of such sessions."""

from __future__ import annotations

FILE = "session.jsonl"

STORY = """\
story: small
title: Small
version: 1.0.0
language: en
start: gate
variables:
  coins: {range: [0, 3], start: 1}
endings:
  done: {title: Done}
"""

SCENES = """\
scenes:
  gate:
    text: A gate.
    choices:
      pay: {text: Pay., do: coins -= 1, to: yard, formerly: bribe}
      climb: {text: Climb over., if: coins >= 3, to: yard}
      hide: {text: Hide., if: coins >= 2, secret: true, to: yard}
  yard:
    text: A yard.
    choices:
      leave: {text: Leave., to: home}
      fall: {text: Fall., to: [{if: coins >= 2, to: home}]}
      toss: {text: Toss a coin., to: {draw: [{to: home}, {to: gate}]}}
  home:
    text: Home.
    ending: done
"""

DIGEST = "fddd1e8adc5b314c"
"""What the story does, as a session names it."""

HEADER = f'{{"session": 1, "story": "small", "version": "1.0.0", "digest": "{DIGEST}", "seed": 1, "language": "en"}}'
PAY = '{"choice": "gate/pay", "at": "yard"}'
TOSS = '{"choice": "yard/toss", "at": "home"}'
TOSS_BACK = '{"choice": "yard/toss", "at": "gate"}'
LEAVE = '{"choice": "yard/leave", "at": "home"}'


def loaded(draws: str) -> str:
    """A header whose dice are loaded with what stands in a JSON text."""
    return HEADER.replace("}", f', "draws": {draws}}}')


def session(*lines: str) -> str:
    """A session file of these lines."""
    return "".join(f"{line}\n" for line in lines)


def played(text: str) -> dict[str, str]:
    """The small story, and a file that is given as a session of it."""
    return {"story.yaml": STORY, "scenes.yaml": SCENES, FILE: text}
