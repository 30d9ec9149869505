"""Settings and paths: every kind of bad file gives defaults and a notice; saving keeps what the player wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from game import paths, settings
from game.settings import Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def test_no_file_gives_defaults_and_makes_nothing(file: Path) -> None:
    assert settings.load(file) == Settings()
    assert not file.exists()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"theme: [", "not valid YAML (line 1"),
        (b"theme: a\n\tb: c\n", "not valid YAML (line 2"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"theme: \x01", "not valid YAML"),
        (b"- theme", "must be lines such as"),
        (b"just words", "must be lines such as"),
        (b"[" * 5000, "not valid YAML"),
        (b"a: &a [1]\nb: [*a, *a]\n", "unknown setting"),
    ],
)
def test_broken_file_gives_defaults_and_a_notice(file: Path, content: bytes, word: str) -> None:
    file.write_bytes(content)
    found = settings.load(file)
    assert word in found.notices[0]
    assert found == Settings(notices=found.notices)


def test_unreadable_file_gives_defaults_and_a_notice(file: Path) -> None:
    file.mkdir()
    assert "cannot be read" in settings.load(file).notices[0]


def test_a_key_for_something_that_cannot_be_done_is_told(file: Path) -> None:
    file.write_text("keys: {rewnd: b, codex: x}\n")
    found = settings.load(file)
    assert found.keys["codex"] == "x"
    assert found.notices == ("config.yaml: unknown setting “keys: rewnd”; did you mean “keys: rewind”?",)


def test_only_comments_are_no_problem(file: Path) -> None:
    file.write_text("# later\n")
    assert settings.load(file) == Settings()


def test_good_entries_hold_beside_bad_ones(file: Path) -> None:
    file.write_text("thme: paper\ntext_width: 60\nlanguage: klingon\nkeys: {rewind: [b, left], quit: x}\n12: 13\n")
    found = settings.load(file)
    assert (found.text_width, found.keys) == (60, {"rewind": "b,left", "quit": "x"})
    assert [notice for notice in found.notices if "did you mean “theme”" in notice]
    assert [notice for notice in found.notices if "must be one of en, fr" in notice]
    assert len(found.notices) == 3


@pytest.mark.parametrize("line", ["text_width: 7", "text_width: true", "theme: mauve", "keys: 3", "theme: [ash]"])
def test_a_value_that_cannot_be_used_is_named(file: Path, line: str) -> None:
    file.write_text(line + "\n")
    found = settings.load(file)
    assert len(found.notices) == 1
    assert f"“{line.split(':')[0]}”" in found.notices[0]
    assert found == Settings(notices=found.notices)


def test_notices_speak_the_systems_language(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    file.write_text("")
    assert "est vide" in settings.load(file).notices[0]


def test_saving_keeps_comments_keys_and_order(file: Path) -> None:
    file.write_text("# mine\nkeys: {rewind: b}\ntheme: paper # at night\nother: 1\n")
    settings.save(Settings(theme="ansi", language="fr"), file)
    assert file.read_text() == "# mine\nkeys: {rewind: b}\ntheme: ansi\nother: 1\nlanguage: fr\n"
    settings.save(Settings(theme="ash"), file)
    assert file.read_text() == "# mine\nkeys: {rewind: b}\ntheme: ash\nother: 1\n"


def test_saving_sets_a_broken_file_aside(file: Path) -> None:
    file.write_text("theme: [")
    settings.save(Settings(theme="paper"), file)
    assert settings.load(file) == Settings(theme="paper")
    assert file.with_name("config.yaml.broken").read_text() == "theme: ["


def test_home_variable_holds_everything_and_asking_makes_no_folder(own_home: Path) -> None:
    asked = [paths.data_folder(), paths.sessions_folder(), paths.config_file(), paths.cache_folder()]
    assert all(path.is_relative_to(own_home) for path in asked)
    assert list(own_home.iterdir()) == []


def test_without_it_the_platforms_folders_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    for path in (paths.data_folder(), paths.sessions_folder(), paths.config_file(), paths.cache_folder()):
        assert paths.APPLICATION in path.parts
