"""Settings and paths: every kind of bad file gives defaults and a notice; saving keeps what the player wrote."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game import paths, settings
from game.settings import Settings

HOSTILE = ["a\x1b[2J", "a\x07", "a\x9b31m", "a\nb", "a\u202eb", "a\u2028b", "::error::x", "a\ufeff", "\ue000"]


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
        (b"theme: [", "cannot be used (line 1"),
        (b"theme: a\n\tb: c\n", "cannot be used (line 2"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"theme: \x01", "cannot be used"),
        (b"- theme", "must be lines such as"),
        (b"just words", "must be lines such as"),
        (b"[" * 5000, "cannot be used"),
        (b"a: &a [1]\nb: [*a, *a]\n", "cannot be used (line 1"),
        (b"theme: !!python/name:os.system x\n", "cannot be used (line 1"),
        (b'text_width: !!int "many"\n', "cannot be used (line 1"),
        (b"? [a]\n: b\n", "cannot be used (line 1"),
        (b'theme: "\\x1b[2J"\n', "cannot be used (line 1"),
        (b"theme: ash\n---\ntheme: paper\n", "cannot be used (line 2"),
        (b"# " + b"x" * settings.LARGEST, "cannot be read"),
    ],
)
def test_broken_file_gives_defaults_and_a_notice(file: Path, content: bytes, word: str) -> None:
    file.write_bytes(content)
    found = settings.load(file)
    assert word in found.notices[0]
    assert found == Settings(notices=found.notices)


def test_an_alias_bomb_is_not_followed(file: Path) -> None:
    rows = [f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9) if n else 'x'}]" for n in range(12)]
    file.write_text("\n".join(rows))
    assert "cannot be used (line 1" in settings.load(file).notices[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
def test_a_pipe_is_not_waited_for(file: Path) -> None:
    os.mkfifo(file)
    assert "it is not an ordinary file" in settings.load(file).notices[0]
    with pytest.raises(OSError, match="not an ordinary file"):
        settings.save(Settings(theme="paper"), file)


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_values_in_notices_cannot_steer(file: Path, text: str) -> None:
    file.write_text(f"{json.dumps(text, ensure_ascii=False)}: 1\ntheme: {json.dumps(text, ensure_ascii=False)}\n")
    assert settings.load(file).notices
    assert all(notice.isprintable() for notice in settings.load(file).notices)


@given(st.binary(max_size=80) | st.text(max_size=60).map(str.encode))
def test_whatever_a_file_holds_gives_settings(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "config.yaml")
        file.write_bytes(content)
        assert all(notice.isprintable() for notice in settings.load(file).notices)
        settings.save(Settings(theme="paper", text_width=60), file)
        assert (settings.load(file).theme, settings.load(file).text_width) == ("paper", 60)
        # What could not be kept in place lies beside it, as it was.
        asides = [aside.read_bytes() for aside in Path(folder).iterdir() if aside != file]
        assert content in asides or content.decode("utf-8-sig").strip() in file.read_bytes().decode()


def test_unreadable_file_gives_defaults_and_a_notice(file: Path) -> None:
    file.mkdir()
    assert "cannot be read" in settings.load(file).notices[0]


def test_a_key_for_something_that_cannot_be_done_is_told(file: Path) -> None:
    file.write_text("keys: {rewnd: b, codex: y}\n")
    found = settings.load(file)
    assert found.keys["codex"] == "y"
    assert found.notices == ("config.yaml: unknown setting “keys: rewnd”; did you mean “keys: rewind”?",)


def test_only_comments_are_no_problem(file: Path) -> None:
    file.write_text("# later\n")
    assert settings.load(file) == Settings()


def test_good_entries_hold_beside_bad_ones(file: Path) -> None:
    file.write_text("thme: paper\ntext_width: 60\nlanguage: klingon\nkeys: {rewind: [b, left], quit: y}\n12: 13\n")
    found = settings.load(file)
    assert (found.text_width, found.keys) == (60, {"rewind": "b,left", "quit": "y"})
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


def test_notices_speak_the_language_that_is_chosen_beside_them(file: Path) -> None:
    file.write_text("language: fr\ntheme: mauve\ntheme: ash\nkeys: {zzzzzz: x}\n")
    twice, theme, unknown = settings.load(file).notices
    assert "figure deux fois" in twice
    assert "réglage inconnu" in unknown
    assert "keys: choose" not in unknown.partition(";")[2], "the names alone"
    assert "« theme »".replace(" ", "\u202f") in theme


def test_saving_keeps_comments_keys_and_order(file: Path) -> None:
    file.write_text("# mine\nkeys: {rewind: b}\ntheme: paper # at night\nother: 1\n")
    settings.save(Settings(theme="ansi", language="fr"), file)
    assert file.read_text() == "# mine\nkeys: {rewind: b}\ntheme: ansi # at night\nother: 1\nlanguage: fr\n"
    settings.save(Settings(theme="ash"), file)
    assert file.read_text() == "# mine\nkeys: {rewind: b}\ntheme: ash # at night\nother: 1\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("theme: ash\n", "theme: paper\n"),
        ("theme: ash\ntheme: contrast\nother: 1\n", "theme: paper\nother: 1\n"),
        ("theme: ash\r\nother: 1\r\n", "theme: paper\r\nother: 1\r\n"),
        ('"theme": "ash" # mine\n', '"theme": paper # mine\n'),
        ("keys:\n  rewind: b\n  theme: t\n", "keys:\n  rewind: b\n  theme: t\ntheme: paper\n"),
        ("keys:\n  theme: t\ntheme:   ash", "keys:\n  theme: t\ntheme: paper"),
        ("{theme: ash, keys: {rewind: b}}\n", "theme: paper\nkeys:\n  rewind: b\n"),
        ("theme:\n  ash\nother: [1, 2]\n", "theme: paper\nother:\n- '1'\n- '2'\n"),
        ("\ufeff# mine\n", "# mine\ntheme: paper\n"),
    ],
)
def test_saving_changes_one_entry_and_no_other(file: Path, before: str, after: str) -> None:
    file.write_text(before, newline="")
    settings.save(Settings(theme="paper"), file)
    assert file.read_bytes().decode() == after
    assert settings.load(file).theme == "paper"


def test_what_is_set_aside_is_never_overwritten(file: Path) -> None:
    for _ in range(3):
        file.write_text("theme: [\n  - x: [")
        settings.save(Settings(theme="paper"), file)
    asides = {aside.name for aside in file.parent.glob("*.broken*")}
    assert asides == {"config.yaml.broken", "config.yaml.broken-2", "config.yaml.broken-3"}


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
