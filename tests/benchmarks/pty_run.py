"""A process on a pseudo-terminal, measured from outside: time to a text, time from a key to the repaint, memory."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

_CONTROL = re.compile(rb"\x1b\[[0-9;?<>=$]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]")
_RESPONSES = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62;c"}


def _take_control() -> None:
    """In the new process: its standard input becomes its controlling terminal."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class OnTerminal:
    """A command on a terminal of 120 by 36; use as a context manager.

    With `control` the terminal is the one that controls it: closing it sends SIGHUP, job control works.
    """

    def __init__(self, command: Sequence[str], env: dict[str, str], *, control: bool = False) -> None:
        self.started = time.perf_counter()
        self._main, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        self.attributes_before = self.attributes()
        self._process = subprocess.Popen(
            command,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=env,
            start_new_session=True,
            preexec_fn=_take_control if control else None,
        )
        os.close(follower)
        self.seen = self.written = b""

    def __enter__(self) -> OnTerminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        deadline = time.perf_counter() + 3
        while self._process.poll() is None and time.perf_counter() < deadline:
            self._read(0.05)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._main >= 0:
            os.close(self._main)

    def attributes(self) -> list[object]:
        """How the terminal is set."""
        return termios.tcgetattr(self._main)

    def signal(self, number: int) -> None:
        """Send a signal to the process."""
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """Take the terminal away."""
        os.close(self._main)
        self._main = -1

    def _read(self, seconds: float) -> bool:
        """Take in what has been written; whether there was anything."""
        if self._main < 0:
            time.sleep(seconds)
            return False
        if not select.select([self._main], [], [], seconds)[0]:
            return False
        try:
            chunk = os.read(self._main, 65536)
        except OSError:
            return False
        for question, answer in _RESPONSES.items():
            if question in chunk:
                os.write(self._main, answer)
        self.seen += chunk
        self.written += chunk
        return bool(chunk)

    def until(self, text: str, seconds: float = 30) -> float:
        """Seconds from the start until a text stands on the terminal. Raises TimeoutError."""
        wanted = text.encode()
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            self._read(0.05)
            if wanted in _CONTROL.sub(b"", self.seen):
                return time.perf_counter() - self.started
            if self._process.poll() is not None:
                while self._read(0.05):
                    pass
                break
        code = self._process.poll()
        raise TimeoutError(f"{text!r} never came; exit code {code}, the last was {self.seen[-400:]!r}")

    def quiet(self, seconds: float = 0.3) -> None:
        """Wait until nothing is written any more."""
        while self._read(seconds):
            pass

    def write(self, text: str) -> None:
        """Type something."""
        os.write(self._main, text.encode())

    def ended(self, seconds: float = 10) -> int:
        """The exit code, once the process has ended. Raises TimeoutError."""
        deadline = time.perf_counter() + seconds
        while self._process.poll() is None and time.perf_counter() < deadline:
            self._read(0.05)
        while self._read(0.05):
            pass
        if self._process.returncode is None:
            raise TimeoutError("it has not ended")
        return self._process.returncode

    def key(self, key: str) -> float:
        """Seconds from a key to the last byte of the repaint that it causes.

        It waits first for so long that the same key counts again, and is not one that is held down.
        """
        self.quiet(0.3)
        self.seen = b""
        started = last = time.perf_counter()
        self.write(key)
        while self._read(2 if last == started else 0.06):
            last = time.perf_counter()
        if last == started:
            raise TimeoutError(f"key {key!r} changed nothing")
        return last - started

    @property
    def processor(self) -> float:
        """The seconds that processors have worked for the process so far, in steps of a hundredth."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0
