"""Plain play takes the line after a choice that asks as words, whatever it is; the end of the input as nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from game.engine import Machine, load
from game.plain import play
from game.session import Session
from game.story import load_story
from tests.story.stories import SMALL, write

HEAD = SMALL + "variables:\n  name: {text: 1, start: A}\n"
SCENES = """\
scenes:
  one:
    text: "It is {name}."
    choices:
      tell: {text: 'Tell.', ask: name, to: one}
      go: {text: Go., to: two}
  two: {text: 'Good day, {name}.', ending: done}
"""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    folder = write(tmp_path_factory.mktemp("story"), {"story.yaml": HEAD, "scenes.yaml": SCENES})
    return load(load_story(folder, cache=False).program)


def played(story: Machine, folder: Path, typed: str) -> tuple[Session, str]:
    def begin() -> Session:
        return Session.new(story, folder, seed=1, language="en")

    session, out = begin(), io.StringIO()
    play(session, fresh=True, begin=begin, source=io.StringIO(typed), out=out)
    return session, out.getvalue()


@pytest.mark.parametrize("line", ["2", "back", "quit", "?", "new", "export x", "\\", "\x1b"])
def test_the_next_line_is_words_and_nothing_else(story: Machine, tmp_path: Path, line: str) -> None:
    session, told = played(story, tmp_path, f"1\n{line}\n2\n")
    assert session.choices == ("one/tell", "one/go")
    assert session.steps[0].said == line[0].replace("\x1b", "")
    assert f"Good day, {session.steps[0].said or 'A'}." in told
    assert list(tmp_path.iterdir()) == [session.file]


def test_an_empty_line_is_the_start(story: Machine, tmp_path: Path) -> None:
    session, told = played(story, tmp_path, "1\nB\n1\n\n")
    assert [step.said for step in session.steps] == ["B", "", ""]
    assert "of 1 sign at most. An empty line leaves it at “A”." in " ".join(told.split())


def test_the_end_of_the_input_is_the_start(story: Machine, tmp_path: Path) -> None:
    session, told = played(story, tmp_path, "1\n")
    assert session.choices == ("one/tell",)
    assert told.endswith("It is A.\n\n  1. Tell.\n  2. Go.\n\n")


def test_what_is_handed_on_says_that_it_holds_words(story: Machine, tmp_path: Path) -> None:
    _, told = played(story, tmp_path / "in", f"export {tmp_path}/a\n1\nB\nexport {tmp_path}/b\n")
    assert told.count("What you typed is in it.") == 1
    assert told.index("What you typed is in it.") > told.index("It is B.")
