"""The garbage collector out of the way while something large grows."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking a growing structure again and again; it is as before afterwards."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def collector_resumed() -> None:
    """Let a paused collector run again; what has grown meanwhile is there to stay, so it never walks that any more."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
