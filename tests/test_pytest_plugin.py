"""Stories as tests: what the plugin collects of a story folder, what fails and with which words, and that it shows no
traceback whatever a story or a command line holds."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

# A run within a run forgets the modules that it was the first to load. Those in C (PyYAML's, NumPy's) do not bear being
# loaded again, so they are loaded here.
import game.cli.report
import game.story.check  # noqa: F401
from game.engine import Invariant, load
from game.proof import prover, reporting, story_tests
from game.proof.questions.answers import Answer, Limit, Reason, Standing
from game.proof.report.pointing import finding
from game.proof.report.report import OpenQuestion, Report
from game.proof.report.verdicts import on_ending, on_promise
from game.session import transcript, write_session
from game.story import load_story

pytest_plugins = "pytester"

TESTS = Path(__file__).parent
# The plugin may or may not be installed as well: its installed name is blocked, so that it is there exactly once.
OTHERS = ("seven_canteens", "asyncio", "anyio", "hypothesispytest", "cacheprovider")
OPTIONS = ("-p", "game.pytest_plugin", *(word for name in OTHERS for word in ("-p", f"no:{name}")))

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs pytest in a folder of its own, which holds some stories."""
    for name in ("CI", "BUILD_NUMBER"):  # there pytest's summary says everything once more
        monkeypatch.delenv(name, raising=False)
    for name in ("cases/endings", "faults/always-broken", "faults/cannot", "faults/ending-shut-out"):
        shutil.copytree(TESTS / name, pytester.path / Path(name).name)
    return lambda *arguments: pytester.runpytest(*OPTIONS, *arguments)


@pytest.fixture
def other(pytester: pytest.Pytester) -> None:
    """A test in that folder that has nothing to do with stories."""
    pytester.makepyfile(test_other="def test_other():\n    pass\n")


def _ids(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line and " " not in line.partition("[")[0]]


def _summed_up(result: pytest.RunResult) -> list[str]:
    """The ids in the summary of what passed."""
    return [found[1] for line in result.outlines if (found := re.match(r"PASSED (?:\(.*?\) )?(.*)", line))]


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


@pytest.mark.usefixtures("other")
def test_whatever_pytest_runs_by_itself_runs_too(run: Run, pytester: pytest.Pytester) -> None:
    for paths in ((), ("test_other.py",), (".",)):
        run("--story", "endings", *paths).assert_outcomes(passed=5)
        run(*paths).assert_outcomes(passed=1)
    run("--story", "endings", "endings").assert_outcomes(passed=4)
    pytester.makeini("[pytest]\ntestpaths = test_other.py\n")
    run("--story", "endings").assert_outcomes(passed=5)
    pytester.makeini("[pytest]\ntestpaths = test_other.py\naddopts = --story=endings\n")
    run().assert_outcomes(passed=5)


@pytest.mark.usefixtures("other")
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


@pytest.mark.usefixtures("other")
def test_workers_of_xdist_run_the_same(run: Run) -> None:
    result = run("--story", "cannot", "endings::ending[sea]", "--story", "endings", "test_other.py", "-n", "2")
    result.assert_outcomes(passed=5, failed=2)
    assert "cannot/story.yaml:8:7: P034" in _text(result)


def test_what_the_bound_leaves_open_is_asked_of_sets_of_states(run: Run) -> None:
    """What cannot be answered at all is told by the tests of single reports below."""
    result = run("--story", "endings", "--story-bound", "1")
    assert "failed" not in result.parseoutcomes()
    walked = run("--story", "endings")
    assert result.parseoutcomes()["passed"] == walked.parseoutcomes()["passed"] > 0


ALL = ["check", "prove", "ending[cupboard]", "ending[sea]"]


@pytest.fixture
def project(pytester: pytest.Pytester, run: Run) -> Path:
    """A project with an ini file, tests and stories, in whose folder everything is run."""
    project = pytester.mkdir("project")
    (project / "pytest.ini").write_text("[pytest]\ntestpaths = tests\nxfail_strict = true\n")
    (project / "tests").mkdir()
    (project / "tests" / "test_own.py").write_text("def test_own():\n    pass\n")
    for place in ("a.b", "x[1", "a::b", "build", "deep/down"):
        shutil.copytree(TESTS / "cases" / "endings", project / "stories" / place)
    os.chdir(project)
    return project


@pytest.fixture
def story_itself(project: Path) -> Path:
    """A project that is a story itself."""
    (project / "stories" / "build").rename(project.parent / "whole")
    shutil.rmtree(project / "stories")
    for file in (project.parent / "whole").iterdir():
        file.rename(project / file.name)
    return project


OWN = "tests/test_own.py::test_own"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--story=stories/build", "tests"], [OWN, *(f"stories/build::{name}" for name in ALL)]),
        (["--story=stories/x[1", "tests"], [OWN, *(f"stories/x[1::{name}" for name in ALL)]),
        (["--story", "stories/x[1"], [OWN, *(f"stories/x[1::{name}" for name in ALL)]),
        (["--story=stories/a::b"], [OWN, *(f"stories/a::b::{name}" for name in ALL)]),
        (
            ["--story=stories/a.b", "--story=stories/deep/down"],
            [OWN, *(f"stories/{s}::{n}" for s in ("a.b", "deep/down") for n in ALL)],
        ),
        (["--story=../endings"], [OWN, *(f"../endings::{name}" for name in ALL)]),
        (["--story=../endings", "stories"], [f"../endings::{name}" for name in ALL]),
        (["--story=../endings", "tests"], [OWN, *(f"../endings::{name}" for name in ALL)]),
        (["-o", "addopts=--story=stories/build"], [OWN, *(f"stories/build::{name}" for name in ALL)]),
        (
            ["-o", "addopts=--story=stories/build", "tests/test_own.py"],
            [OWN, *(f"stories/build::{name}" for name in ALL)],
        ),
    ],
)
def test_stories_come_to_what_is_run_anyway(project: Path, run: Run, arguments: list[str], expected: list[str]) -> None:
    """Nothing that pytest finds by itself is lost, wherever the story lies and whatever it is called."""
    result = run(*arguments, "--co", "-q")
    assert result.outlines[: len(expected) + 1] == [*expected, ""]


@pytest.mark.parametrize(
    "arguments", [["--story", "."], ["--story=.", "tests"], ["--story=.", "."], ["--story", ".", OWN]]
)
def test_a_project_can_be_a_story(story_itself: Path, run: Run, arguments: list[str]) -> None:
    assert _ids(run(*arguments, "--co", "-q")) == [OWN, *(f".::{name}" for name in ALL)]


@pytest.mark.parametrize(
    ("story", "start"),
    [
        ("stories/a.b", ""),
        ("stories/x[1", "tests"),
        ("stories/a::b", "tests"),
        ("stories/deep/down", "stories"),
        ("../endings", ""),
        ("../endings", "tests"),
    ],
)
def test_an_id_that_was_printed_can_be_given_back(project: Path, run: Run, story: str, start: str) -> None:
    """Each id, as the list of tests and the summary print it, runs this item and no other."""
    os.chdir(project / start)
    folder = os.path.relpath(project / story)
    result = run(f"--story={folder}", "-v", "-rA", "--rootdir", str(project))
    listed = [line.split(" PASSED")[0] for line in result.outlines if "::" in line and " PASSED" in line]
    listed = [one for one in listed if "test_own" not in one]
    assert listed == [f"{folder}::{name}" for name in ALL]
    assert [one for one in _summed_up(result) if "test_own" not in one] == listed
    for given in (listed[1:3], listed[3:], [f"--story={folder}", listed[2]]):
        again = run(*given, "-rA", "--rootdir", str(project))
        assert _summed_up(again) == [one for one in listed if one in given]


def test_an_id_of_a_whole_project_can_be_given_back(story_itself: Path, run: Run) -> None:
    assert _ids(run(".::ending[sea]", "--co", "-q")) == [".::ending[sea]"]
    os.chdir("tests")
    assert _summed_up(run("..::ending[sea]", "-rA")) == ["..::ending[sea]"]


def test_ids_are_the_same_wherever_pytest_is_started(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [f"stories/build::{name}" for name in ALL]
    for place, story in [
        ("", "stories/build"),
        ("", "./stories//build/"),
        ("stories", "build"),
        ("tests", "../stories/build"),
    ]:
        monkeypatch.chdir(project / place)
        assert [one for one in _ids(run(f"--story={story}", "--co", "-q")) if "test_own" not in one] == ids
        assert _ids(run(ids[1], "--co", "-q")) == ids[1:2]


def test_an_option_asks_for_all_whatever_another_names(project: Path, run: Run) -> None:
    run("--story=stories/build::prove", "--story=stories/build").assert_outcomes(passed=5)
    run("--story=stories/build::prove", "--story=stories/build::ending").assert_outcomes(passed=4)


@pytest.mark.parametrize(
    "spelled", [["--story", "../endings"], ["--story", "../endings::prove"], ["../endings::prove"]]
)
def test_a_story_that_leads_pytest_away_from_its_settings_stops_it(project: Path, run: Run, spelled: list[str]) -> None:
    """pytest looks for its root before it knows what an option of a plugin takes."""
    result = run(*spelled)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    right = f"--story={spelled[-1]}"
    assert f"ERROR: {' '.join(spelled)}: write {right}. Otherwise pytest" in result.stderr.str()
    assert "passes over the settings in pytest.ini." in result.stderr.str()
    again = run(right, "-v")
    assert again.ret == 0
    again.stdout.fnmatch_lines(["configfile: pytest.ini"])
    assert run(*spelled, "--rootdir=.").ret == 0


@pytest.mark.usefixtures("other")
def test_what_failed_last_is_run_again(run: Run, pytester: pytest.Pytester) -> None:
    cached = (*OPTIONS[:-2], "--story=always-broken", "--story=endings", "test_other.py")
    pytester.runpytest(*cached).assert_outcomes(passed=7, failed=2)
    pytester.runpytest(*cached, "--lf").assert_outcomes(failed=2)
    pytester.runpytest(*cached, "--ff", "-x").assert_outcomes(failed=1)
    assert not pytester.runpytest(*cached, "-k", "ending").parseoutcomes().get("failed")


@pytest.fixture
def sessions(pytester: pytest.Pytester, run: Run) -> Path:
    """The sessions kept in the story `endings`: one as it was played, with what was read."""
    folder = pytester.path / "endings" / "sessions"
    folder.mkdir()
    machine = load(load_story(folder.parent).program)
    write_session(folder / "to sea.jsonl", machine, 1, "en", ["left"])
    for style in ("md", "txt"):
        (folder / f"to sea.{style}").write_text(transcript(machine, folder / "to sea.jsonl", style), encoding="utf-8")
    return folder


def test_a_kept_session_is_a_test(run: Run, sessions: Path) -> None:
    result = run("--story=endings", "-v")
    result.assert_outcomes(passed=5)
    result.stdout.fnmatch_lines(["endings::session[[]to sea] PASSED*"])
    assert _ids(run("endings::session[to sea]", "--co", "-q")) == ["endings::session[to sea]"]
    (sessions / "to sea.md").unlink()
    (sessions / "to sea.txt").write_bytes((sessions / "to sea.txt").read_bytes().replace(b"\n", b"\r\n"))
    run("--story=endings::session").assert_outcomes(passed=1)


def test_other_words_are_told_with_their_place(run: Run, sessions: Path) -> None:
    text = (sessions / "to sea.txt").read_text(encoding="utf-8")
    lines = text.split("\n")
    lines[4] = "Once it was \x1b[31motherwise."
    (sessions / "to sea.txt").write_text("\n".join(lines), encoding="utf-8")
    result = run("--story=endings::session")
    result.assert_outcomes(failed=1)
    told = _text(result)
    assert "endings/sessions/to sea.txt:5: what is read is not what was read\n--- as it was read\n" in told
    assert "\n-Once it was \\x1b[31motherwise.\n+" + text.split("\n")[4] in told


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda file: file.write_text(file.read_text().replace('"left"', '"up"')),
            "hall/left: it leads to left now, and led to up",
        ),
        (lambda file: file.write_text(file.read_text().replace("case-endings", "another")), "is a session of another"),
        (lambda file: file.write_text("nothing"), "is not a session of this game"),
        (lambda file: (file.unlink(), file.mkdir()), "is not an ordinary file."),
        (lambda file: file.with_suffix(".md").write_bytes(b"\xff"), "to sea.md: it is not UTF-8 text"),
        (
            lambda file: (file.with_suffix(".md").unlink(), file.with_suffix(".md").mkdir()),
            "to sea.md: Is a directory",
        ),
    ],
)
def test_what_no_longer_holds_fails(run: Run, sessions: Path, spoil: Callable[[Path], object], said: str) -> None:
    spoil(sessions / "to sea.jsonl")
    result = run("--story=endings")
    result.assert_outcomes(passed=4, failed=1)
    assert said in _text(result)
    assert "endings/sessions/to sea." in _text(result)


def test_kept_sessions_are_nothing_to_the_checker(sessions: Path) -> None:
    before = load_story(TESTS / "cases" / "endings")
    assert load_story(sessions.parent).program == before.program
    assert load_story(sessions.parent).diagnostics == before.diagnostics


def test_names_of_files_do_not_reach_the_terminal_raw(run: Run, sessions: Path) -> None:
    for name in ("a\x1b[31m", "b\n::error::c", "a::b", "a\\x1b[31m"):
        (sessions / "to sea.jsonl").with_name(f"{name}.jsonl").write_bytes((sessions / "to sea.jsonl").read_bytes())
    result = run("--story=endings::session", "-v")
    result.assert_outcomes(passed=5)
    assert "\x1b" not in _text(result)
    assert _ids(run("endings::session[a::b]", "--co", "-q")) == ["endings::session[a::b]"]
    ids = [line for line in result.outlines if line.startswith("endings::") and "PASSED" in line]
    assert len({line.split(" PASSED")[0] for line in ids}) == 5


@pytest.mark.usefixtures("run")
def test_two_workers_prove_a_story_once(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import os
        from game.proof import prover
        def counted(*rest, prove=prover.prove):
            with open("proofs.txt", "a") as stream:
                print(os.getpid(), file=stream)
            return prove(*rest)
        prover.prove = counted
        """
    )
    # In a process of its own: what this conftest puts in place would stay.
    result = pytester.runpytest_subprocess(*OPTIONS, "--story=endings", "-n", "2", "--dist", "each")
    result.assert_outcomes(passed=8)
    assert len((pytester.path / "proofs.txt").read_text().splitlines()) == 1


@pytest.mark.usefixtures("other")
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

    original = prover.prove
    monkeypatch.setattr(prover, "prove", counted)
    run("--story", "endings", "--story", "cannot").assert_outcomes(passed=7, failed=2)
    assert proofs == ["case-endings", "fault-cannot"]
    run("--story", "endings").assert_outcomes(passed=4)
    assert len(proofs) == 2


def test_an_interrupted_proof_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    program = load_story(TESTS / "cases" / "endings").program
    report = Report(program.id, program.version, "", 1, stopped=Reason(Limit.INTERRUPT))
    monkeypatch.setattr(story_tests, "report_of", lambda *_, **__: report)
    with pytest.raises(KeyboardInterrupt):
        story_tests.StoryTests(program, Path("x")).questions()["prove"]()


def test_what_is_open_is_never_called_good() -> None:
    program = load_story(TESTS / "faults" / "ending-broken").program
    report = Report(program.id, program.version, "", 7)
    report.answers = [Answer("ending:ring", "ending:ring", Standing.OPEN, reason=Reason(Limit.BOUND, 7))]
    open_still = "not proved: --bound 7 was not enough; a larger one would go further"
    assert on_ending(report, program, "ring", "x") == (
        f"x/story.yaml:6:21: {open_still}: that ending “ring” can be reached"
    )
    assert on_promise(report, program, 0) == ""
    asked = finding(program, "at_ending", "0", {"name": "has_ring", "ending": "ring"})
    report.left = [OpenQuestion(asked, Reason(Limit.BOUND, 7))]
    assert on_promise(report, program, 0, "x") == f"x/story.yaml:8:20: {open_still}: has_ring"


def test_each_kind_of_promise_has_a_name_that_the_author_knows() -> None:
    program = load_story(TESTS / "faults" / "ending-broken").program
    again = Invariant("never", None, "a\n  or b", None, "story.yaml", 9)
    program = program._replace(invariants=(*program.invariants, again, again))
    assert list(story_tests.StoryTests(program, Path("x")).questions())[3:] == [
        "at_endings[ring: has_ring]",
        "never[a or b]",
        "never[a or b]#2",
    ]


def test_helpers_are_one_fewer_than_the_jobs() -> None:
    assert reporting.helpers_for(3) == 2
    assert 0 <= reporting.helpers_for() < reporting.MOST_JOBS
