#!/usr/bin/env bash
# @xterm/headless 6.0.0 (xterm.js): after a terminal was made narrower, the lines of its buffer still hold what stood
# beyond the new width, and translateToString() gives it back.
#
# A full-screen program (alternate screen) writes a line of 40 cells; the terminal is resized to 20 columns. Then
# terminal.cols is 20, but line.length and line.translateToString(true) still give all 40 characters, and go on doing so
# after the program has drawn its 20 columns anew: the reader sees new words and, after them, old ones that are nowhere on
# the screen. translateToString(true, 0, terminal.cols) gives the screen.
#
# One would have guessed that a line of the buffer is as long as the terminal is wide; the documentation of `length` and of
# translateToString speaks of no difference. For this program: its browser tests read the page by that buffer, always with
# the width.
#
# Needs Node with npm.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund @xterm/headless@6.0.0 >/dev/null

cat >look.cjs <<'JS'
const { Terminal } = require("@xterm/headless");

const terminal = new Terminal({ cols: 40, rows: 4, scrollback: 0, allowProposedApi: true });
const write = (text) => new Promise((done) => terminal.write(text, done));
const line = () => terminal.buffer.active.getLine(0);

(async () => {
  await write("\x1b[?1049h\x1b[H" + "1234567890".repeat(4));
  terminal.resize(20, 4);
  await write("\x1b[H" + "abcdefghij".repeat(2));
  console.log("columns:", terminal.cols);
  console.log("length of the line:", line().length);
  console.log("the line:", line().translateToString(true));
  console.log("to the width:", line().translateToString(true, 0, terminal.cols));
})();
JS
seen=$(node look.cjs)
printf '%s\n' "$seen"
expected="columns: 20
length of the line: 40
the line: abcdefghijabcdefghij12345678901234567890
to the width: abcdefghijabcdefghij"
if [ "$seen" = "$expected" ]; then
  echo "as found: a line of the buffer remembers what the narrower screen no longer shows"
else
  echo "CHANGED: lines are cut otherwise than by @xterm/headless 6.0.0"
  exit 1
fi
