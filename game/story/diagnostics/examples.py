"""Shapes of the small bad stories that the rules show: one line of each is the one that matters."""

from __future__ import annotations

from game.story.diagnostics.rule import STORY_FILE, bad

VARIABLES = """\
variables:
  water: {range: [0, 10], start: 6}
  alive: true
  truth: {one_of: [none, told]}
  secret: {range: [0, 3], hidden: true}
"""

CODEX = """\
category: people
entries:
  nishi: {title: Nishi, kind: record, open: true, text: A rider.}
"""


def _with_variables(scenes: str, **files: str) -> dict[str, str]:
    return bad({"story.yaml": STORY_FILE + VARIABLES, "scenes.yaml": scenes, **files})


def guard(expression: str) -> dict[str, str]:
    """A paragraph under a condition; the condition stands on line 4."""
    return _with_variables(
        f"scenes:\n  one:\n    text:\n      - if: {expression}\n        text: Dry.\n    ending: done\n"
    )


def effect(effect: str) -> dict[str, str]:
    """An effect on entering a scene, on line 4."""
    return _with_variables(f"scenes:\n  one:\n    text: One.\n    do: {effect}\n    ending: done\n")


def prose(*lines: str) -> dict[str, str]:
    """A scene's text, line by line; the first stands on line 4."""
    body = "".join(f"      {line}\n" for line in lines)
    return _with_variables(f"scenes:\n  one:\n    text: |\n{body}    ending: done\n")


def way_on(rest: str) -> dict[str, str]:
    """A first scene with what it leads to; `rest` begins on line 4, and scenes `two` and `three` follow."""
    more = "  two:\n    text: Two.\n    ending: done\n"
    return bad({"scenes.yaml": f"scenes:\n  one:\n    text: One.\n{rest}{more}"})


def catalogue(text: str, translation: str, *, more: str = "") -> dict[str, str]:
    """A story whose one scene says `text`, and a French catalogue whose last translation (line 21) is given."""
    units = (("story", "Small", "Petit"), ("ending:done", "Done", "Fini"))
    blocks = [f'msgctxt "{owner}"\nmsgid "{source}"\nmsgstr "{target}"\n' for owner, source, target in units]
    head = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    last = f'msgctxt "one"\nmsgid "{text}"\nmsgstr "{translation}"\n'
    values = [f'msgctxt "variable:truth"\nmsgid "{name}"\nmsgstr "{name}"\n' for name in ("Truth", "none", "told")]
    names = [f'msgctxt "variable:{name.lower()}"\nmsgid "{name}"\nmsgstr "{name}"\n' for name in ("Water", "Alive")]
    po = "\n".join([head, last, *blocks, *values, *names]) + more
    return prose(text) | {"locale/fr.po": po}
