"""Stories as tests: `pytest --story FOLDER` checks and proves a story, and reports on it item by item.

For each story there are the items `check` and `prove`, one `ending[ID]` for each ending, and one for each promise of
the author, such as `never[lit and oil == 0]`. Every pytest of an environment loads this module, whether it has stories
or not: all but pytest is imported where it is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from game.proof.asking import Asked
    from game.story import Loaded, StoryProblems

SOONEST = "story_soonest"  # in a test's report: after how many choices an ending is reached at the earliest


class StoryWarning(pytest.PytestWarning):
    """A story can be played, but `game check` has warnings about it."""


class Story:
    """A story folder of the command line. `said` is what it is called there; `wanted` names some items (none: all)."""

    def __init__(self, folder: Path, said: str, config: pytest.Config) -> None:
        self.folder = folder
        self.said = said
        self.config = config
        self.wanted: list[str] = []

    @cached_property
    def loaded(self) -> Loaded | StoryProblems:
        """The story, or why it cannot be loaded."""
        from game.story import StoryProblems, load_story

        try:
            return load_story(self.folder)
        except StoryProblems as problems:
            return problems

    @cached_property
    def asked(self) -> Asked | None:
        """What can be asked of the story, if it can be loaded. Under xdist all processors are busy already."""
        from game.proof.asking import Asked
        from game.proof.reporting import helpers_for

        if isinstance(self.loaded, Exception):
            return None
        helpers = 0 if hasattr(self.config, "workerinput") else helpers_for()
        return Asked(self.loaded.program, Path(self.said), self.config.getoption("story_bound"), helpers)


STORIES = pytest.StashKey[dict[Path, Story]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the command line."""
    group = parser.getgroup("stories", "stories of Seven Canteens")
    about = "Check and prove the story in FOLDER (may be given again). Without other paths, only stories are run."
    group.addoption("--story", action="append", default=[], metavar="FOLDER", help=about)
    about = "States an exploration may have before it is given up, as in `game prove --bound`."
    group.addoption("--story-bound", type=int, metavar="N", help=about)


def pytest_configure(config: pytest.Config) -> None:
    """Put the story folders among what is collected; without other paths on the command line, in place of it.

    The id of an item (`scenes::prove`) may be one of these paths: then of that story only such items run. What is
    chosen goes back into the option, from where xdist hands it to its workers.
    """
    stories: dict[Path, Story] = {}
    for value in config.getoption("story"):
        _choose(config, stories, value)
    if not stories:
        return
    _check_bound(config.getoption("story_bound"))
    named = config.args if config.args_source is pytest.Config.ArgsSource.ARGS else []
    others = [arg for arg in named if _folder(config, arg) not in stories]
    for arg in [arg for arg in named if arg not in others]:
        _choose(config, stories, arg)
    config.stash[STORIES] = stories
    config.option.story = [
        f"{story.said}::{name}" if name else story.said for story in stories.values() for name in story.wanted or [""]
    ]
    config.args = [*others, *map(str, stories)]


def _check_bound(bound: int | None) -> None:
    """Refuse what `game prove --bound` refuses."""
    from game.proof.reporting import MOST_BOUND

    if bound is not None and not 1 <= bound <= MOST_BOUND:
        raise pytest.UsageError(f"--story-bound {bound}: a number from 1 to {MOST_BOUND} is needed")


def _folder(config: pytest.Config, value: str) -> Path:
    """The folder in FOLDER or FOLDER::ITEM, as pytest spells it: absolute, with links kept."""
    return Path(os.path.abspath(config.invocation_params.dir / value.partition("::")[0]))  # noqa: PTH100


def _choose(config: pytest.Config, stories: dict[Path, Story], value: str) -> None:
    """Add what FOLDER or FOLDER::ITEM names to the stories."""
    said, _, name = value.partition("::")
    folder = _folder(config, value)
    if not folder.is_dir():
        raise pytest.UsageError(f"--story {said}: there is no such folder")
    story = stories.setdefault(folder, Story(folder, said, config))
    if name and name not in story.wanted:
        story.wanted.append(name)


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A story folder is collected as a story."""
    story = parent.config.stash.get(STORIES, {}).get(path)
    if story is None:
        return None
    root = parent.config.rootpath
    nodeid = path.relative_to(root).as_posix() if path.is_relative_to(root) else Path(story.said).as_posix()
    node = StoryFolder.from_parent(parent, name=path.name, path=path, nodeid=nodeid)
    node.story = story
    return node


def pytest_report_teststatus(report: pytest.CollectReport | pytest.TestReport) -> tuple[str, str, str] | None:
    """With -v, an ending that is reached says how soon."""
    if not isinstance(report, pytest.TestReport) or report.when != "call" or not report.passed:
        return None
    choices = dict(report.user_properties).get(SOONEST)
    return None if choices is None else ("passed", ".", f"PASSED (soonest after {choices})")


class StoryFolder(pytest.Collector):
    """The items of one story."""

    story: Story

    def collect(self) -> Iterator[StoryItem]:
        """Those that the command line asks for. Of a story that cannot be loaded, there is only `check`."""
        names = ["check", *(self.story.asked.questions() if self.story.asked else ())]
        for wanted in self.story.wanted:
            if not any(wanted in (name, name.partition("[")[0]) for name in names):
                raise self.CollectError(f"{self.nodeid} has no “{wanted}”; there are: {', '.join(names)}")
        for name in names:
            if not self.story.wanted or not {name, name.partition("[")[0]}.isdisjoint(self.story.wanted):
                item = (CheckItem if name == "check" else ProofItem).from_parent(self, name=name)
                item.story = self.story
                yield item


class StoryItem(pytest.Item):
    """One question about a story."""

    story: Story

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands, and what a failure is headed with."""
        return self.path, 0, self.nodeid


class CheckItem(StoryItem):
    """`game check`: fails when there are errors, and then names every problem; warnings alone are pytest's warnings."""

    def runtest(self) -> None:
        """Check."""
        from game.cli.report import as_text

        found = self.story.loaded.diagnostics
        if any(one.severity == "error" for one in found):
            pytest.fail(as_text(found, self.story.said), pytrace=False)
        warnings = as_text([one for one in found if one.severity == "warning"], self.story.said)
        if not warnings:
            return
        try:
            self.warn(StoryWarning(f"game check\n{warnings}"))
        except StoryWarning:  # where warnings are errors
            pytest.fail(warnings, pytrace=False)


class ProofItem(StoryItem):
    """One answer of `game prove`, or all of them."""

    def runtest(self) -> None:
        """Ask."""
        asked = self.story.asked
        assert asked is not None
        wrong = asked.questions()[self.name]()
        if wrong:
            pytest.fail(wrong, pytrace=False)
        if self.name.startswith("ending["):
            answer = asked.report.answer(f"ending:{self.name[7:-1]}")
            self.user_properties.append((SOONEST, answer.length if answer else None))
