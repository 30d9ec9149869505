"""Where the server listens: this machine alone unless asked, one port on all its addresses, words where it cannot."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="served pages")

from game.cli import run
from game.cli.serve import serve
from game.serve.running import CannotListen, is_loopback, is_unspecified, listen


@pytest.fixture
def busy() -> object:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def test_nobody_elsewhere_is_served_unless_asked() -> None:
    host = next(option for option in serve.params if option.name == "host").default
    assert is_loopback(str(host))
    sockets = listen(str(host), 0)
    try:
        names = [found.getsockname() for found in sockets]
    finally:
        for found in sockets:
            found.close()
    assert all(ip_address(name[0]).is_loopback for name in names)
    assert len({name[1] for name in names}) == 1


@pytest.mark.parametrize(
    ("host", "loopback", "unspecified"),
    [
        ("localhost", True, False),
        ("127.0.0.1", True, False),
        ("::1", True, False),
        ("0.0.0.0", False, True),
        ("::", False, True),
        ("203.0.113.7", False, False),
        ("no such host", False, False),
    ],
)
def test_what_a_host_stands_for(host: str, loopback: bool, unspecified: bool) -> None:
    assert (is_loopback(host), is_unspecified(host)) == (loopback, unspecified)


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host", "127.0.0.1"])
def test_where_it_cannot_listen(host: str, busy: int) -> None:
    with pytest.raises(CannotListen) as caught:
        listen(host, busy)
    assert str(caught.value)


def test_a_port_that_is_taken_is_told(busy: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--host", "127.0.0.1", "--port", str(busy)]) == 1
    assert f"127.0.0.1:{busy}" in (told := capsys.readouterr().err)
    assert "--port" in told


def test_a_home_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SEVEN_CANTEENS_HOME", str(tmp_path / "file" / "home"))
    assert run(["serve", "--port", "0"]) == 1
    assert "Not a directory" in capsys.readouterr().err


def test_a_story_that_cannot_be_played_is_not_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "story.yaml").write_text("story: [")
    assert run(["serve", str(tmp_path), "--port", "0"]) == 1
    assert "story.yaml:1:" in capsys.readouterr().err
