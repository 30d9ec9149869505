"""Make strings from outside fit to be shown: what a stranger wrote must not steer a terminal, a log or a CI runner.

Names of files and folders, session files, settings, catalogues, environment variables and the words of exceptions all
pass here on their way out. A value within a sentence goes through `printable`, a whole text through `printable_lines`.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
"""How many characters of a foreign string a message shows; longer ones are cut with an ellipsis."""
LONGEST_PATH = 4096
"""How many characters of a path are shown: all of one that a system could have made."""

_COMMAND = re.compile(r"^(?P<blanks>[^\S\n]*):(?=:)|#(?=#(?:\[|vso\[|teamcity\[))", re.MULTILINE)
"""What a CI runner obeys in a log: a line that begins with `::` once blanks are trimmed, and `##[...]` anywhere."""

_ISOLATE = re.compile("\u2068([^\u202a-\u202e\u2066-\u2069]*)\u2069")


def printable(text: object, longest: int = LONGEST) -> str:
    """`text` on one line with everything invisible or steering written out (`\\x1b`, `\\u202e`), cut to `longest`.

    That covers control codes, directional overrides, zero-width characters, private-use characters (our markup uses
    them), lone surrogates (bytes of a file name that are not UTF-8) and line breaks. Letters of every script and all
    spaces of a line stay as they are.
    """
    whole = str(text)
    cut = whole if len(whole) <= longest else whole[: longest - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(char if _harmless(char) else _written_out(char) for char in cut)


def printable_path(path: object) -> str:
    """A file's name or path, whole and fit to print."""
    return printable(path, LONGEST_PATH)


def printable_lines(text: str) -> str:
    """A text of lines and tabs fit to print, and none of its lines an order to a CI runner that reads the log."""
    lines = text.split("\n")
    if not all(line.isprintable() for line in lines):
        text = "\n".join("\t".join(map(_isolated, line.split("\t"))) for line in lines)
    return without_orders(text)


def _isolated(part: str) -> str:
    """A piece of a line fit to print. An isolate that is closed in it turns nothing outside of itself, and stays."""
    pieces = _ISOLATE.split(part)
    fit = [printable(piece, len(piece)) for piece in pieces]
    fit[1::2] = [f"\u2068{piece}\u2069" for piece in fit[1::2]]
    return "".join(fit)


def without_orders(text: str) -> str:
    """A text of which no line is an order to a CI runner: the sign that would make it one is written out."""
    return _COMMAND.sub(lambda found: (found["blanks"] or "") + f"\\x{ord(found[0][-1]):02x}", text)


def markdown_without_orders(text: str) -> str:
    """The same for Markdown, in which a backslash before the sign, or after it, is not seen."""
    return _COMMAND.sub(lambda found: f"{found['blanks']}\\:" if found[0][-1] == ":" else "#\\", text)


def printable_in_place(line: str) -> str:
    """A line with one sign for each that cannot be shown, so that columns and carets under it still hold."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)


def _harmless(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"


def _written_out(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
