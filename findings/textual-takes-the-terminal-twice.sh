#!/usr/bin/env bash
# Textual 8.2.8 takes the terminal anew on every SIGCONT, whether or not it had given it back. After SIGTSTP that is
# right: it had left the terminal, and the way out restores it. After SIGSTOP (`kill -STOP`, a debugger, a container
# that is paused), which no program can catch, it had not: then SIGCONT starts a second reader and a second writer, asks
# for the alternate screen and the keyboard protocol a second time, and notes the *raw* settings as those to be
# restored. When the app is left in order afterwards (exit code 0), the terminal stays raw (no echo, no lines) and the
# keyboard protocol stays pushed once.
#
# A good engineer would expect SIGCONT without a stop of its own making to be no more than a reason to draw again. This
# program replaces the handler of SIGCONT by one that looks whether the terminal had been given back.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check 'textual==8.2.8' 2>/dev/null
"$work/venv/bin/python" - <<'PY'
import fcntl
import importlib.metadata
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time

APP = """
from textual.app import App
from textual.widgets import Static

class Small(App):
    BINDINGS = [("q", "quit", "Quit")]

    def compose(self):
        yield Static("here")

Small().run()
"""


def left_as(signals):
    """How a terminal is left by a small app that got these signals and then was quit: lines, echo, protocol levels."""
    main, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    app = subprocess.Popen(
        [sys.executable, "-c", APP], stdin=follower, stdout=follower, stderr=follower, start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color"},
    )
    seen = b""

    def read(seconds, until=None):
        nonlocal seen
        end = time.monotonic() + seconds
        while time.monotonic() < end and not (until and until in seen):
            if select.select([main], [], [], 0.05)[0]:
                seen += os.read(main, 65536)

    read(30, b"here")
    read(1)
    for number in signals:
        app.send_signal(number)
        read(1)
    os.write(main, b"q")
    end = time.monotonic() + 15
    while app.poll() is None and time.monotonic() < end:
        read(0.1)
    local = termios.tcgetattr(follower)[3]
    app.kill()
    levels = seen.count(b"\x1b[>") - seen.count(b"\x1b[<u")
    return app.wait(), bool(local & termios.ICANON), bool(local & termios.ECHO), levels


print("Textual", importlib.metadata.version("textual"))
EXPECTED = {
    (): (0, True, True, 0),
    (signal.SIGTSTP, signal.SIGCONT): (0, True, True, 0),
    (signal.SIGSTOP, signal.SIGCONT): (0, False, False, 1),
}
changed = False
for signals, expected in EXPECTED.items():
    found = left_as(signals)
    changed = changed or found != expected
    names = " and ".join(number.name for number in signals) or "no signal"
    print(f"after {names}: exit code {found[0]}, lines {found[1]}, echo {found[2]}, keyboard levels left {found[3]}")
if changed:
    sys.exit("CHANGED: a stop from outside leaves the terminal otherwise than the head says")
print("as found: after SIGSTOP and SIGCONT an app that is quit in order leaves the terminal raw")
PY
