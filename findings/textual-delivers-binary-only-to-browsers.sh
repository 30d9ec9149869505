#!/usr/bin/env bash
# Textual 8.2.8: App.deliver_binary delivers no bytes at a terminal.
#
# Its documentation takes "a path or file-like object", typed BinaryIO. Given io.BytesIO, or a file opened with "rb", or a
# path, an app at a terminal makes the file, writes nothing into it, and is told DeliveryFailed ("write() argument must be
# str, not bytes"): the driver looks with isinstance(binary, typing.BinaryIO) whether to open the target for bytes, and
# that is false for every file object that Python's own library makes. The same call in a browser (the web driver)
# delivers the very bytes. deliver_text with io.StringIO works in both; deliver_text of a path fails like the rest.
#
# One would have guessed that the same call works in both places, or in neither. For this program: it hands bytes to the
# browser with deliver_binary, and writes files at a terminal itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check textual==8.2.8

cat >"$work/deliver.py" <<'PY'
import asyncio
import io
import sys
import threading
from pathlib import Path

from textual.app import App

folder = Path(sys.argv[1])


class Delivering(App):
    def on_mount(self):
        self.ended = asyncio.Queue()

    def on_delivery_complete(self, event):
        self.ended.put_nowait("complete")

    def on_delivery_failed(self, event):
        self.ended.put_nowait(f"failed: {event.exception}")


async def main():
    source = folder / "source.bin"
    source.write_bytes(b"seven canteens")
    app = Delivering()
    async with app.run_test():
        ways = {
            "deliver_binary BytesIO": lambda name: app.deliver_binary(
                io.BytesIO(b"seven canteens"), save_directory=folder, save_filename=name
            ),
            "deliver_binary open file": lambda name: app.deliver_binary(
                source.open("rb"), save_directory=folder, save_filename=name
            ),
            "deliver_binary path": lambda name: app.deliver_binary(source, save_directory=folder, save_filename=name),
            "deliver_text path": lambda name: app.deliver_text(source, save_directory=folder, save_filename=name),
            "deliver_text StringIO": lambda name: app.deliver_text(
                io.StringIO("seven canteens"), save_directory=folder, save_filename=name
            ),
        }
        ends = {}
        for what, deliver in ways.items():
            deliver(what)
            ends[what] = await asyncio.wait_for(app.ended.get(), 20)
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join(20)  # "complete" is told before the file is closed
    for what, end in ends.items():
        print(f"{what}: {end}; {(folder / what).stat().st_size} bytes")


asyncio.run(main())
PY
cat >"$work/browser.py" <<'PY'
import json
import os
import re
import subprocess
import sys

APP = """
import io
from textual.app import App
class Delivering(App):
    def on_mount(self):
        self.deliver_binary(io.BytesIO(b"seven canteens"), save_filename="a.bin")
Delivering().run()
"""
driver = {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}
app = subprocess.Popen(
    [sys.executable, "-c", APP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **driver}
)


def say(**words):
    data = json.dumps(words).encode()
    app.stdin.write(b"M" + len(data).to_bytes(4, "big") + data)
    app.stdin.flush()


seen = b""
while not (found := re.search(rb'"deliver_file_start", "key": "(\w+)"', seen)):
    seen += os.read(app.stdout.fileno(), 65536)
say(type="deliver_chunk_request", key=found[1].decode(), size=65536, name=None)
while b"seven canteens" not in seen:
    seen += os.read(app.stdout.fileno(), 65536)
say(type="quit")
print("deliver_binary BytesIO in a browser: 14 bytes")
app.communicate()
PY
seen=$("$work/venv/bin/python" "$work/deliver.py" "$work" && timeout 60 "$work/venv/bin/python" "$work/browser.py")
printf '%s\n' "$seen"
failed="failed: write() argument must be str, not bytes; 0 bytes"
expected="deliver_binary BytesIO: $failed
deliver_binary open file: $failed
deliver_binary path: $failed
deliver_text path: $failed
deliver_text StringIO: complete; 14 bytes
deliver_binary BytesIO in a browser: 14 bytes"
if [ "$seen" = "$expected" ]; then
  echo "as found: no file object of Python's own is a typing.BinaryIO, so bytes are written as text, and fail"
else
  echo "CHANGED: bytes are delivered otherwise than with Textual 8.2.8"
  exit 1
fi
