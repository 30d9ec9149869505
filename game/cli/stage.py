"""What every playing command needs first: a story read and ready, and the language to tell it in."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from game.settings import Settings
from game.terminal import screen
from game.wording import LANGUAGES, Words, language_named, words

if TYPE_CHECKING:
    from game.engine import Machine


class Stage(NamedTuple):
    """A story ready to be played, the player's settings, and languages: `story` for the text, `interface` around it."""

    machine: Machine
    folder: Path
    settings: Settings
    story: str
    interface: str
    left_out: tuple[str, ...] = ()
    """Catalogues of the story that have errors."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What is to be said before the first page."""
        say = self.say
        return (
            *self.settings.notices,
            *(
                say("{file} has errors, so its language is left out. “game check” names them.", file=file)
                for file in self.left_out
            ),
        )

    @property
    def say(self) -> Words:
        """The translator of the interface."""
        return words(self.interface)


def prepare(folder: Path | None, language: str | None = None) -> Stage:
    """Read a story (None: the shipped one) and settle the language: asked for, else settings, else system, else source.

    Raises StoryProblems, and click.UsageError for a language that neither story nor interface has.
    """
    from game import settings
    from game.engine import load
    from game.story import load_story

    own = settings.load()
    loaded = load_story(folder)
    if loaded.is_compiled_now:
        # What compiling leaves behind would take memory for as long as the story is played. All of it is young: the
        # collector was paused meanwhile, so that nothing older is gone through.
        gc.collect(1)
    machine = load(loaded.program)
    code = _asked(language, machine, loaded.left_out) if language else own.spoken
    story = code if code in machine.languages else machine.program.language
    return Stage(machine, loaded.folder, own, story, code if code in LANGUAGES else "en", loaded.left_out)


def _asked(language: str, machine: Machine, left_out: Iterable[str]) -> str:
    """The code of a language that was asked for by code or name; one that is left out is told of elsewhere."""
    from game.story.translating.languages import among, tag

    code = language_named(language) or among(language, machine.languages) or language
    if f"locale/{tag(code)}.po" in left_out:
        return code
    if code not in machine.languages and code not in LANGUAGES:
        has = ", ".join(dict.fromkeys([*machine.languages, *LANGUAGES]))
        raise click.UsageError(f"No language “{language}”. There are: {has}.")
    return code


def plain_wanted(environment: Mapping[str, str] | None = None) -> bool:
    """Whether the plain player is the right face here: no terminal, or one that can only print lines.

    The full face needs one for what it reads, for what it draws on, and for what a pipe would take from it. In a
    browser there is no terminal either, but Textual's web driver, which draws without one.
    """
    environment = os.environ if environment is None else environment
    if _in_browser(environment.get("TEXTUAL_DRIVER", "")):
        return False
    streams = (sys.stdin, sys.stdout, screen())
    return environment.get("TERM", "") == "dumb" or not all(
        stream is not None and stream.isatty() for stream in streams
    )


def _in_browser(driver: str) -> bool:
    """Whether a value of TEXTUAL_DRIVER (`module:Class`) is Textual's web driver, or a kind of it."""
    module, _, name = driver.partition(":")
    if not name:
        return False
    from importlib import import_module

    from textual.drivers.web_driver import WebDriver

    try:
        found = getattr(import_module(module), name, None)
    except ImportError:
        return False
    return isinstance(found, type) and issubclass(found, WebDriver)
