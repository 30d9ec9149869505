#!/usr/bin/env bash
# Textual 8.2.8: an app under the web driver does not end when its input does.
#
# textual-serve runs an app with pipes for its streams. When the server's end of the input is closed (which is all that an
# app sees of a server that was killed), the driver's reading thread ends, and nothing else does: the app runs on, idle,
# deaf and unseen, for as long as the machine does. It would learn of its loss only when it draws, and an idle app does
# not draw. At a terminal that vanishes, the kernel sends SIGHUP; on a pipe nobody sends anything.
#
# One would have guessed that the end of the input ends the app, as it ends a shell or an interpreter. For this program:
# its own driver leaves the game when the input ends, so that no game outlives its server.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check textual==8.2.8

cat >"$work/app.py" <<'PY'
import os
import select
import subprocess
import sys

APP = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello from the page")
Hello().run()
"""
page = {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "COLUMNS": "40", "ROWS": "10"}
app = subprocess.Popen(
    [sys.executable, "-c", APP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **page}
)


def drawn(seconds):
    """What the app writes until it has been silent for so long."""
    seen = b""
    while select.select([app.stdout], [], [], seconds)[0]:
        if not (more := os.read(app.stdout.fileno(), 65536)):
            break
        seen += more
    return seen


def threads():
    return len(os.listdir(f"/proc/{app.pid}/task"))


first = drawn(1)
while b"hello from the page" not in first:
    first += drawn(1)
before = threads()
app.stdin.close()
after = drawn(5)
print("five seconds after the end of its input:", "running" if app.poll() is None else "ended")
print("drawn since:", len(after), "bytes")
print("threads that have ended:", before - threads())
app.terminate()
app.wait()
PY
seen=$(timeout 120 "$work/venv/bin/python" "$work/app.py")
printf '%s\n' "$seen"
expected="five seconds after the end of its input: running
drawn since: 0 bytes
threads that have ended: 1"
if [ "$seen" = "$expected" ]; then
  echo "as found: the thread that reads is gone, the app is not"
else
  echo "CHANGED: the end of the input is taken otherwise than by Textual 8.2.8"
  exit 1
fi
