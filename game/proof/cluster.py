"""A Dask cluster that helps with a proof: connecting to it, and saying what is not alike there, where, and how."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from game import __version__

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10
"""Seconds in which a cluster must answer."""

PACKAGE = "seven-canteens"
OURS = f"{PACKAGE} {__version__}"
NEEDED = "game.proof.helpers"
"""The module that the workers run."""


class ClusterTrouble(Exception):
    """A cluster that cannot help; its words are fit for whoever named it."""


class NoAnswer(ClusterTrouble):
    """Nothing that is a cluster answers at an address."""


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the cluster at an address, whose workers can do our work. Raises ClusterTrouble.

    What the work itself raises is passed on.
    """
    client = _client(address)
    try:
        with in_our_words(address):
            _check(address, client)
        yield client
    finally:
        client.close()


def _client(address: str) -> Client:
    from distributed import Client
    from distributed.versions import get_versions

    with in_our_words(address), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of versions that differ, which is told below
        try:
            import asyncio

            scheduler = asyncio.run(asyncio.wait_for(_scheduler(address), PATIENCE))
        except (OSError, ValueError) as error:
            raise NoAnswer(f"no Dask cluster answers at {address}: {error or 'it says nothing'}") from None
        _refuse_differences(address, {"client": get_versions(), "scheduler": scheduler, "workers": {}}, {})
        return Client(address, timeout=PATIENCE, set_as_default=False)


async def _scheduler(address: str) -> Any:
    """The versions at the scheduler, asked without a client: one of another version may neither come up nor end."""
    from distributed.core import rpc

    async with rpc(address) as scheduler:
        return await scheduler.versions(packages=None)


class Pulse:
    """Whether anybody at a cluster can still bring something back: some worker gave a sign of life since it was asked.

    Workers that ended are told by their scheduler; those that hang, or that no line leads to any more, say nothing.
    Only times of the scheduler's own clock are compared.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._seen: dict[str, float] = {}

    def beats(self) -> bool:
        """Ask the scheduler, PATIENCE seconds at most, when it last heard of each worker."""
        try:
            import asyncio

            seen = asyncio.run(asyncio.wait_for(_last_seen(self._address), PATIENCE))
        except (OSError, ValueError):
            return False
        before, self._seen = self._seen, seen
        return any(when > before.get(worker, 0.0) for worker, when in seen.items())


async def _last_seen(address: str) -> dict[str, float]:
    from distributed.core import rpc

    async with rpc(address) as scheduler:
        workers = (await scheduler.identity())["workers"]
    return {name: worker["last_seen"] for name, worker in workers.items()}


@contextmanager
def in_our_words(address: str) -> Iterator[None]:
    """Whatever goes wrong between client and cluster becomes ClusterTrouble."""
    try:
        yield
    except ClusterTrouble:
        raise
    except Exception as error:
        import distributed

        why = str(error).strip() or type(error).__name__
        raise ClusterTrouble(
            f"the Dask cluster at {address} cannot be used: {why} (here: {OURS}, distributed {distributed.__version__})"
        ) from error


def _check(address: str, client: Client) -> None:
    """Compare the versions of client, scheduler and workers."""
    versions = client.get_versions()
    if not versions["workers"]:
        raise ClusterTrouble(f"the Dask cluster at {address} has no workers")
    # What a worker can do without this package is in Python itself. `packages=` of `get_versions` does not serve: it
    # takes names of modules with some versions of distributed, and names of packages with others.
    ours = client.run(eval, f"__import__('{NEEDED}').__version__", on_error="return")
    _refuse_differences(address, versions, ours)


def _refuse_differences(address: str, versions: Mapping[str, Any], ours: Mapping[str, object]) -> None:
    trouble = list(differences(versions, ours))
    if trouble:
        own = _said(_versions(versions["client"]))
        raise ClusterTrouble(
            f"the Dask cluster at {address} does not fit what is here ({OURS}, {own}):\n  " + "\n  ".join(trouble)
        )


def differences(versions: Mapping[str, Any], ours: Mapping[str, object]) -> Iterator[str]:
    """What keeps the parts of a cluster from working together, a line each.

    They must have one version of distributed, and of Python up to its second number, as `Client.get_versions` tells
    them; and the workers this version of this package: `ours` has what each says to being asked for it, or its error.
    """
    own = _versions(versions["client"])
    for name, one in {"scheduler": versions["scheduler"], **versions["workers"]}.items():
        there = _versions(one)
        if there != own:
            yield f"{'' if name == 'scheduler' else 'worker '}{name}: {_said(there) or 'it does not say what it has'}"
    for name, said in ours.items():
        if isinstance(said, Exception):
            yield f"worker {name}: it cannot load this game ({said}); install {OURS} there"
        elif said != __version__:
            yield f"worker {name}: it has {PACKAGE} {said}; install {OURS} there"


def _versions(one: Mapping[str, Any] | None) -> dict[str, str]:
    """The versions that matter, of one part of a cluster, as far as it says."""
    packages = (one or {}).get("packages") or {}
    found = {"distributed": packages.get("distributed"), "Python": packages.get("python")}
    return {name: _short(name, version) for name, version in found.items() if version}


def _short(name: str, version: str) -> str:
    return ".".join(version.split(".")[:2]) if name == "Python" else version


def _said(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())
