"""A Dask cluster that cannot help is told by part and version: real schedulers and workers, and each way to differ.

Dask is imported by who needs it: it takes a second, and every worker of a run loads all files.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.cli import run
from game.proof import cluster
from game.proof.cluster import OURS, ClusterTrouble, connected, differences

CASE = str(Path(__file__).parents[1] / "cases" / "endings")
PATIENCE = 60
"""Seconds after which what should come counts as hanging."""

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def nobody() -> Iterator[str]:
    """The address of a scheduler without workers."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=0, processes=False, dashboard_address=None, host="127.0.0.1", protocol="tcp"
    ) as cluster:
        yield cluster.scheduler_address


def _without_the_game(folder: Path) -> dict[str, str]:
    """The environment of a Python that has all that this one has, but for this package."""
    for place in {path for path in sys.path if path.endswith("site-packages")}:
        for one in Path(place).iterdir():
            if not one.name.startswith(("seven_canteens", "_editable", "__editable__", "game")):
                (folder / one.name).symlink_to(one)
    return {**os.environ, "PYTHONPATH": str(folder)}


def test_a_cluster_without_workers(nobody: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prove", CASE, "--dask", nobody]) == 1
    told = capsys.readouterr().err
    assert told.endswith(f"the Dask cluster at {nobody} has no workers\n")


def test_a_cluster_that_nothing_was_left_for(capsys: pytest.CaptureFixture[str]) -> None:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        dashboard_address=None,
        host="127.0.0.1",
        protocol="tcp",
    ) as own:
        assert run(["prove", CASE, "--fresh", "--dask", own.scheduler_address]) == 0
    assert capsys.readouterr().err == "The Dask cluster did not help: nothing was left to spread.\n"


def test_a_worker_without_the_package(nobody: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "packages").mkdir()
    worker = subprocess.Popen(
        [sys.executable, "-S", "-m", "distributed.cli.dask_worker", nobody, "--no-nanny", "--no-dashboard"],
        env=_without_the_game(tmp_path / "packages"),
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stderr is not None
        for line in worker.stderr:
            if "Registered to" in line:
                break
        assert run(["prove", CASE, "--dask", nobody]) == 1
    finally:
        worker.terminate()
        worker.communicate(timeout=PATIENCE)
    told = capsys.readouterr().err
    assert f"does not fit what is here ({OURS}, distributed " in told
    why = rf"it cannot load this game \(No module named 'game'\); install {OURS} there\n"
    assert re.search(rf"\n  worker tcp://127\.0\.0\.1:\d+: {why}", told)
    assert "Traceback" not in told


def test_nobody_at_the_address(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    assert run(["prove", CASE, "--dask", "tcp://127.0.0.1:9"]) == 2
    assert "no Dask cluster answers at tcp://127.0.0.1:9: " in capsys.readouterr().err


def test_another_scheduler_is_refused_before_a_client_is_made(nobody: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client of another version may neither come up nor end."""
    from distributed.versions import get_versions

    here = get_versions()
    here["packages"] = {**here["packages"], "distributed": "2000.1.0"}
    monkeypatch.setattr("distributed.versions.get_versions", lambda: here)
    monkeypatch.setattr("distributed.Client", None)
    with (
        pytest.raises(ClusterTrouble, match=r"distributed 2000.1.0, Python [\d.]+\):\n  scheduler: distributed 20"),
        connected(nobody),
    ):
        pass


def _part(distributed: str | None, python: str) -> dict[str, object]:
    return {"host": {}, "packages": {"distributed": distributed, "python": python, "numpy": "1"}}


SAME, OURSELVES = _part("2026.7.0", "3.12.3.final.0"), OURS.split()[1]
DIFFERENT = {
    "nothing": (SAME, _part("2026.7.0", "3.12.9.final.0"), OURSELVES, []),
    "scheduler": (_part("2026.6.0", "3.12.3"), SAME, OURSELVES, ["scheduler: distributed 2026.6.0, Python 3.12"]),
    "worker": (SAME, _part("2026.7.0", "3.11.3"), OURSELVES, ["worker w: distributed 2026.7.0, Python 3.11"]),
    "silence": (SAME, {}, OURSELVES, ["worker w: it does not say what it has"]),
    "game": (SAME, SAME, "0.0.9", [f"worker w: it has seven-canteens 0.0.9; install {OURS} there"]),
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_what_differs(what: str) -> None:
    scheduler, worker, ours, told = DIFFERENT[what]
    versions = {"client": SAME, "scheduler": scheduler, "workers": {"w": worker}}
    assert list(differences(versions, {"w": ours})) == told
