"""Translating a story: writing its gettext catalogue, and bringing it up to date after the source has changed."""

from game.translate.update import Update, update

__all__ = ["Update", "update"]
