"""The YAML reader: strict, positioned, quick to refuse, and never a traceback."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from game.story.collector import collector_paused
from game.story.diagnostics import Problems
from game.story.places.source import Sourced
from game.story.reading import reader
from game.story.reading.data import Map, Seq
from tests.story.stories import SCENES


def read(data: str | bytes) -> tuple[Any, list[str]]:
    """The data, and the problems as 'CODE line:column'."""
    problems = Problems()
    _, made = reader.read_bytes(data.encode() if isinstance(data, str) else data, "a.yaml", problems)
    return made, [f"{item.code} {item.line}:{item.column}" for item in problems.sorted()]


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _either_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """libyaml's reader, and the pure one that stands in where it is absent."""
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(reader, "_LOADER", getattr(yaml, request.param))


def test_everything_has_a_place() -> None:
    data, problems = read("a: one\nb:\n  - {c: 'two'}\n  - |\n    three\n")
    assert problems == []
    assert isinstance(data, Map)
    assert (data.mark.line, data.mark.column) == (1, 1)
    assert [(key, data.key(key).mark.line) for key in data] == [("a", 1), ("b", 2)]
    inner = data["b"]
    assert isinstance(inner, Seq)
    assert (inner.mark.line, inner.mark.column) == (3, 3)
    assert str(inner[0]["c"].mark) == "a.yaml:3:9"
    assert str(inner[1].mark) == "a.yaml:4:5"
    assert inner[1] == "three\n"


def test_scalars_stay_text() -> None:
    data, _ = read("[no, yes, on, 010, 1e3, 2001-01-01, 12:30, ~, null, 1.0]")
    assert data == ["no", "yes", "on", "010", "1e3", "2001-01-01", "12:30", "~", "null", "1.0"]
    assert all(type(item) is Sourced for item in data)


def test_byte_order_mark_and_carriage_returns_are_tolerated() -> None:
    data, problems = read(b"\xef\xbb\xbfa: one\r\nb: two\r\n")
    assert problems == []
    assert data == {"a": "one", "b": "two"}
    assert str(data.key("a").mark) == "a.yaml:1:1"


@pytest.mark.usefixtures("_either_loader")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('a: "One.\nb: c\n', "S014 1:4"),
        ('a: "One.\nb:\n  c: {d: "e", f: g}\n', "S014 1:4"),
        ("a: 'it's so'\n", "S026 1:8"),
        ('a: "Go" he said\n', "S026 1:9"),
        ("a: [b, c\nd: e\n", "S015 1:4"),
        ("a: Tell him: no\n", "S016 1:12"),
        ("a:\n    b: c\n  d: e\n", "S017 3:3"),
        ("a:\n  b: c\n    d: e\n", "S017 3:5"),
        ("a:\n  one\n    text: b\n", "S017 3:5"),
        ("a: @b\n", "S018 1:4"),
        ("a: `b\n", "S018 1:4"),
        ("a: b\nc\nd: e\n", "S022 2:1"),
        ("a: *emphasis* it is\n", "S011 1:4"),
        ("a: *b\n", "S011 1:4"),
        ("a: &b c\n", "S011 1:4"),
        ("&b a: c\n", "S011 1:1"),
        ("a: !x b\n", "S012 1:4"),
        ("a: !!python/object:os.system b\n", "S012 1:4"),
        ("a: > b\n", "S025 1:4"),
        ("a: b\n---\nc: d\n", "S013 2:1"),
        ("a: {b, c: d}\n", "S028 1:5"),
        ("? [a]\n: b\n", "S019 1:3"),
        ("a: b\na: c\n", "S010 2:1"),
        ("", "S009 1:1"),
        ("# nothing\n", "S009 1:1"),
        ("a: b\n\tc: d\n", "S006 2:1"),
        ("a: |\n  b\tc\n", "S006 2:4"),
        ("a: b\x1b[31m\n", "S003 1:5"),
        ("a: b\u202ec\n", "S003 1:5"),
        ("a: b\ue000c\n", "S003 1:5"),
        ("a: b\x85c\n", "S003 1:5"),
        ("a: b\u2028c\n", "S003 1:5"),
        ('a: "b\\e"\n', "S004 1:6"),
        ('a: "b\\u202e"\n', "S004 1:6"),
        ('a: "b\\ue000"\n', "S004 1:6"),
        ('a: "b\\t"\n', "S004 1:6"),
        ('"a\\0": b\n', "S004 1:3"),
    ],
)
def test_refusals(text: str, problem: str) -> None:
    _, problems = read(text)
    assert problems == [problem]


def test_all_forbidden_characters_of_a_file_are_counted_up_to_ten() -> None:
    _, problems = read("a: " + "\x07" * 50)
    assert problems == [f"S003 1:{column}" for column in range(4, 14)]


def test_not_utf8_says_where() -> None:
    _, problems = read("a: é\nb: caf".encode() + b"\xe9\n")
    assert problems == ["S002 2:7"]


def test_alias_bomb_is_refused_at_its_anchors() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(8)
    )
    data, problems = read(bomb)
    assert data is None
    assert {problem.split()[0] for problem in problems} == {"S011"}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", '["', "[[{x: "])
def test_nesting_bombs_are_refused_at_once(opening: str, tmp_path: Path) -> None:
    started = time.perf_counter()
    data, problems = read(opening * (7_900_000 // len(opening)))
    assert data is None
    assert len(problems) == 1
    path = tmp_path / "bomb.yaml"
    path.write_text(opening * (10_000_000 // len(opening)), encoding="utf-8")
    found = Problems()
    assert reader.read_file(path, "bomb.yaml", found)[1] is None
    assert [item.code for item in found.found] == ["S007"]
    assert time.perf_counter() - started < 20, "a refusal, not a walk through all of it"


def test_what_cannot_be_read_is_reported(tmp_path: Path) -> None:
    problems = Problems()
    os.mkfifo(tmp_path / "pipe.yaml")
    assert reader.read_file(tmp_path / "pipe.yaml", "0.yaml", problems)[1] is None
    assert reader.read_file(tmp_path, "a.yaml", problems)[1] is None
    assert reader.read_file(tmp_path / "none.yaml", "b.yaml", problems)[1] is None
    assert [item.code for item in problems.found] == ["S020", "S020", "S020"]


@pytest.mark.parametrize("enabled", [True, False])
def test_collector_is_as_before(enabled: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with pytest.raises(ZeroDivisionError), collector_paused():
            1 / gc.isenabled()
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()


@given(st.binary(max_size=200))
def test_any_bytes_give_data_or_problems(data: bytes) -> None:
    made, problems = read(data)
    assert (made is None) <= bool(problems)


@given(st.text(alphabet="a:- []{}'\"|>&*!?#\n,%@`~\\x0", max_size=60))
def test_any_yaml_like_text_gives_data_or_problems(text: str) -> None:
    for loader in ("CSafeLoader", "SafeLoader"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reader, "_LOADER", getattr(yaml, loader))
            made, problems = read(text)
            assert (made is None) <= bool(problems)


@given(st.data())
def test_a_damaged_file_never_raises(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(SCENES)))
    end = data.draw(st.integers(at, min(len(SCENES), at + 20)))
    put = data.draw(st.text(max_size=6))
    made, problems = read((SCENES[:at] + put + SCENES[end:]).encode("utf-8", "replace"))
    assert (made is None) <= bool(problems)
