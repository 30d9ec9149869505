"""The lines of a session file: a header, then one JSON object an event; nothing that stands in them is trusted.

    {"session": 1, "story": "beach", "version": "1.0", "digest": "...", "seed": 3, "language": "en", "created": "...",
     "game": "0.1.0", "at": "trench", "check": "74fd201d"}
    {"choice": "trench/tell", "at": "watch", "check": "9288669f"}    taken; the scene and the state it led to
    {"choice": "trench/name", ..., "said": "Anna"}                   the same, and what the player typed there
    {"language": "fr"}                                               switched
    {"entry": "nishi"}                                               a codex entry was opened
    {"back": 0}                                                      the way was cut to its first 0 choices
    {"bookmark": 1, "note": "the well"}                              the page that recorded choice 1 led to has a note
    {"bookmark": 1, "removed": true}                                 and has it no longer
    {"edition": "...", "version": "1.1"}                             from here on in another edition of the story

Required are `session`, `story`, `digest`, `seed`, `language`, and the key an event is named by.

A header may carry loaded dice: `"draws": [4, 0, 17]`, the outcome of each draw in the order of play (`game.engine.draw`
says which that is), each from 0 to one less than what can come out there. They stand in the place of the seed until the
last one is used; from there on the seed decides. Such a header says `"need": 2`, for an edition that knows nothing of
draws would follow the seed, and so another way. A header without draws is written in format 1, as ever.

A choice that asks for words and has no `said` was answered with nothing: then it is what the story starts with. What
stands there is cleaned when it is read, as typed words are (`game.engine.typed`). It takes no later format, for it
decides nothing: who passes over it goes the same way.

What later editions add: an object that has none of the keys that name an event, be it empty, is kept and passed over.
One that must not be passed over says `"need": N`, the session format that it takes to be understood: where N is above
ours, the way stops there; whether the line is a choice cannot be known, and it is counted as none. A `need` that is no
whole number from 1 on is damage, also beside keys that nobody knows: such a line wants to be understood and does not
say by whom, so that passing over it could lead astray. Blank lines say nothing.
"""

import json
import re
from typing import Any, NamedTuple

from game.engine import Dice, Luck
from game.session.errors import Notice, SessionError

PLAIN, LOADED = 1, 2
"""The session formats that it takes to read a session without, and with, loaded dice."""
FORMAT = LOADED
"""The latest that we read."""
LONGEST_LINE = 16 * 2**10
LONGEST_HEADER = 2 * 2**20
MOST_DRAWS = 100_000
"""How many draws a header may give: a way of that many choices has some ten megabytes."""
LARGEST_DRAW = 2**63
LONGEST_WORD = 300
"""Characters of the longest id or version that is believed."""
LONGEST_NOTE = 200
"""Characters of the longest note of a bookmark."""
EVENTS = frozenset({"choice", "back", "language", "entry", "edition"})
"""The keys that events are named by."""
_FOREIGN = re.compile(r"[^\x00-\x7f]")


class Header(NamedTuple):
    """The first line. `created` (ISO 8601), `at` and `check` (the first scene, its state's digest) may be ''.

    `draws` are the outcomes that loaded dice give; mostly there are none.
    """

    story: str
    version: str
    digest: str
    seed: int
    language: str
    created: str = ""
    game: str = ""
    at: str = ""
    check: str = ""
    draws: tuple[int, ...] = ()

    @property
    def luck(self) -> Luck:
        """What decides the draws: the seed, or loaded dice."""
        return Dice(self.seed, self.draws) if self.draws else self.seed


class Chosen(NamedTuple):
    """A choice taken: its full id, the scene it led to and the digest of the state there ('' where not recorded).

    `said` is what the player typed where it asks for words, '' for nothing.
    """

    choice: str
    at: str = ""
    check: str = ""
    said: str = ""


class Back(NamedTuple):
    """The current way was cut to its first `to` choices; what followed stays in the file as an abandoned branch."""

    to: int


class Spoken(NamedTuple):
    """The language was switched."""

    language: str


class Opened(NamedTuple):
    """A codex entry was opened."""

    entry: str


class Bookmark(NamedTuple):
    """The page that choice number `record` of the file led to (0: the first page) has a note, which may be ''; where it
    is `removed`, it has none any more. A damaged line counts as a choice here, one of a later edition does not.
    """

    record: int
    note: str = ""
    removed: bool = False


class Edition(NamedTuple):
    """From here on play went on in another edition of the story."""

    digest: str
    version: str


class Damaged(NamedTuple):
    """A line that could not be understood, by its number in the file (the header is line 1)."""

    line: int


class Unknown(NamedTuple):
    """An event of a later edition that may be passed over: its JSON text, in ASCII where that is not too long."""

    text: str


class Later(NamedTuple):
    """An event that takes a later session format, `need`, to be understood.

    `file` is the name of its file, `text` its JSON text as in Unknown.
    """

    line: int
    need: int
    file: str
    text: str


Stop = Damaged | Later
"""A line that a record cannot be followed past; a damaged one counts as one choice that is not known."""
Entry = Chosen | Back | Spoken | Opened | Bookmark | Edition | Unknown | Stop


def encode(line: Header | Entry) -> bytes:
    """The line of the file for a header or an event."""
    match line:
        case Header():
            shape: dict[str, Any] = {"session": PLAIN, **line._asdict()}
            if line.draws:
                shape["need"] = LOADED
        case Edition():
            shape = {"edition": line.digest, "version": line.version}
        case Back():
            shape = {"back": line.to}
        case Bookmark():
            marked = {"removed": True} if line.removed else {"note": line.note}
            return json.dumps({"bookmark": line.record, **marked}).encode("ascii") + b"\n"
        case Unknown() | Later():
            return line.text.encode() + b"\n"
        case Damaged():
            raise ValueError("a damaged line is never written")
        case _:
            shape = line._asdict()
    return json.dumps({key: value for key, value in shape.items() if value not in ("", ())}).encode("ascii") + b"\n"


def holds_words(data: bytes) -> bool:
    """Whether what a player typed stands in the lines of a session."""
    return b', "said": "' in data


def _object(line: bytes, longest: int = LONGEST_LINE) -> dict[str, Any] | None:
    """The JSON object on a line, or None for anything else: other JSON, other encodings, nesting bombs, huge lines."""
    if len(line) > longest:
        return None
    try:
        found = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _word(value: object) -> str | None:
    """A string short enough to be an id, a version or a date."""
    return value if isinstance(value, str) and len(value) <= LONGEST_WORD else None


def decode_header(line: bytes, name: str) -> Header:
    """The header on a first line. Raises SessionError, naming the file `name`, when it is none or of a later format."""
    found = _object(line, LONGEST_HEADER)
    if found is None or "session" not in found:
        raise SessionError("R001", file=name, why=_why_not(line, found))
    format_number = found["session"]
    if type(format_number) is not int or format_number < 1:
        raise SessionError("R001", file=name, why=Notice("R303"))
    need = _need(found)
    if need is None:
        raise SessionError("R001", file=name, why=Notice("R303"))
    if max(format_number, need) > FORMAT:
        raise SessionError("R003", file=name, format=max(format_number, need), known=FORMAT)
    if type(found.get("seed")) is not int or abs(found["seed"]) >= 2**63:
        raise SessionError("R001", file=name, why=Notice("R304", key="seed"))
    words = {key: _word(found.get(key, "")) for key in Header._fields if key not in ("seed", "draws")}
    for key, word in words.items():
        if word is None or (key in ("story", "language", "digest") and not word):
            raise SessionError("R001", file=name, why=Notice("R304", key=key))
    draws = _draws(found.get("draws", []), name)
    return Header(seed=found["seed"], draws=draws, **{key: word or "" for key, word in words.items()})


def _draws(given: object, name: str) -> tuple[int, ...]:
    """The outcomes that a header gives. Raises SessionError, naming the first that is none."""
    if not isinstance(given, list):
        raise SessionError("R001", file=name, why=Notice("R309"))
    if len(given) > MOST_DRAWS:
        raise SessionError("R001", file=name, why=Notice("R310", count=len(given), most=MOST_DRAWS))
    for number, draw in enumerate(given, start=1):
        if type(draw) is not int or not 0 <= draw < LARGEST_DRAW:
            raise SessionError("R001", file=name, why=Notice("R311", number=number))
    return tuple(given)


def _why_not(line: bytes, found: dict[str, Any] | None) -> Notice:
    if not line:
        return Notice("R301")
    return Notice("R302") if found is None else Notice("R303")


def decode_entry(line: bytes, number: int, name: str) -> Entry:
    """The event on line `number` of the file `name`; Damaged when it is none."""
    found = _object(line)
    need = None if found is None else _need(found)
    if found is None or need is None:
        return Damaged(number)
    if need > FORMAT:
        return Later(number, need, name, _in_ascii(line))
    if EVENTS.isdisjoint(found):
        return _bookmark(found) or Unknown(_in_ascii(line))
    return _event(found) or Damaged(number)


def _bookmark(found: dict[str, Any]) -> Bookmark | None:
    """The bookmark that an object tells of. Any other shape is damaged or of a later edition: it changes no way, and so
    is only kept and passed over.
    """
    match found:
        case {"bookmark": int(record), "note": str(note), **others} if record >= 0 and not others:
            return Bookmark(record, note) if type(record) is int and len(note) <= LONGEST_NOTE else None
        case {"bookmark": int(record), "removed": True, **others} if record >= 0 and not others:
            return Bookmark(record, removed=True) if type(record) is int else None
    return None


def _need(found: dict[str, Any]) -> int | None:
    """The session format that a line takes to be understood, the first where it does not say; None for no format."""
    need = found.get("need", 1)
    return need if type(need) is int and need >= 1 else None


def _in_ascii(line: bytes) -> str:
    """The JSON text of a line, with all that is not ASCII (it can only stand in strings) written out.

    A line that would grow too long to be read again is left as it is.
    """
    text = line.decode("utf-8").strip()
    written = _FOREIGN.sub(lambda char: json.dumps(char[0])[1:-1], text)
    return written if len(written) <= LONGEST_LINE else text


def _event(found: dict[str, Any]) -> Entry | None:
    """The event that an object of one of our kinds tells, or None when it is damaged."""
    match found:
        case {"choice": str(choice)} if choice:
            words = [_word(choice), *(_word(found.get(key, "")) for key in ("at", "check", "said"))]
            return None if None in words else Chosen(*map(str, words))
        case {"back": int(to)} if type(to) is int and to >= 0:
            return Back(to)
        case {"language": str(language)} if language and _word(language):
            return Spoken(language)
        case {"entry": str(entry)} if entry and _word(entry):
            return Opened(entry)
        case {"edition": str(digest)} if digest and _word(digest) and _word(found.get("version", "")) is not None:
            return Edition(digest, str(found.get("version", "")))
    return None
