"""The report on a story, as everybody who shows one gets it: the kept one where it still holds, else a new one.

Nothing heavy is imported before a report is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from game.engine import Program
    from game.proof.prover import Options
    from game.proof.report.report import Report
    from game.proof.strategy import Tick

    Watch = Callable[[], AbstractContextManager[Tick]]

MOST_BOUND = 1_000_000_000
MOST_MEMORY = 1 << 24
MOST_TIME = 10**9
MOST_JOBS = 8


def helpers_for(jobs: int | None = None) -> int:
    """How many processes help this one when `jobs` are to work on a proof (None: one a processor)."""
    return (jobs or min(os.cpu_count() or 1, MOST_JOBS)) - 1


def unwatched() -> AbstractContextManager[Tick]:
    """Progress that nobody watches."""
    from game.proof.prover import quiet

    return nullcontext(quiet)


def report_of(
    program: Program,
    options: Options,
    *,
    folder: Path | None = None,
    fresh: bool = False,
    watch: Watch = unwatched,
) -> Report:
    """The kept report of a program if nothing the proof reads has changed, else a new one, which is then kept. One that
    was interrupted, or of an earlier edition, is gone on from; one that another process is working out is waited for.

    `folder` is the story's. With `fresh` the kept one is not looked at. `watch` is entered only when there is something
    to work out or to wait for, and gives whom to tell of the progress.
    """
    from game.paths import cache_folder
    from game.proof.alone import alone
    from game.proof.report.cache import file_of, keep, kept, read_back
    from game.proof.report.fingerprint import digest

    file = file_of(cache_folder() / "proofs", program, folder, options.bound, options.policy)
    key = digest(program, options.bound, options.policy)

    def known() -> tuple[Report | None, bool]:
        """What is kept, and whether it is of this edition and whole."""
        found = None if fresh else kept(file, program)
        return found, found is not None and found.key == key and _is_whole(found, options)

    before, holds = known()
    if before is not None and holds:
        return read_back(before, program)
    with nullcontext() if fresh else alone(file.with_suffix(".lock"), lambda: _waiting(watch)):
        before, holds = known()
        if before is not None and holds:
            return read_back(before, program)
        report = _proved(program, options, watch, before)
        report.key = key
        if before is None or report.stopped is None or len(report.nodes) >= len(before.nodes):
            keep(file, report)
    return report


def _is_whole(report: Report, options: Options) -> bool:
    """Whether proving again would say no more."""
    return report.stopped is None or (report.unmended and options.time is None)


def _proved(program: Program, options: Options, watch: Watch, before: Report | None) -> Report:
    from game.proof.prover import prove

    with watch() as tick:
        return prove(program, options, tick, before)


@contextmanager
def _waiting(watch: Watch) -> Iterator[None]:
    """Tell whoever watches that another process is at it."""
    with watch() as tick:
        tick("waiting", 0)
        yield


def title_of(program: Program) -> str:
    """What a report calls a story: its title where that is plain text, else its id."""
    title = program.texts[program.language][program.title] if program.title >= 0 else program.id
    return title if isinstance(title, str) else program.id
