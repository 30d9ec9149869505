"""Another commit, built in an environment of its own and measured by the code that stands here, in turns with ours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.table import Pair, Row, paired

ROOT = Path(__file__).parents[2]


class Side(NamedTuple):
    """A Python that has `game`, and the folder in which it finds these benchmarks."""

    python: str
    folder: Path


HERE = Side(sys.executable, ROOT)


def measure_against(commit: str, parts: Sequence[str], rounds: int, *, tiny: bool) -> Iterator[Pair]:
    """Every row of the parts, beside the other commit's. Raises CalledProcessError where ours cannot be measured."""
    with tempfile.TemporaryDirectory() as work:
        there = built(commit, Path(work))
        for part in parts:
            options = ["--json", *(["--tiny"] if tiny else []), part]
            ours, theirs = list[list[Row]](), list[list[Row]]()
            failed: dict[str, None] = {}
            for number in range(rounds):
                for side in (HERE, there) if number % 2 == 0 else (there, HERE):
                    rows, why = _measured(side, options, whole=side is HERE)
                    (ours if side is HERE else theirs).append(rows)
                    failed |= dict.fromkeys(why)
            yield from paired(ours, theirs)
            for one in failed:
                print(f"{part}, not in {commit}: {one}", file=sys.stderr)


def built(commit: str, work: Path) -> Side:
    """A commit with its own dependencies, installed in an environment that has nothing else. Its files are taken out of
    the history, so that no working copy is touched.
    """
    archive, source = work / "source.tar", work / "source"
    subprocess.run(["git", "archive", "--output", str(archive), commit], cwd=ROOT, check=True)
    with tarfile.open(archive) as packed:
        packed.extractall(source, filter="data")
    venv.create(work / "venv", with_pip=True)
    python = str(work / "venv" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-qq", str(source)], check=True, stdin=subprocess.DEVNULL)
    folder = work / "benchmarks"
    folder.mkdir()
    (folder / "tests").symlink_to(ROOT / "tests", target_is_directory=True)
    return Side(python, folder)


def reasons(errors: str) -> list[str]:
    """What the tracebacks of a process say was raised, a group's members too."""
    return re.findall(r"^[ |]*((?:\w+\.)*\w+(?:Error|Problems)\b.*)", errors, re.MULTILINE)


def _measured(side: Side, options: Sequence[str], *, whole: bool) -> tuple[list[Row], list[str]]:
    """The rows that one process measures: `whole`, or those that it can, and why it cannot measure the others."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    command = [side.python, "-m", "tests.benchmarks", *options]
    errors = None if whole else subprocess.PIPE
    done = subprocess.run(
        command, cwd=side.folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True
    )
    if whole:
        done.check_returncode()
    return [Row.from_json(line) for line in done.stdout.splitlines()], reasons(done.stderr or "")
