"""How many lines of YAML a story takes, whoever broke them: each file is laid out by one rule, and that is counted.

The rule:

- What is set out always, one key a line: a file, its scenes, each scene, its choices, choice sets.
- All else, such as a choice, a target, a variable, an effect, stands in braces or brackets on the line of its key where
  that line has at most 100 columns; else one key or one item a line, and so on for what stands in it.
- A text is one line with its key, however many it is wrapped to; one that stands in a story again, word for word, on a
  line of its own is not counted again. One of several paragraphs fits no line with others.
- Notes (#) and empty lines are not counted, and the order of keys does not matter.

Both forms of a story are counted so; a form gains nothing by cramming, and loses nothing by air.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

WIDTH = 100
"""Columns that what stands in braces may take, with its key."""

TEXTS = frozenset(("text", "result", "else", "locked", "cost", "title", "place", "date", "about", "alt", "art"))
"""Keys whose values are words for the reader."""

SET_OUT = (
    re.compile(r"/"),
    re.compile(r"/scenes(/[^/]+(/choices)?)?"),
    re.compile(r"/choice_sets(/[^/]+)?"),
)
"""What is always set out, by the keys that lead there."""

_QUOTED = re.compile(r"(?=[&*!|>'\"%@`#]|[-?] )|.*?([,\[\]{}]|: |:$| #)")
"""What a text begins with or holds that needs quotation marks within braces."""


def lines(folder: Path) -> int:
    """How many lines the YAML files of a story take, laid out as this module says."""
    count = _Count()
    for file in sorted(folder.rglob("*.yaml")):
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        assert isinstance(node, yaml.MappingNode), file
        count.inner(node, 0, "")
    return count.lines


class _Count:
    def __init__(self) -> None:
        self.lines = 0
        self._texts: set[str] = set()

    def inner(self, node: yaml.Node, indent: int, path: str) -> None:
        """What stands below a key that has a line of its own, or in a file."""
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._entry(value, indent, f"{path}/{key.value}", len(key.value) + 2)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                self._item(value, indent, path)

    def _entry(self, value: yaml.Node, indent: int, path: str, before: int) -> None:
        """A key with its value; `before` is how many columns the key takes."""
        if isinstance(value, yaml.ScalarNode):
            self.lines += self._is_new(value, path)
        elif not _is_set_out(path) and _width(value) + indent + before <= WIDTH:
            self.lines += 1
        else:
            self.lines += 1
            self.inner(value, indent + 2, path)

    def _item(self, value: yaml.Node, indent: int, path: str) -> None:
        """An item of a list, after its dash: the first key of a mapping stands on the line of the dash."""
        if isinstance(value, yaml.ScalarNode) or _width(value) + indent + 2 <= WIDTH:
            self.lines += self._is_new(value, path)
        else:
            self.inner(value, indent + 2, path)

    def _is_new(self, value: yaml.Node, path: str) -> bool:
        """Whether what has a line of its own is counted: a text only the first time."""
        if not isinstance(value, yaml.ScalarNode) or path.rpartition("/")[2] not in TEXTS:
            return True
        text = " ".join(value.value.split())
        if text in self._texts:
            return False
        self._texts.add(text)
        return True


def _is_set_out(path: str) -> bool:
    return any(pattern.fullmatch(path) for pattern in SET_OUT)


def _width(node: yaml.Node) -> float:
    """How many columns something takes in braces; more than there are for what cannot stand there."""
    if isinstance(node, yaml.MappingNode):
        return 2 + sum(len(key.value) + 2 + _width(value) for key, value in node.value) + 2 * (len(node.value) - 1)
    if isinstance(node, yaml.SequenceNode):
        return 2 + sum(map(_width, node.value)) + 2 * max(0, len(node.value) - 1)
    if node.style == "|" and "\n\n" in node.value:
        return float("inf")
    text = " ".join(node.value.split())
    return len(text) + 2 * bool(_QUOTED.match(text))
