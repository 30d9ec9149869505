"""Public faces of a package that import a room of it only when something in that room is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(package: str, rooms: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package: `rooms` tells of each public name the module under the package that has it.

    A module that is called so itself, and has nothing of that name, is what is meant. Any other name raises
    AttributeError.
    """

    def get(name: str) -> Any:
        room = rooms.get(name)
        if room is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(f"{package}.{room}")
        return getattr(module, name, module) if room.rpartition(".")[2] == name else getattr(module, name)

    return get
