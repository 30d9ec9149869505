"""Every part of the benchmarks, gone through in a small size: it runs and prints its rows. No figure is held.

And the table: what it says of figures that stand here. What is measured are processes of their own; who measures is
this one, but where a command line is told off.
"""

from __future__ import annotations

import re
import subprocess
import sys
import traceback
from collections.abc import Iterator

import pytest

from tests.benchmarks.__main__ import PARTS, main
from tests.benchmarks.against import reasons
from tests.benchmarks.catalogues import CASES
from tests.benchmarks.table import Pair, Row, Target, apart, at_least, at_most, lines, lines_against, paired

WALK = ("first round, {}", "best round, {}", "loaded again, {}", "memory, {}")
FORMS = ("every value told apart", "as the proof lays them out")
WAYS = ("no chapters", "a chapter every 20 scenes", "codex links on every page", "after an undo")
ROWS = {
    "walk": [*(row.format(f"{n} scenes") for n in (20, 40) for row in WALK), "best round, 40 scenes again"],
    "terminal": [
        "start to what comes before a new session",
        "start to first page, shipped story",
        "key to new page at page 25",
        "memory at page 25",
        *(
            f"{what} at page 25, {way}"
            for way in (*WAYS, "after a language switch")
            for what in ("key to new page", "memory")
        ),
    ],
    "commands": ["game --version", "game check, unchanged", "game play --plain, first page"],
    "loading": ["game check, first time", "game check, unchanged", "load_story, unchanged, in a warm process"],
    "faults": [
        "S201 entries",
        "S404 entries",
        *(f"S404 in one {style} text" for style in ("literal", "folded", "double-quoted", "single-quoted", "one-line")),
        "codes reported once only",
        "files",
        "escapes",
        *(f"{style} report of faults on one line" for style in ("text", "json", "sarif", "github")),
    ],
    "sessions": [
        *(
            f"{what}, {number} sessions {known}"
            for what in ("title, first picture", "list, first picture", "the last session", "game sessions")
            for number in (10, 30)
            for known in ("never seen", "known")
        ),
        "game sessions, one of 60 MB among them",
    ],
    "prove": [
        *(f"10 scenes, 2 + 1 variables, {form}{more}" for form in FORMS for more in ("", ": memory")),
        *(
            f"game prove{command}{more}"
            for command in (" --fresh, 2 acts of 4", " --fresh, endings", ", kept, endings")
            for more in ("", ": of processor", ": memory")
        ),
    ],
    "edits": [
        f"{kind}, {word}"
        for kind in ("a text", "a guard", "a new choice", "a new variable", "a scene deleted")
        for word in ("median", "worst")
    ],
    "catalogues": [case.name for case in CASES],
}
"""What the rows of each part are called."""


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.benchmarks", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("part", PARTS)
def test_a_part_prints_its_rows(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--tiny", part]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    head, *rest = out.splitlines()
    assert head.split() == ["what", "ours", "beside", "ratio", "target", "met"]
    assert rest[0].split(",")[0] == part
    rows = [re.split(r"\s{2,}", line.strip()) for line in rest if line.startswith("  ")]
    assert [what for what, *_ in rows] == ROWS[part]
    assert all(re.match(r"[\d,.]+( ms| MB| /s)?\b", figures[0]) for _, *figures in rows)


def test_the_rows_of_another_run_are_read_as_they_were() -> None:
    done = _run("--tiny", "--json", "catalogues")
    rows = [Row.from_json(line) for line in done.stdout.splitlines()]
    assert [row.key for row in rows] == [("catalogues", name) for name in ROWS["catalogues"]]
    assert all(row.target == at_most(6) and row.ratio for row in rows)
    assert [Row.from_json(row.to_json()) for row in [*rows, FULL]] == [*rows, FULL]


def test_a_part_that_there_is_not() -> None:
    done = _run("wlak")
    assert done.returncode == 2
    assert "no part 'wlak'; there are: walk," in done.stderr


def test_a_commit_that_there_is_not() -> None:
    done = _run("--tiny", "--against", "no-such-commit", "commands")
    assert done.returncode == 1
    assert "no-such-commit" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_rounds_at_all() -> None:
    done = _run("--against", "HEAD", "--rounds", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--rounds is at least 1" in done.stderr


# ---------------------------------------------------------------- the table

FULL = Row("walk", "a round", 3.0, "s", 2.0, "a floor", at_most(1.2), at_least(3), "a note")
BARE = Row("walk", "memory", 61.0, "MB")


def _met(row: Row) -> str:
    return re.split(r"\s{2,}", f"{list(lines([row]))[-1]}  ")[-2]


@pytest.mark.parametrize(
    ("target", "met"),
    [
        (at_most(1.5), "yes"),
        (at_most(1.49), "no"),
        (at_least(1.5), "yes"),
        (at_least(1.51), "no"),
        (at_most(3, "s"), "yes"),
        (at_most(2.9, "s"), "no"),
        (at_least(3.1, "s"), "no"),
    ],
)
def test_a_target_is_met_or_not(target: Target, met: str) -> None:
    """Three seconds, which is 1.5 times the two that stand beside."""
    assert _met(FULL._replace(target=target, note="")) == met


def test_a_ratio_that_there_is_not_meets_nothing() -> None:
    assert _met(BARE._replace(target=at_most(1.5))) == "<= 1.50 x"
    assert _met(BARE._replace(target=at_most(60, "MB"))) == "no"
    assert _met(FULL._replace(beside=0.0, note="")) == "<= 1.20 x"


def test_one_table_says_what_stands_beside_where_that_changes() -> None:
    rows = [FULL, FULL._replace(what="a second", unit="/s"), BARE, BARE._replace(part="prove", unit="")]
    assert [re.sub(r"\s{2,}", "|", line) for line in lines(rows)] == [
        "what|ours|beside|ratio|target|met",
        "walk, beside a floor",
        "|a round|3,000.0 ms|2,000.0 ms|1.50 x|<= 1.20 x|no|a note",
        "|a second|3 /s|2 /s|1.50 x|<= 1.20 x|no|a note",
        "walk",
        "|memory|61.0 MB",
        "prove",
        "|memory|61",
    ]


def test_runs_are_paired_with_those_that_were_made_beside_them() -> None:
    ours, theirs = [6.0, 30.0, 8.0], [2.0, 10.0, 1.0]
    runs = [[FULL._replace(ours=value), BARE] for value in ours], [[FULL._replace(ours=value)] for value in theirs]
    first, second = paired(*runs)
    assert first == Pair(runs[0][-1][0], 8.0, 2.0, 3.0, (3.0, 8.0))
    assert second == Pair(BARE, 61.0)
    assert [re.sub(r"\s{2,}", "|", line) for line in lines_against("0123456789abcdef", [first, second])] == [
        "what|ours|0123456789ab|ratio|spread|target|met",
        "walk",
        "|a round|8,000.0 ms|2,000.0 ms|3.00 x|3.00 to 8.00|>= 3.00 x|yes",
        "|memory|61.0 MB|not in 0123456789ab",
    ]


def test_nothing_beside_nothing_is_no_ratio() -> None:
    (pair,) = paired([[FULL._replace(ours=0.0)]], [[FULL._replace(ours=0.0)]])
    assert pair[1:] == (0.0, 0.0, None, None)
    assert re.split(r"\s{2,}", list(lines_against("a", [pair]))[-1]) == ["", "a round", "0.0 ms", "0.0 ms", ">= 3.00 x"]


def test_a_run_of_the_other_commit_that_lacks_a_row_is_left_out() -> None:
    (pair,) = paired([[FULL], [FULL._replace(ours=5.0)]], [[], [FULL._replace(ours=10.0)]])
    assert pair[1:] == (4.0, 10.0, 0.5, (0.5, 0.5))


def test_a_group_that_fails_takes_no_other_with_it() -> None:
    def failing() -> Iterator[Row]:
        yield FULL
        raise ValueError("broken")

    rows = apart(failing(), [BARE])
    assert [next(rows), next(rows)] == [FULL, BARE]
    with pytest.raises(ExceptionGroup, match="not everything") as raised:
        next(rows)
    assert [str(each) for each in raised.value.exceptions] == ["broken"]
    assert reasons("".join(traceback.format_exception(raised.value))) == ["ValueError: broken"]
