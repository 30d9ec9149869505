"""Translating a story: writing its gettext catalogue, and bringing it up to date after the source has changed."""

from game.translate.update import OwnLanguage, Update, update

__all__ = ["OwnLanguage", "Update", "update"]
