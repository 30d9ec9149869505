"""Moments as people say them: today, yesterday, else the date."""

from __future__ import annotations

from datetime import datetime, timedelta

from game.wording import Words


def when(played: float, words: Words) -> str:
    """A moment in seconds since 1970, in local time."""
    if not played:
        return ""
    moment, now = datetime.fromtimestamp(played), datetime.now()
    time = f"{moment:%H:%M}"
    if moment.date() == now.date():
        return words("today, {time}", time=time)
    if moment.date() == (now - timedelta(days=1)).date():
        return words("yesterday, {time}", time=time)
    return f"{moment:%Y-%m-%d}, {time}"
