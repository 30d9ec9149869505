"""Stories as tests: `pytest --story=FOLDER` checks and proves a story, and reports on it item by item.

For each story there are the items `check` and `prove`, one `ending[ID]` for each ending, one for each promise of the
author, such as `never[lit and oil == 0]`, and one `session[NAME]` for each session that is kept in it. They come after
what pytest collects itself, and take nothing of it away. Every pytest of an environment loads this module, whether it
has stories or not: all but pytest is imported where it is needed.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Generator, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import pytest

if TYPE_CHECKING:
    from game.engine import Machine
    from game.proof import StoryTests
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
    def asked(self) -> StoryTests | None:
        """What can be asked of the story, if it can be loaded. Under xdist all processors are busy already."""
        from game.proof import StoryTests, helpers_for

        if isinstance(self.loaded, Exception):
            return None
        helpers = 0 if hasattr(self.config, "workerinput") else helpers_for()
        return StoryTests(self.loaded.program, Path(self.said), self.config.getoption("story_bound"), helpers)

    @cached_property
    def machine(self) -> Machine:
        """The story, which can be loaded, as it is played."""
        from game.engine import load

        assert not isinstance(self.loaded, Exception)
        return load(self.loaded.program)

    def sessions(self) -> dict[str, Path]:
        """The sessions kept in the story, by the names of their items. Raises OSError."""
        from game.printable import printable_path
        from game.session.kept import kept_sessions

        found: dict[str, Path] = {}
        for number, file in enumerate(kept_sessions(self.folder)):
            name = f"session[{printable_path(file.stem)}]"
            found[name if name not in found else f"{name}#{number}"] = file
        return found


STORIES = pytest.StashKey[dict[Path, Story]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the command line."""
    group = parser.getgroup("stories", "stories of Seven Canteens")
    about = (
        "Check and prove the story in FOLDER (may be given again), beside what is run anyway. To run nothing else, "
        "name a folder without tests as well, such as FOLDER."
    )
    group.addoption("--story", action="append", default=[], metavar="FOLDER", help=about)
    about = "States an exploration may have before it is given up, as in `game prove --bound`."
    group.addoption("--story-bound", type=int, metavar="N", help=about)


def pytest_configure(config: pytest.Config) -> None:
    """Find the stories that are asked for.

    The id of an item (`scenes::prove`) may stand among the paths of the command line, with or without --story: then of
    that story only such items run. No story is among pytest's own paths: it would be looked for in vain, and the ids of
    items are none that pytest could read.
    """
    named = config.args if config.args_source is pytest.Config.ArgsSource.ARGS else []
    options = [_option(config, value) for value in config.getoption("story")]
    ids = {arg: found for arg in named if (found := _asked_for(config, arg)) and found.name and found.is_story(options)}
    if not options and not ids:
        return
    _check_bound(config.getoption("story_bound"))
    others = [arg for arg in named if arg not in ids]
    _refuse_another_root(config, ids, others)
    config.stash[STORIES] = _stories(config, options, list(ids.values()))
    if named:
        config.args = others


class AskedFor(NamedTuple):
    """What FOLDER or FOLDER::ITEM names: a folder, absolute, with links kept; how it was written; an item or ''."""

    folder: Path
    said: str
    name: str

    def is_story(self, options: Sequence[AskedFor]) -> bool:
        """Whether the folder is a story, or one of those that --story names."""
        return any(self.folder == one.folder for one in options) or os.path.isfile(self.folder / "story.yaml")  # noqa: PTH113


def _asked_for(config: pytest.Config, value: str) -> AskedFor | None:
    """What a value of the command line names, None if that is no folder. The name of a folder may hold `::`.

    Ids are written from the folder where pytest was started, or, where pytest itself prints them so, from its root.
    """
    parts = value.split("::")
    for cut in range(len(parts), 0, -1):
        said = "::".join(parts[:cut])
        for base in (config.invocation_params.dir, config.rootpath):
            folder = Path(os.path.abspath(base / said))  # noqa: PTH100
            if said and os.path.isdir(folder):  # noqa: PTH112
                return AskedFor(
                    folder, said if base == config.invocation_params.dir else str(folder), "::".join(parts[cut:])
                )
    return None


def _option(config: pytest.Config, value: str) -> AskedFor:
    found = _asked_for(config, value)
    if found is None:
        raise pytest.UsageError(f"--story {value.partition('::')[0]}: there is no such folder")
    return found


def _stories(config: pytest.Config, options: Sequence[AskedFor], ids: Sequence[AskedFor]) -> dict[Path, Story]:
    """The stories with the items wanted of each: by their ids, else by the options, unless one of these wants all."""
    stories: dict[Path, Story] = {}
    for asked in (*options, *ids):
        stories.setdefault(asked.folder, Story(asked.folder, asked.said, config))
    for folder, story in stories.items():
        wanted = [one.name for one in ids if one.folder == folder] or [
            one.name for one in options if one.folder == folder
        ]
        story.wanted = [] if "" in wanted else wanted
    return stories


def _check_bound(bound: int | None) -> None:
    """Refuse what `game prove --bound` refuses."""
    from game.proof import MOST_BOUND

    if bound is not None and not 1 <= bound <= MOST_BOUND:
        raise pytest.UsageError(f"--story-bound {bound}: a number from 1 to {MOST_BOUND} is needed")


# -- pytest's root. It is looked for before the options of plugins are known, near all that could be a path.

INI_FILES = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")


def _refuse_another_root(
    config: pytest.Config, ids: Sequence[str] | dict[str, AskedFor], others: Sequence[str]
) -> None:
    """Stop where a story that stands alone on the command line has led pytest away from the project's ini file."""
    if config.getoption("rootdir") or config.getoption("inifilename"):
        return
    words = [*shlex.split(os.environ.get("PYTEST_ADDOPTS", "")), *config.invocation_params.args]
    alone = [(f"--story {word}", word) for before, word in pairwise(words) if before == "--story"]
    alone += [(word, word) for word in ids]
    ini = _ini_above(_common(config, others)) if alone else None
    if ini is None or ini == config.inipath:
        return
    for said, value in alone:
        if _ini_above(_option(config, value).folder) != ini:
            raise pytest.UsageError(
                f"{said}: write --story={value}. Otherwise pytest takes it for a path of its own and passes over the "
                f"settings in {os.path.relpath(ini, config.invocation_params.dir)}."
            )


def _common(config: pytest.Config, paths: Sequence[str]) -> Path:
    """The folder above all paths; without any, the one where pytest was started."""
    start = config.invocation_params.dir
    found = [os.path.abspath(start / path.partition("::")[0]) for path in paths]  # noqa: PTH100
    try:
        return Path(os.path.commonpath(found)) if found else start
    except ValueError:  # on several drives
        return start


def _ini_above(folder: Path) -> Path | None:
    """The file in which pytest finds its settings, from a folder upwards."""
    from _pytest.config.findpaths import load_config_dict_from_file

    for place in (folder, *folder.parents):
        for name in INI_FILES:
            file = place / name
            if file.is_file() and load_config_dict_from_file(file) is not None:
                return file
    return None


# -- collecting


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Stories come after all that pytest has found by its own paths."""
    report = yield
    if isinstance(collector, pytest.Session) and report.passed:
        stories = collector.config.stash.get(STORIES, {})
        report.result = [*report.result, *(_collected(collector, story) for story in stories.values())]
    return report


def _collected(session: pytest.Session, story: Story) -> StoryFolder:
    """A story in the tree of what is collected; its id is its folder as seen from pytest's root."""
    try:
        nodeid = os.path.relpath(story.folder, session.config.rootpath)
    except ValueError:  # on another drive
        nodeid = str(story.folder)
    node = StoryFolder.from_parent(session, name=story.folder.name, path=story.folder, nodeid=Path(nodeid).as_posix())
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
        items = self._items()
        for wanted in self.story.wanted:
            if not any(wanted in (name, name.partition("[")[0]) for name in items):
                raise self.CollectError(f"{self.nodeid} has no “{wanted}”; there are: {', '.join(items)}")
        for name, item in items.items():
            if not self.story.wanted or not {name, name.partition("[")[0]}.isdisjoint(self.story.wanted):
                yield item

    def _items(self) -> dict[str, StoryItem]:
        """All items by their names."""
        story = self.story
        found: dict[str, StoryItem] = {"check": CheckItem.of(self, "check")}
        if story.asked is not None:
            for name in story.asked.questions():
                found[name] = ProofItem.of(self, name)
            try:
                sessions = story.sessions()
            except OSError as error:
                from game.os_reasons import os_reason

                raise self.CollectError(f"{error.filename}: {os_reason(error)}") from None
            for name, file in sessions.items():
                found[name] = SessionItem.of(self, name, file=file)
        return found


class StoryItem(pytest.Item):
    """One question about a story."""

    def __init__(self, *, story: Story, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.story = story

    @classmethod
    def of(cls, parent: StoryFolder, name: str, **own: object) -> Self:
        """An item of a story.

        Its id is given as one text. One that pytest 9.2 makes from parent and name is not the id that it reads back
        where there are brackets in it, and what failed last would not be found again.
        """
        return cls.from_parent(parent, name=name, nodeid=f"{parent.nodeid}::{name}", story=parent.story, **own)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands, and what a failure is headed with.

        That is not the end of the item's id: where it is, pytest takes dots in it for parts of a module's name.
        """
        return self.path, 0, f"{self.story.said}: {self.name}"


class SessionItem(StoryItem):
    """A session kept in the story: it still leads where it led, and reads as it read."""

    def __init__(self, *, file: Path, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.file = file

    def runtest(self) -> None:
        """Replay it."""
        from game.session.kept import what_is_wrong
        from game.wording import told_in

        wrong = what_is_wrong(self.story.machine, self.file, self.story.said, told_in)
        if wrong:
            pytest.fail(wrong, pytrace=False)


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
