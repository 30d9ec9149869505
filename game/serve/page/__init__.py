"""The page itself: in the visitor's language and colours, with words for every way in which a game can end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import jinja2

from game.serve.codes import CloseCode
from game.tui.tones import TONES
from game.wording import LANGUAGES, Words, phrase, words

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
"""What a browser may fetch of ours."""
DROPPED = "dropped"
"""The line went without a word: the page then tries to come back by itself."""


class Told(NamedTuple):
    """What the page says: a heading, what it means, and the words on the button that opens the page again."""

    heading: str
    meaning: str
    button: str


_AGAIN = phrase("Try again")

NO_SCRIPT = phrase("This page draws the game with JavaScript, which is switched off here.")
ASKS_AGAIN = phrase("This page asks again every {seconds} seconds.")
AGAIN_SECONDS = 20

TOLD: Mapping[CloseCode | str, Told] = {
    CloseCode.ENDED: Told(
        phrase("The game is closed."),
        phrase("Opened again, it goes on with your last session."),
        phrase("Play on"),
    ),
    CloseCode.STOPPED: Told(
        phrase("The game has stopped."),
        phrase("It did not end as it should. Opened again, it goes on with what was kept."),
        phrase("Open it again"),
    ),
    CloseCode.ELSEWHERE: Told(
        phrase("The game is open in another tab."),
        phrase("It is played in one tab at a time, and was taken there."),
        phrase("Play on here"),
    ),
    CloseCode.FULL: Told(
        phrase("All places are taken."),
        phrase("As many people are playing here as can at once. A place is free when somebody leaves."),
        _AGAIN,
    ),
    CloseCode.UNKNOWN: Told(
        phrase("The game does not know you."),
        phrase("It knows its players by a cookie, and this browser kept none. Allow cookies for this page."),
        _AGAIN,
    ),
    CloseCode.REFUSED: Told(
        phrase("That was too much at once."),
        phrase("More came from this page than the game takes, perhaps a very long text that was pasted."),
        phrase("Play on"),
    ),
    DROPPED: Told(
        phrase("The line has dropped."),
        phrase("This page looks for the game again by itself."),
        _AGAIN,
    ),
}
"""What the page says for each way in which its line is closed; the server's own end is a dropped line too."""


def page(language: str, title: str, theme: str) -> str:
    """The page that the game is played on."""
    return _render("play.html", language, title, theme, told=TOLD, no_script=NO_SCRIPT)


def full_page(language: str, title: str, theme: str) -> str:
    """The page for the visitor who is one too many."""
    return _render(
        "full.html", language, title, theme, told=TOLD[CloseCode.FULL], seconds=AGAIN_SECONDS, asks=ASKS_AGAIN
    )


def _render(template: str, language: str, title: str, theme: str, **values: object) -> str:
    tones = TONES[theme] if theme in TONES and TONES[theme].ground.startswith("#") else TONES["contrast"]
    say: Words = words(language)
    return _templates().get_template(template).render(
        language=say.language, title=title, tones=tones._asdict(), say=say, **values
    )  # fmt: skip


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader((FOLDER, STATIC)), autoescape=True, undefined=jinja2.StrictUndefined
    )


def language_accepted(header: str) -> str:
    """The language of the interface that an Accept-Language header prefers, else English (RFC 9110, 12.5.4)."""
    best, found = 0.0, "en"
    for item in header.split(",")[:50]:
        tag, _, quality = item.partition(";")
        code = tag.strip().lower().partition("-")[0]
        weight = _quality(quality)
        if code in LANGUAGES and weight > best:
            best, found = weight, code
    return found


def _quality(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(float(value), 1.0)
    except ValueError:
        return 0.0
