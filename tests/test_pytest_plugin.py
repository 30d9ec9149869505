"""Stories as tests: what the plugin collects of a story folder, what fails and with which words, and that it shows no
traceback whatever a story or a command line holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

# A run within a run forgets the modules that it was the first to load. Those in C (PyYAML's, NumPy's) do not bear being
# loaded again, so they are loaded here.
import game.cli.report
import game.story.check  # noqa: F401
from game.engine import Invariant
from game.proof import asking, proving, reporting
from game.proof.pointing import finding
from game.proof.results import Report
from game.proof.verdicts import on_ending, on_promise
from game.story import load_story

pytest_plugins = "pytester"

TESTS = Path(__file__).parent
# The plugin may or may not be installed as well: its installed name is blocked, so that it is there exactly once.
OPTIONS = ("-p", "game.pytest_plugin", "-p", "no:seven_canteens", "-p", "no:asyncio", "-p", "no:cacheprovider")

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs pytest in a folder of its own, which holds some stories, and a test that has nothing to do with them."""
    for name in ("CI", "BUILD_NUMBER"):  # there pytest's summary says everything once more
        monkeypatch.delenv(name, raising=False)
    for name in ("cases/endings", "faults/always-broken", "faults/cannot", "faults/ending-shut-out"):
        shutil.copytree(TESTS / name, pytester.path / Path(name).name)
    pytester.makepyfile(test_other="def test_other():\n    pass\n")
    return lambda *arguments: pytester.runpytest(*OPTIONS, *arguments)


def _ids(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line and " " not in line.partition("[")[0]]


def _text(result: pytest.RunResult) -> str:
    """What it printed, without anything that looks like the inside of a program."""
    text = result.stdout.str() + result.stderr.str()
    assert "Traceback" not in text
    assert "INTERNALERROR" not in text
    assert ".py:" not in text
    return text


def test_a_good_story_passes_item_by_item(run: Run) -> None:
    result = run("--story", "endings", "-v")
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(
        [
            "endings::check PASSED*",
            "endings::prove PASSED*",
            "endings::ending[[]cupboard] PASSED (soonest after 1)*",
            "endings::ending[[]sea] PASSED (soonest after 1)*",
        ]
    )


def test_a_fault_is_told_with_place_way_and_hint(run: Run) -> None:
    result = run("--story", "always-broken")
    result.assert_outcomes(passed=2, failed=2)
    told = (
        "always-broken/story.yaml:8:10: P030 does not always hold: not (alive and buried)\n"
        "    soonest after 2: yard/bury yard/call\n"
        "    = The witness ends where it is false.\n"
    )
    assert _text(result).count(told) == 2
    result.stdout.fnmatch_lines(
        ["FAILED always-broken::prove - *P030*", "FAILED always-broken::always[[]not (alive and buried)] - *"]
    )


def test_an_ending_that_is_never_reached_fails_on_its_own(run: Run) -> None:
    result = run("--story", "ending-shut-out::ending")
    result.assert_outcomes(passed=1, failed=1)
    assert (
        "ending-shut-out/scenes.yaml:11:14: P009 ending “kept” can never be reached\n"
        "    “gate/through” can be taken, and never leads there\n"
        "    = Lead a scene"
    ) in _text(result)


def test_a_story_that_does_not_check_gives_one_failure_with_all_problems(run: Run, pytester: pytest.Pytester) -> None:
    file = pytester.path / "endings" / "scenes.yaml"
    file.write_text(file.read_text().replace("to: ", "too: "))
    result = run("--story", "endings/")
    result.assert_outcomes(failed=1)
    told = _text(result)
    assert "endings/scenes.yaml:7:7: S101 error: the choice 'left' has no 'to'" in told
    assert "endings/scenes.yaml:8:37: S102 error: the key 'too' is not known here" in told
    assert _ids(run("--story", "endings", "--co", "-q")) == ["endings::check"]


def test_a_folder_without_a_story_fails(run: Run, pytester: pytest.Pytester) -> None:
    pytester.mkdir("empty")
    result = run("--story", "empty")
    result.assert_outcomes(failed=1)
    assert "empty/story.yaml:1:1: S" in _text(result)


def test_warnings_of_a_story_are_warnings_of_the_run(run: Run, pytester: pytest.Pytester) -> None:
    file = pytester.path / "endings" / "story.yaml"
    file.write_text(file.read_text() + "variables: {idle: false}\n")
    result = run("--story", "endings::check", "-W", "default")
    result.assert_outcomes(passed=1, warnings=1)
    told = "endings/story.yaml:15:13: S702 warning: nothing reads or sets 'idle'"
    assert told in _text(result)
    result = run("--story", "endings::check", "-W", "error")
    result.assert_outcomes(failed=1)
    assert told in _text(result)


def test_several_stories_and_nothing_else(run: Run) -> None:
    result = run("--story", "cannot", "--story", "endings", "--story", "./cannot", "--co", "-q")
    assert _ids(result) == [
        "cannot::check",
        "cannot::prove",
        "cannot::ending[out]",
        "cannot::ending[home]",
        "cannot::can[ending home from island]",
        "endings::check",
        "endings::prove",
        "endings::ending[cupboard]",
        "endings::ending[sea]",
    ]


def test_with_paths_both_run_and_without_stories_nothing_changes(run: Run) -> None:
    run("--story", "endings", "test_other.py").assert_outcomes(passed=5)
    run("--story", "endings", ".").assert_outcomes(passed=5)
    run().assert_outcomes(passed=1)


def test_testpaths_are_no_paths_of_the_command_line(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ntestpaths = test_other.py\n")
    run("--story", "endings").assert_outcomes(passed=4)


def test_the_id_of_an_item_runs_only_it(run: Run) -> None:
    assert _ids(run("--story", "endings", "endings::ending[sea]", "--co", "-q")) == ["endings::ending[sea]"]
    chosen = run("--story", "endings", "endings::ending", "endings::prove", "test_other.py", "--co", "-q")
    assert sorted(_ids(chosen)) == [
        "endings::ending[cupboard]",
        "endings::ending[sea]",
        "endings::prove",
        "test_other.py::test_other",
    ]
    unknown = run("--story", "endings::ending[moon]")
    assert "endings has no “ending[moon]”; there are: check, prove, ending[cupboard]" in _text(unknown)
    assert unknown.ret == pytest.ExitCode.INTERRUPTED


def test_workers_of_xdist_run_the_same(run: Run) -> None:
    result = run("--story", "cannot", "endings::ending[sea]", "--story", "endings", "-n", "2")
    result.assert_outcomes(passed=4, failed=2)
    assert "cannot/story.yaml:8:7: P034" in _text(result)


def test_what_the_bound_leaves_open_fails(run: Run) -> None:
    result = run("--story", "endings", "--story-bound", "1")
    assert result.parseoutcomes()["failed"] >= 1
    assert "Two Doors: not proved: bound = 1" in _text(result)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--story", "nowhere"), "--story nowhere: there is no such folder"),
        (("--story", "test_other.py"), "--story test_other.py: there is no such folder"),
        (("--story", "endings", "--story-bound", "0"), "--story-bound 0: a number from 1 to"),
    ],
)
def test_wrong_usage_is_told_as_such(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert said in result.stderr.str()
    assert "Traceback" not in result.stderr.str()


def test_the_proof_is_worked_out_once_and_then_read_back(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    proofs: list[str] = []

    def counted(program: object, *rest: object) -> Report:
        proofs.append(program.id)  # type: ignore[attr-defined]
        return original(program, *rest)  # type: ignore[arg-type]

    original = proving.prove
    monkeypatch.setattr(proving, "prove", counted)
    run("--story", "endings", "--story", "cannot").assert_outcomes(passed=7, failed=2)
    assert proofs == ["case-endings", "fault-cannot"]
    run("--story", "endings").assert_outcomes(passed=4)
    assert len(proofs) == 2


def test_an_interrupted_proof_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    program = load_story(TESTS / "cases" / "endings").program
    report = Report(program.id, program.version, "", "not proved: interrupted", 1, interrupted=True)
    monkeypatch.setattr(asking, "report_of", lambda *_: report)
    with pytest.raises(KeyboardInterrupt):
        asking.Asked(program, Path("x")).questions()["prove"]()


def test_what_is_open_is_never_called_good() -> None:
    program = load_story(TESTS / "faults" / "ending-broken").program
    report = Report(program.id, program.version, "", "not proved: bound = 7", 7)
    assert on_ending(report, program, "ring", "x") == (
        "x/story.yaml:6:21: not proved: bound = 7: that ending “ring” can be reached"
    )
    assert on_promise(report, program, 0) == ""
    report.left = [finding(program, "at_ending", "0", {"name": "has_ring", "ending": "ring"})]
    assert on_promise(report, program, 0, "x") == "x/story.yaml:8:20: not proved: bound = 7: has_ring"


def test_each_kind_of_promise_has_a_name_that_the_author_knows() -> None:
    program = load_story(TESTS / "faults" / "ending-broken").program
    again = Invariant("never", None, "a\n  or b", None, "story.yaml", 9)
    program = program._replace(invariants=(*program.invariants, again, again))
    assert list(asking.Asked(program, Path("x")).questions())[3:] == [
        "at_endings[ring: has_ring]",
        "never[a or b]",
        "never[a or b]#2",
    ]


def test_helpers_are_one_fewer_than_the_jobs() -> None:
    assert reporting.helpers_for(3) == 2
    assert 0 <= reporting.helpers_for() < reporting.MOST_JOBS
