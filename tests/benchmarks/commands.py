"""Commands without a screen, and loading: beside `import yaml`, and beside composing the same files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from game.story import load_story
from tests.benchmarks.generate import write_story
from tests.benchmarks.timing import call, environment, heading, process, row


class Size(NamedTuple):
    """How often a command is run after a first time (0: that one), and the scenes of the large story."""

    times: int
    scenes: int


FULL = Size(7, 10_000)
TINY = Size(0, 50)

COMPOSE = """
import sys, yaml
from pathlib import Path
for file in sorted(Path(sys.argv[1]).glob("*.yaml")):
    yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
"""


def measure_commands(work: Path, size: Size) -> None:
    """Print how long whole commands take on the shipped story."""
    env = environment(str(work / "home"))
    floor = process(["-c", "import yaml"], env, size.times)
    heading("Commands on the shipped story", 'python -c "import yaml"')
    row("game --version", process(["-m", "game", "--version"], env, size.times), floor, "")
    row("game check", process(["-m", "game", "check"], env, size.times), floor, "<= 400 ms")
    plain = ["-m", "game", "play", "--plain", "--no-save", "--seed", "1"]
    row("game play --plain, first page", process(plain, env, size.times), floor, "")


def measure_loading(work: Path, size: Size) -> None:
    """Print how long a large story takes to load and check, never seen before and unchanged since the last time."""
    folder = write_story(work / f"story-{size.scenes}", size.scenes)
    env = environment(str(work / "home"))
    floor = process(["-c", COMPOSE, str(folder)], env, times=1)
    heading(f"{size.scenes:,} scenes", "yaml.compose of the same files alone, as a process")
    command = ["-m", "game", "check", str(folder)]
    row("game check, first time", _first(command, work), floor, "<= 6 s")
    row("game check, unchanged", process(command, env, min(3, size.times)), floor, "<= 0.6 s")
    load_story(folder)
    row(
        "load_story, unchanged, in a warm process",
        min(call(lambda: load_story(folder)) for _ in range(3)),
        floor,
        "",
    )


def _first(command: list[str], work: Path) -> float:
    """The seconds of a command in a home that has no cache yet."""
    import subprocess
    import sys

    env = environment(str(work / "fresh-home"))
    return call(lambda: subprocess.run([sys.executable, *command], env=env, check=True, capture_output=True))
