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


def chosen(effect: str) -> dict[str, str]:
    """An effect of a choice, on line 4."""
    choice = f"{{text: Go., do: {effect}, to: two}}"
    return _with_variables(
        f"scenes:\n  one:\n    text: One.\n    choices: {{go: {choice}}}\n  two:\n    text: Two.\n    ending: done\n"
    )


def prose(*lines: str) -> dict[str, str]:
    """A scene's text, line by line; the first stands on line 4."""
    body = "".join(f"      {line}\n" for line in lines)
    return _with_variables(f"scenes:\n  one:\n    text: |\n{body}    ending: done\n")


def dropping(line: str, language: str = "en") -> dict[str, str]:
    """A line of a text in a story whose one variable, `water`, goes down; it stands on line 5."""
    scene = f"scenes:\n  one:\n    do: water -= 1\n    text: |\n      {line}\n    ending: done\n"
    head = STORY_FILE.replace("language: en", f"language: {language}")
    return bad({"scenes.yaml": scene}) | {"story.yaml": head + "".join(VARIABLES.splitlines(True)[:2])}


def way_on(rest: str) -> dict[str, str]:
    """A first scene with what it leads to; `rest` begins on line 4, and scenes `two` and `three` follow."""
    more = "  two:\n    text: Two.\n    ending: done\n"
    return bad({"scenes.yaml": f"scenes:\n  one:\n    text: One.\n{rest}{more}"})


def with_set(first: str, second: str) -> dict[str, str]:
    """A scene of two lines, the first on line 4, in a story with a set, declared on line 9 of its file."""
    scene = f"scenes:\n  one:\n    ending: done\n    {first}\n    {second}\n"
    return bad({"scenes.yaml": scene}) | {"story.yaml": STORY_FILE + "variables:\n  bag: {set: [lamp, key]}\n"}


_HEAD = (
    'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
)
HEADED = 9
"""The line of the translation in a catalogue made by `catalogue`."""


def catalogue(
    text: str, translation: str, *, more: str = "", plural: str = "", flag: str = "", head: str = _HEAD
) -> dict[str, str]:
    """A story whose one scene says `text`, and a French catalogue with that translation on line HEADED.

    With a `plural` the entry has two plural forms, the first of them a line later; so has one with a `flag` its text.
    """
    units = (("story", "Small", "Petit"), ("ending:done", "Done", "Fini"))
    blocks = [f'msgctxt "{owner}"\nmsgid "{source}"\nmsgstr "{target}"\n' for owner, source, target in units]
    several = f'msgid_plural "{plural}"\nmsgstr[0] "{translation}"\nmsgstr[1] "{translation}"\n'
    last = f'msgctxt "one"\nmsgid "{text}"\n' + (several if plural else f'msgstr "{translation}"\n')
    flagged = f"#, {flag}\n" if flag else ""
    scene = f'scenes:\n  one:\n    text: "{text}"\n    ending: done\n'
    return bad({"scenes.yaml": scene, "locale/fr.po": "\n".join([head, flagged + last, *blocks]) + more})


def with_water(text: str, translation: str) -> dict[str, str]:
    """The same with a variable, `water`, that goes down; `text` shows it."""
    files = catalogue(text, translation)
    scene = files["scenes.yaml"].replace("    ending", "    do: water -= 1\n    ending")
    return files | {"scenes.yaml": scene, "story.yaml": STORY_FILE + "".join(VARIABLES.splitlines(True)[:2])}


def with_variables(files: dict[str, str]) -> dict[str, str]:
    """The same story with variables to speak of."""
    return files | {"story.yaml": STORY_FILE + VARIABLES}
