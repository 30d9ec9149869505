#!/usr/bin/env bash
# textual-serve 1.1.3 in Debian's Chromium (seen with 156): whether the words of an app stand in the page's DOM depends on
# the machine's graphics, not on the app.
#
# The page draws with xterm.js and asks for its WebGL and its canvas renderer. In a headless Chromium that emulates WebGL
# (the default) all words are pixels: the page's innerText is empty, get_by_text finds nothing, nor do a search in the page
# and a screen reader. In the same Chromium without WebGL (--disable-gpu --disable-software-rasterizer) xterm falls back
# to its DOM renderer without a word, and the same page holds every word.
#
# One would have guessed that a test that finds text by the DOM on one machine finds it on the next. For this program: its
# browser tests read xterm's own buffer; and players with screen readers are served by the plain player, not by the page.
#
# Needs the Debian package chromium.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check \
  textual==8.2.8 textual-serve==1.1.3 aiohttp==3.14.5 playwright==1.65.2

cat >"$work/hello.py" <<'PY'
from textual.app import App
from textual.widgets import Static


class Hello(App):
    def compose(self):
        yield Static("hello from the page")


Hello().run()
PY
cat >"$work/serve.py" <<'PY'
import shlex
import sys

from textual_serve.server import Server

Server(shlex.join([sys.executable, sys.argv[1]]), port=int(sys.argv[2])).serve()
PY
cat >"$work/look.py" <<'PY'
import shutil
import socket
import subprocess
import sys
import time

from playwright.sync_api import Error, sync_playwright

with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
server = subprocess.Popen(
    [sys.executable, "serve.py", "hello.py", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
)


def words(*switches):
    """What of the app stands in the DOM once the page has drawn it."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", *switches])
        page = browser.new_page()
        page.route(lambda address: "localhost" not in address, lambda route: route.abort())
        while True:
            try:
                page.goto(f"http://localhost:{port}/")
                break
            except Error:
                time.sleep(0.2)
        page.locator("body.-first-byte").wait_for(timeout=60_000)
        page.wait_for_timeout(3000)
        found = "hello from the page" in page.locator(".xterm-screen").inner_text().replace("\xa0", " ")
        browser.close()
        return "in the DOM" if found else "not in the DOM"


try:
    print("with WebGL (emulated):", words())
    print("without WebGL:", words("--disable-gpu", "--disable-software-rasterizer"))
finally:
    server.terminate()
    server.wait()
PY
seen=$(cd "$work" && timeout 300 "$work/venv/bin/python" look.py)
printf '%s\n' "$seen"
expected="with WebGL (emulated): not in the DOM
without WebGL: in the DOM"
if [ "$seen" = "$expected" ]; then
  echo "as found: the words of a terminal in a page are in its DOM only where there is no WebGL"
else
  echo "CHANGED: the page draws otherwise than with textual-serve 1.1.3"
  exit 1
fi
