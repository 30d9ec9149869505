"""Translation catalogues: gettext PO files, looked up by (msgctxt, msgid), with the place of every translation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from game.story.diagnostics import Problems
from game.story.source import Mark, SourceFile

_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2}|_[A-Z][a-z]{3})?")
_QUOTED = re.compile(r'\s*(?:msgstr\s+)?"((?:[^"\\]|\\.)*)"')
_LINE = re.compile(r"\(line (\d+)\)")
MAX_SIZE = 32 * 1024 * 1024


class Message(NamedTuple):
    """A translation. `line` is where its entry begins; fuzzy ones wait for a person to look at them."""

    context: str
    source: str
    text: str
    fuzzy: bool
    line: int


class Catalogue(NamedTuple):
    """The messages of one language by (msgctxt, msgid)."""

    language: str
    file: SourceFile
    messages: dict[tuple[str, str], Message]

    def mark_at(self, message: Message, offset: int) -> Mark:
        """The place of a character of a translation in the file."""
        for number, line, before in _msgstr_lines(self.file, message.line):
            quoted = _QUOTED.match(line)
            length = len(_unescape(quoted[1])) if quoted else 0
            if quoted and (offset < before + length or not _more(self.file, number)):
                raw = _raw_offset(quoted[1], offset - before)
                return Mark(self.file.path, number, quoted.start(1) + 1 + raw)
        return Mark(self.file.path, message.line, 1)


def read_catalogues(folder: Path, source_language: str, problems: Problems) -> list[Catalogue]:
    """The catalogues of a story folder, in the order of their languages."""
    found = []
    for path in sorted((folder / "locale").glob("*.po")):
        shown = f"locale/{path.name}"
        if not _LANGUAGE.fullmatch(path.stem) or path.stem == source_language:
            problems.add("S508", Mark(shown, 1, 1), name=path.stem, language=source_language)
            continue
        catalogue = _read(path, shown, problems)
        if catalogue is not None:
            found.append(catalogue)
    return found


def _read(path: Path, shown: str, problems: Problems) -> Catalogue | None:
    # polib costs more to import than a warm story takes to load
    import polib

    try:
        if not path.is_file():
            raise ValueError("it is not a plain file")
        if path.stat().st_size > MAX_SIZE:
            raise ValueError(f"it is larger than {MAX_SIZE // 1024 // 1024} MB")
        file = SourceFile(shown, path.read_bytes().decode("utf-8-sig"))
        problems.know(file)
        entries = polib.pofile(file.text + "\n", check_for_duplicates=False)
    except (OSError, ValueError, IndexError) as error:
        line = _LINE.search(str(error))
        what = "this line is not gettext's" if line else _why(error)
        problems.add("S501", Mark(shown, int(line[1]) if line else 1, 1), what=what)
        return None
    messages: dict[tuple[str, str], Message] = {}
    for entry in entries:
        if not entry.obsolete:
            message = Message(entry.msgctxt or "", entry.msgid, entry.msgstr, entry.fuzzy, entry.linenum or 1)
            messages.setdefault((message.context, message.source), message)
    return Catalogue(path.stem, file, messages)


def _why(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return str(error.strerror if isinstance(error, OSError) and error.strerror else error)


def _msgstr_lines(file: SourceFile, first: int) -> list[tuple[int, str, int]]:
    """The lines of the msgstr of the entry at a line: number, text, and how many characters stand before it."""
    found: list[tuple[int, str, int]] = []
    before = 0
    for number in range(first, len(file.lines) + 1):
        line = file.line(number)
        if not found and not line.startswith("msgstr"):
            continue
        quoted = _QUOTED.match(line)
        if quoted is None:
            break
        found.append((number, line, before))
        before += len(_unescape(quoted[1]))
    return found


def _more(file: SourceFile, number: int) -> bool:
    return file.line(number + 1).lstrip().startswith('"')


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), text)


def _raw_offset(raw: str, offset: int) -> int:
    """Where a character of the unescaped text stands in the raw one."""
    at = 0
    for _ in range(max(0, offset)):
        at += 2 if raw.startswith("\\", at) else 1
    return min(at, len(raw))
