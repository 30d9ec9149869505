"""What cannot be written is said with its name, and leaves nothing behind: every writer, against every obstacle."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from game.cli import run
from game.cli.scaffold import create
from game.whole import PART, write_whole

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs limits of the system")

WITHOUT_ROOM = """
import resource
from pathlib import Path
from game import paths, settings
from game.cli.scaffold import create
from game.proof.report.cache import keep
from game.proof.prover import prove
from game.serve.visitors import _secret
from game.story import load_story
from game.translate import update
from game.whole import write_whole

home = Path(HOME)
story = home / "story"
create(story)
report = prove(load_story(story, cache=False).program)
(home / "held").write_text("as before")
writers = {
    home / "new" / "night.yaml": lambda: create(home / "new"),
    story / "locale" / "de.po": lambda: update(story, "de"),
    paths.config_file(): lambda: settings.save(settings.Settings(theme="paper")),
    home / "secret": lambda: _secret(home / "secret"),
    home / "private": lambda: write_whole(home / "private", b"text"),
    home / "held": lambda: write_whole(home / "held", b"text", shared=True),
}
before = sorted(home.rglob("*"))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
for file, write in writers.items():
    try:
        write()
    except OSError as error:
        assert error.filename == str(file), (file, error)
    else:
        raise AssertionError(file)
keep(home / "proofs" / "key.json", report)  # what can be made again is no loss
assert sorted(home.rglob("*")) == sorted([*before, home / "proofs"]), sorted(home.rglob("*"))
assert (home / "held").read_text() == "as before"
"""


def test_a_full_disk_is_said_with_the_files_name_and_leaves_nothing(tmp_path: Path) -> None:
    script = WITHOUT_ROOM.replace("HOME", repr(str(tmp_path)))
    env = {**os.environ, "SEVEN_CANTEENS_HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _folder_is_a_file(file: Path) -> Path:
    file.parent.write_text("")
    return file.parent


def _file_is_a_folder(file: Path) -> Path:
    file.mkdir(parents=True)
    return file


@pytest.mark.parametrize("obstacle", [_folder_is_a_file, _file_is_a_folder])
@pytest.mark.parametrize("shared", [False, True])
def test_what_stands_in_the_way_is_named(obstacle: Callable[[Path], Path], shared: bool, tmp_path: Path) -> None:
    named = obstacle(tmp_path / "folder" / "file")
    with pytest.raises(OSError, match="irectory") as raised:
        write_whole(tmp_path / "folder" / "file", b"text", shared=shared)
    assert raised.value.filename == str(named)
    assert not list(tmp_path.rglob(f"*{PART}"))


def test_a_new_story_can_be_tried_again(tmp_path: Path) -> None:
    """The last of its files fails: those before it are gone again, and so are the folders that were not there."""
    last = create(tmp_path / "model")[-1].relative_to(tmp_path / "model")
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    assert len(last.parts) > 1
    (folder / last.parts[0]).write_text("")
    with pytest.raises(NotADirectoryError):
        create(folder)
    assert [each.name for each in folder.iterdir()] == [last.parts[0]]
    (folder / last.parts[0]).unlink()
    assert create(folder)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("new zz", "zz/night.yaml: File too large"),
        ("new a/b", "a/b/night.yaml: File too large"),
        ("translate s de", "locale/de.po: File too large"),
        ("check s --format json > out", "stdout: File too large"),
    ],
)
def test_a_person_reads_which_file_it_was(command: str, said: str, tmp_path: Path) -> None:
    create(tmp_path / "s")
    line = f"ulimit -f 0; {sys.executable} -m game {command}"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert said in done.stderr
    assert PART not in done.stderr
    assert not (tmp_path / "zz").exists()
    assert not (tmp_path / "a").exists()
    assert run(["check", str(tmp_path / "s")]) == 0
