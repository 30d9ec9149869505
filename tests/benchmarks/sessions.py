"""Folders of many sessions: what the title, the list and `game play` pay for them, beside a folder of a hundred."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.table import Row, apart, at_most
from tests.benchmarks.timing import call

if TYPE_CHECKING:
    from game.engine import Machine
    from game.tui.base_screen import BaseScreen


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
TARGET = at_most(1.5)

Task = Callable[["Machine", Path], float]


def rows(work: Path, size: Size) -> Iterator[Row]:
    """What is paid at first, when nothing is known of the files, and afterwards."""
    from game.engine import load
    from game.session import latest
    from game.story import load_story

    machine = load(load_story(size.story).program)
    folders = {number: _folder(work / f"sessions-{number}", number, size.choices, machine) for number in size.folders}
    return apart(
        _pictures("title, first picture", "title", "Title", machine, folders, size),
        _pictures("list, first picture", "sessions", "Sessions", machine, folders, size),
        _rows("the last session", lambda m, folder: call(lambda: latest(folder, m.program.id)), machine, folders, size),
        _rows("game sessions", _listed, machine, folders, size),
        _with_hostile(machine, folders[size.folders[0]], size),
    )


def _row(what: str, seconds: float, floor: float, size: Size, *, target: bool) -> Row:
    beside = f"the same with {size.folders[0]} sessions, known already"
    return Row("sessions", what, seconds, "s", floor, beside, TARGET if target else None)


def _rows(
    what: str, task: Task, machine: Machine, folders: dict[int, Path], size: Size, *, target: bool = False
) -> Iterator[Row]:
    """A task in each folder: its files never seen, then all of them known."""
    from game.paths import cache_folder

    floor = _known(task, machine, folders[size.folders[0]], size.times)
    for number, folder in folders.items():
        shutil.rmtree(cache_folder() / "sessions", ignore_errors=True)
        first = task(machine, folder)
        yield _row(f"{what}, {number:,} sessions never seen", first, floor, size, target=target)
        known = _known(task, machine, folder, size.times)
        yield _row(f"{what}, {number:,} sessions known", known, floor, size, target=target)


def _pictures(
    what: str, module: str, name: str, machine: Machine, folders: dict[int, Path], size: Size
) -> Iterator[Row]:
    """A screen in each folder."""
    kind: type[BaseScreen] = getattr(import_module(f"game.tui.screens.{module}"), name)

    def shown(machine: Machine, folder: Path) -> float:
        return asyncio.run(_shown(machine, folder, kind))

    shown(machine, folders[size.folders[0]])  # what is loaded and compiled once is nobody's
    yield from _rows(what, shown, machine, folders, size, target=True)


def _with_hostile(machine: Machine, folder: Path, size: Size) -> Iterator[Row]:
    floor = _known(_listed, machine, folder, size.times)
    _hostile(folder / "hostile.jsonl")
    yield _row("game sessions, one of 60 MB among them", _listed(machine, folder), floor, size, target=True)


def _listed(machine: Machine, folder: Path) -> float:
    from game.session import list_sessions

    return call(lambda: list_sessions(folder, machine))


def _known(task: Task, machine: Machine, folder: Path, times: int) -> float:
    """The least of some times in a folder whose files were all read before."""
    _listed(machine, folder)
    return min(task(machine, folder) for _ in range(times))


def _folder(folder: Path, number: int, choices: int, machine: Machine) -> Path:
    """A folder of so many sessions, all alike but in name and time."""
    from game.engine import advance, open_choices, start
    from game.session import write_session

    folder.mkdir(parents=True)
    state, way = start(machine, 1), list[str]()
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


async def _shown(machine: Machine, folder: Path, kind: type[BaseScreen]) -> float:
    """The seconds until a screen that is opened has been drawn; what is loaded behind it does not count."""
    from game.settings import Settings
    from game.tui.app import Face
    from game.tui.play_context import PlayContext

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
