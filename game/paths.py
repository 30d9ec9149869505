"""Where this program keeps what belongs to the person who runs it: sessions, settings, cache.

Asking for a path makes no folder; whoever writes makes it. The environment variable `SEVEN_CANTEENS_HOME` puts
everything under one folder of one's choice, which is how tests and portable installations stay out of a real home;
`SEVEN_CANTEENS_CACHE` puts the cache alone elsewhere, which is how the visitors of one server share it.
"""

from __future__ import annotations

import os
from pathlib import Path

APPLICATION = "seven-canteens"
HOME_VARIABLE = "SEVEN_CANTEENS_HOME"
CACHE_VARIABLE = "SEVEN_CANTEENS_CACHE"


def _home() -> Path | None:
    """The folder that replaces all platform folders, when the environment names one."""
    return _named(HOME_VARIABLE)


def _named(variable: str) -> Path | None:
    """The folder that an environment variable names, if it names one."""
    named = os.environ.get(variable, "")
    return Path(os.path.expanduser(named)).absolute() if named else None  # noqa: PTH111 - raises nothing


def data_folder() -> Path:
    """The folder of what must not be lost: sessions, and reports of faults."""
    home = _home()
    if home is not None:
        return home
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False)


def sessions_folder() -> Path:
    """The folder that holds one file a session."""
    return data_folder() / "sessions"


def config_file() -> Path:
    """The settings file, `config.yaml`; it need not exist."""
    home = _home()
    if home is not None:
        return home / "config.yaml"
    from platformdirs import user_config_path

    return user_config_path(APPLICATION, appauthor=False) / "config.yaml"


def cache_folder() -> Path:
    """The folder of what can be made again: compiled stories."""
    elsewhere = _named(CACHE_VARIABLE)
    if elsewhere is not None:
        return elsewhere
    home = _home()
    if home is not None:
        return home / "cache"
    from platformdirs import user_cache_path

    return user_cache_path(APPLICATION, appauthor=False)
