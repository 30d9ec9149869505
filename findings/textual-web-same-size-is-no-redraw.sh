#!/usr/bin/env bash
# Textual 8.2.8: under the web driver there is no word for "draw everything again", and a resize to the same size is none.
#
# A page in a browser that is reloaded has an empty terminal of the very size that it had before. Where its app is kept
# running across the reload, the server can tell it the size again (the protocol of textual-serve has resize, focus, blur,
# quit and file deliveries): the app answers with nothing, not one byte, and the page stays blank until something changes.
# A size that differs by one column draws the whole screen.
#
# One would have guessed that the size a terminal reports as it connects is answered by a screen, as SIGWINCH and most
# terminal programs' Ctrl-L have it. For this program: a game is kept for 30 seconds when its tab is reloaded, so its own
# driver knows a word of its own, on which it enters the alternate screen anew and draws everything.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check textual==8.2.8

cat >"$work/app.py" <<'PY'
import json
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


def resized(width):
    data = json.dumps({"type": "resize", "width": width, "height": 10}).encode()
    app.stdin.write(b"M" + len(data).to_bytes(4, "big") + data)
    app.stdin.flush()
    seen = drawn(3)
    return "the whole screen" if b"hello from the page" in seen else f"{len(seen)} bytes"


first = drawn(1)
while b"hello from the page" not in first:
    first += drawn(1)
print("told the same size:", resized(40))
print("told another size:", resized(41))
print("told the same size:", resized(41))
app.terminate()
app.communicate()
PY
seen=$(timeout 120 "$work/venv/bin/python" "$work/app.py")
printf '%s\n' "$seen"
expected="told the same size: 0 bytes
told another size: the whole screen
told the same size: 0 bytes"
if [ "$seen" = "$expected" ]; then
  echo "as found: an app that is told the size it has draws nothing, however empty the terminal is"
else
  echo "CHANGED: the same size is answered otherwise than by Textual 8.2.8"
  exit 1
fi
