"""Folders of many sessions: what the title, the list and `game play` pay for them, beside a folder of a hundred."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from game.engine import Machine, advance, load, open_choices, start
from game.paths import cache_folder
from game.session import latest, list_sessions, write_session
from game.settings import Settings
from game.story import load_story
from game.tui.app import Face
from game.tui.base_screen import BaseScreen
from game.tui.play_context import PlayContext
from game.tui.screens.sessions import Sessions
from game.tui.screens.title import Title
from tests.benchmarks.timing import call, heading, row


class Size(NamedTuple):
    """How many sessions the folders have, the first of them the floor; the choices of each session; and how often is
    measured what is known already; of which story (None: the shipped one).
    """

    folders: tuple[int, ...]
    choices: int
    times: int
    story: Path | None


FULL = Size((100, 1_000, 10_000), 30, 3, None)
TINY = Size((10, 30), 1, 1, Path("tests/cases/endings"))
HOSTILE = 60 * 2**20


def measure(work: Path, size: Size) -> None:
    """Print what is paid at first, when nothing is known of the files, and afterwards."""
    machine = load(load_story(size.story).program)
    folders = {number: _folder(work / f"sessions-{number}", number, size.choices, machine) for number in size.folders}
    _title(machine, folders[size.folders[0]])  # what is loaded and compiled once is nobody's
    _list(machine, folders[size.folders[0]])
    heading("Sessions", f"the same with {size.folders[0]}, known already")
    tasks: dict[str, Callable[[Machine, Path], float]] = {
        "title, first picture": _title,
        "list, first picture": _list,
        "the last session": lambda machine, folder: call(lambda: latest(folder, machine.program.id)),
        "game sessions": lambda machine, folder: call(lambda: list_sessions(folder, machine)),
    }
    for what, task in tasks.items():
        floor = _known(task, machine, folders[size.folders[0]], size.times)
        for number, folder in folders.items():
            shutil.rmtree(cache_folder() / "sessions", ignore_errors=True)
            row(f"{what}, {number:,} sessions never seen", task(machine, folder), floor, _budget(what))
            row(f"{what}, {number:,} sessions known", _known(task, machine, folder, size.times), floor, _budget(what))
    folder = folders[size.folders[0]]
    floor = _known(tasks["game sessions"], machine, folder, size.times)
    _hostile(folder / "hostile.jsonl")
    row("game sessions, one of 60 MB among them", tasks["game sessions"](machine, folder), floor, "<= 1.5 x")


def _budget(what: str) -> str:
    return "<= 1.5 x" if what.endswith("picture") else ""


def _known(task: Callable[[Machine, Path], float], machine: Machine, folder: Path, times: int) -> float:
    """The least of some times in a folder whose files were all read before."""
    list_sessions(folder, machine)
    return min(task(machine, folder) for _ in range(times))


def _folder(folder: Path, number: int, choices: int, machine: Machine) -> Path:
    """A folder of so many sessions, all alike but in name and time."""
    folder.mkdir(parents=True)
    state, way = start(machine, 1), []
    while len(way) < choices and (offered := open_choices(machine, state)):
        way.append(offered[0])
        state = advance(machine, state, way[-1])
    first = folder / "session-0.jsonl"
    write_session(first, machine, 1, machine.program.language, way)
    data = first.read_bytes()
    for at in range(1, number):
        file = folder / f"session-{at}.jsonl"
        file.write_bytes(data)
        os.utime(file, (10**9 + at, 10**9 + at))
    return folder


def _hostile(file: Path) -> None:
    header = b'{"session": 1, "story": "seven-canteens", "digest": "d", "seed": 1, "language": "en"}\n'
    line = b'{"choice": "a/b", "at": "c"}\n'
    file.write_bytes(header + line * (HOSTILE // len(line)))


def _title(machine: Machine, folder: Path) -> float:
    return asyncio.run(_shown(machine, folder, Title))


def _list(machine: Machine, folder: Path) -> float:
    return asyncio.run(_shown(machine, folder, Sessions))


async def _shown(machine: Machine, folder: Path, kind: type[BaseScreen]) -> float:
    """The seconds until a screen that is opened has been drawn; what is loaded behind it does not count."""
    context = PlayContext(machine, Settings(), folder=folder)
    face = Face(PlayContext(machine, Settings(), folder=folder / "none"))
    async with face.run_test(size=(100, 30)):
        drawn = asyncio.Event()
        began = asyncio.get_running_loop().time()
        screen = kind(context)
        face.push_screen(screen)
        screen.call_after_refresh(drawn.set)
        await drawn.wait()
        return asyncio.get_running_loop().time() - began
