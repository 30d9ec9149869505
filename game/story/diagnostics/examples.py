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


def _with_variables(scenes: str) -> dict[str, str]:
    return with_variables(bad({"scenes.yaml": scenes}))


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
    """A story whose one scene says `text`, and a French catalogue with that translation on line 8."""
    units = (("story", "Small", "Petit"), ("ending:done", "Done", "Fini"))
    blocks = [f'msgctxt "{owner}"\nmsgid "{source}"\nmsgstr "{target}"\n' for owner, source, target in units]
    head = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    last = f'msgctxt "one"\nmsgid "{text}"\nmsgstr "{translation}"\n'
    scene = f'scenes:\n  one:\n    text: "{text}"\n    ending: done\n'
    return bad({"scenes.yaml": scene, "locale/fr.po": "\n".join([head, last, *blocks]) + more})


def with_variables(files: dict[str, str]) -> dict[str, str]:
    """The same story with variables to speak of."""
    return files | {"story.yaml": STORY_FILE + VARIABLES}
