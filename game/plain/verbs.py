"""The words the plain player understands, in every language of the interface at once."""

from __future__ import annotations

import difflib
import unicodedata
from typing import NamedTuple

from game.wording import phrase


class Verb(NamedTuple):
    """A command: its id, the words for it by language (the first is the one shown), and what help says of it."""

    id: str
    words: dict[str, tuple[str, ...]]
    help: str


VERBS = (
    Verb("help", {"en": ("?", "help", "h"), "fr": ("?", "aide")}, phrase("this list")),
    Verb("look", {"en": ("look", "l", "page"), "fr": ("relire", "regarder", "page")}, phrase("the page again")),
    Verb(
        "status",
        {"en": ("status", "s"), "fr": ("état", "statut")},
        phrase("how things stand"),
    ),
    Verb(
        "codex",
        {"en": ("codex", "c"), "fr": ("codex",)},
        phrase("what you have read about; with a name, that entry"),
    ),
    Verb(
        "back",
        {"en": ("back", "b", "undo", "rewind"), "fr": ("retour", "revenir")},
        phrase("one choice back; with a number, that many"),
    ),
    Verb(
        "forward",
        {"en": ("forward", "f", "redo"), "fr": ("avance", "avancer")},
        phrase("forward again after going back; with a number, that many choices"),
    ),
    Verb("history", {"en": ("history",), "fr": ("historique",)}, phrase("the choices you have made")),
    Verb(
        "ways",
        {"en": ("ways", "tree"), "fr": ("chemins", "arbre")},
        phrase("all ways you went, also those you left; with a number, there"),
    ),
    Verb(
        "bookmark",
        {"en": ("bookmark", "mark"), "fr": ("signet", "marquer")},
        phrase("with a few words, a note on this page, seen in the list of ways"),
    ),
    Verb(
        "unmark",
        {"en": ("unmark",), "fr": ("démarquer",)},
        phrase("the note on this page taken off"),
    ),
    Verb("language", {"en": ("language", "lang"), "fr": ("langue",)}, phrase("with en or fr, the language")),
    Verb("where", {"en": ("save", "where"), "fr": ("sauver", "où")}, phrase("where your session is kept")),
    Verb(
        "export",
        {"en": ("export",), "fr": ("exporter",)},
        phrase("with the name of a new file, the session saved there"),
    ),
    Verb("credits", {"en": ("credits",), "fr": ("crédits", "générique")}, phrase("who made this, and after what")),
    Verb("new", {"en": ("new", "restart"), "fr": ("nouvelle", "recommencer")}, phrase("a new game")),
    Verb(
        "quit",
        {"en": ("quit", "q", "exit", "bye"), "fr": ("quitter", "sortir")},
        phrase("leave; what you did is kept"),
    ),
)


def folded(text: str) -> str:
    """Text for comparing: lower case, without accents, apostrophes alike, spaces single."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.replace("’", "'").split())


_BY_WORD = {folded(word): verb.id for verb in VERBS for words in verb.words.values() for word in words}


def verb_of(word: str) -> str | None:
    """The id of the command a typed word stands for, in any language; None when there is none."""
    return _BY_WORD.get(folded(word))


def nearest(word: str, language: str) -> str | None:
    """The word of a command that looks most like what was typed."""
    close = difflib.get_close_matches(folded(word), _BY_WORD, n=1, cutoff=0.6)
    return shown_word(_BY_WORD[close[0]], language) if close else None


def shown_word(verb: str, language: str) -> str:
    """The word that help shows for a command in a language."""
    found = next(item for item in VERBS if item.id == verb)
    return found.words.get(language, found.words["en"])[0]
