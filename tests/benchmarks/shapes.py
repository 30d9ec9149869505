"""Other shapes of stories with many faults, or with many of something: those that no example grows to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Files = dict[str, str]

_HEAD = "story: small\ntitle: Small\nversion: '1'\nlanguage: en\nstart: one\nendings: {done: Done}\n"
_ONE = "scenes:\n  one:\n    text: One.\n"


def _story(scenes: str, more: str = "", **others: str) -> Files:
    return {"story.yaml": _HEAD + more, "scenes.yaml": scenes, **others}


def _many(times: int, line: str) -> str:
    return "".join(line.format(number, number + 1) for number in range(times))


def _text(line: str) -> Callable[[int], Files]:
    """A scene of one text, of so many lines."""
    return lambda n: _story("scenes:\n  one:\n    text: |\n" + _many(n, f"      {line}\n") + "    ending: done\n")


def _scene(rest: str, line: str, more: str = "") -> Callable[[int], Files]:
    """A scene of which a part has so many lines."""
    return lambda n: _story(f"{_ONE}    {rest}:\n" + _many(n, f"      {line}\n") + more)


def _row(parts: Iterable[str]) -> str:
    return ", ".join(parts)


SHAPES: dict[str, Callable[[int], Files]] = {
    "unknown keys in one mapping": lambda n: _story(_ONE + _many(n, "    key{}: x\n") + "    ending: done\n"),
    "keys written twice": lambda n: _story(_ONE + "    ending: done\n" + _many(n, "  a{0}: {{}}\n  a{0}: {{}}\n")),
    "unknown targets of one scene": _scene("choices", "c{0}: {{text: C{0}., to: nowhere{0}}}"),
    "choices that are texts": _scene("choices", "c{}: x"),
    "a list of targets, every other wrong": _scene("to", "- a{}\n      - {{to: one, if: lit}}"),
    "effects on unknown variables": _scene("do", "- coins{} += 1", "    ending: done\n"),
    "questions about one scene's choices": _scene(
        "choices", "c{0}: {{text: C{0}., if: 'taken(one, x{0}) > 0', to: one}}"
    ),
    "choices to be taken once": _scene("choices", "c{0}: {{text: C{0}., once: true, to: one}}"),
    "equal captions": _scene("choices", "c{}: {{text: Go., to: one}}"),
    "values of a list, each twice": lambda n: _story(
        _ONE + "    ending: done\n", f"variables:\n  x: {{one_of: [{_row(f'v{k // 2}' for k in range(n))}]}}\n"
    ),
    "calls one after another": lambda n: _story(
        _ONE
        + "    to: c0\n"
        + _many(n, "  c{}: {{text: C., to: {{call: back, then: c{}}}}}\n")
        + f"  c{n}: {{text: C., ending: done}}\n  back: {{text: B., to: return}}\n"
    ),
    "calls one inside another": lambda n: _story(
        _ONE
        + "    to: c0\n"
        + _many(n, "  c{}: {{text: C., to: {{call: c{}, then: one}}}}\n")
        + f"  c{n}: {{text: C., to: c0}}\n"
    ),
    "wishes for unknown scenes": lambda n: _story(
        _ONE + "    ending: done\n" + _many(n, "  a{}: {{text: A., to: one}}\n"),
        "can:\n" + _many(n, "  - {{scene: x{}}}\n"),
    ),
    "caps, each by the one before": lambda n: _story(
        _ONE + "    do: v0 = 3\n    ending: done\n",
        "variables:\n  v0: {range: [0, 9]}\n" + _many(n, "  v{1}: {{range: [0, 9], cap: v{0}}}\n"),
    ),
    "conditions, each by the one before": lambda n: _story(
        "scenes:\n  one: {text: '{c0: a|b}', ending: done}\n",
        "conditions:\n" + _many(n, "  c{}: c{}\n") + f"  c{n}: seen(one)\n",
    ),
    "conditions in a circle": lambda n: _story(
        _ONE + "    ending: done\n", "conditions:\n" + _many(n, "  c{}: c{} and seen(one)\n") + f"  c{n}: c0\n"
    ),
    "texts with a name, each shown twice": lambda n: _story(
        "scenes:\n  one:\n    text: |\n" + _many(n, "      See {{t{0}}}.\n\n      {{t{0}}}\n\n") + "    ending: done\n",
        "texts:\n" + _many(n, "  t{}: 'One {{!two}}'\n"),
    ),
    "texts that show themselves": lambda n: _story(
        _ONE + "    ending: done\n", "texts:\n" + _many(n, "  t{0}: 'See {{t{0}}}'\n")
    ),
    "files": lambda n: _story(
        _ONE + "    ending: done\n", **{f"f{k}.yaml": f"scenes:\n  f{k}: {{text: F., to: no{k}}}\n" for k in range(n)}
    ),
    "one paragraph": _text("word {{}} {}"),
    "one paragraph of verse": _text("| {{}} {}"),
    "lines of a letter": _text("> {{}} {}\n      >"),
    "foreign words in one paragraph": _text("It is _late_ {}"),
    "brackets that never close": _text("(if: $a <<b _c <d {}"),
    "escapes": _text("\\* \\{{ {}"),
    "empty lines": lambda n: _story(
        "scenes:\n  one:\n    text: |\n      a\n" + "\n" * n * 8 + "      b -> c\n    ending: done\n"
    ),
}
"""By what there is much of: the files of a story, for a number of it."""
