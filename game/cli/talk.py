"""What the commands say to the person at the terminal: on stderr, in their language, so that stdout stays data."""

from __future__ import annotations

import click

from game.wording import Words, words


def translator(language: str | None = None) -> Words:
    """The translator for a chosen language, else for the settings' language, else the system's."""
    if language:
        return words(language)
    from game import settings

    return words(settings.load().spoken)


def talk(text: str) -> None:
    """Say something on stderr."""
    click.echo(text, err=True)


def problem(text: str, hint: str = "") -> None:
    """Say what went wrong, and what to do about it."""
    talk(text if not hint else f"{text}\n{hint}")
