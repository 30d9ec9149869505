"""Strings that steer a terminal, a log or a CI runner where they are shown raw, and how to see that none was."""

from __future__ import annotations

import re
import unicodedata

STEERING = {
    "escape": "a\x1b[31mb",
    "title": "a\x1b]0;owned\x07b",
    "bell": "a\x07b",
    "newline": "a\nb",
    "return": "a\rb",
    "tab": "a\tb",
    "C1": "a\x9b31mb",
    "next line": "a\x85b",
    "line separator": "a\u2028b",
    "override": "a\u202eb",
    "isolate": "a\u2066b",
    "zero width": "a\u200bb",
    "mark": "a\ufeffb",
    "private use": "a\ue000b",
    "not UTF-8": b"a\xffb".decode("utf-8", "surrogateescape"),
    "workflow": "::error::b",
    "workflow after blanks": " \u3000::error::b",
    "old workflow": "a##[error]b",
    "another runner": "##teamcity[b]",
}
"""What a terminal, a log or a CI runner would obey, by what is wrong with it."""

NAMES = {
    "controls": "a\x1b[31m\x1b]0;owned\x07\r\n\t\x9b\x85b",
    "formats": "::error::\u2028\u202e\u2066\u200b\ufeff\ue000",
    "not UTF-8": b"  ::error::a\xffb".decode("utf-8", "surrogateescape"),
    "runner": "[red]a##[error]b[@c] {a} %s $b `d`",
}
"""The same together, as names that a file can have."""


_ISOLATE = re.compile("\u2068([^\u202a-\u202e\u2066-\u2069\n\t]*)\u2069")


def steering(text: str) -> list[str]:
    """Everything in a text of lines that a terminal or a log would obey; nothing in a text that is fit to print.

    An isolate that is closed steers nothing outside of itself.
    """
    found = [char for char in _ISOLATE.sub(r"\1", text) if char not in "\n\t" and _steers(char)]
    found += re.findall(r"^[^\S\n]*::.*", text, re.MULTILINE)
    return found + re.findall(r"##\[.*", text)


def _steers(char: str) -> bool:
    return not char.isprintable() and unicodedata.category(char) != "Zs"
