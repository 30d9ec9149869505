#!/usr/bin/env bash
# Textual 8.2.8: in a vertical layout the side margins of one child narrow another that fills the rest of the height.
#
# Two widgets stand one below the other in a screen of 80 cells. The second has `width: 1fr`. While its height is fixed it
# has all 80 cells, whatever margin the first has. With `height: 1fr` it loses the cells of the first one's side margins
# (74 of 80 with `margin: 0 3`), at its right edge, though it has no margin itself and the first is of fixed width. With
# `width: 100%`, or where the first is hidden (`display: none`) or moved by `offset-x: 3` in the place of the margin, it
# keeps its 80 cells.
#
# One would have guessed that a margin takes its room from the widget that has it, and in any case that the height of a
# widget says nothing about how wide it is. For this program: a field to type in, shown above a page, made the page six
# cells narrower as long as it was open, so that text was wrapped anew; it is moved by an offset now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check textual==8.2.8

cat >"$work/widths.py" <<'PY'
import asyncio

from textual.app import App
from textual.widgets import Static

LAYOUTS = (
    ("width: 36;", "width: 1fr; height: 1fr;"),
    ("width: 36; margin: 0 3;", "width: 1fr; height: 5;"),
    ("width: 36; margin: 0 3;", "width: 1fr; height: 1fr;"),
    ("width: 36; margin: 0 3;", "width: 100%; height: 1fr;"),
    ("width: 36; margin: 0 3; display: none;", "width: 1fr; height: 1fr;"),
    ("width: 36; offset-x: 3;", "width: 1fr; height: 1fr;"),
)


def two(first, second):
    class Two(App):
        CSS = f"#first {{ height: 1; {first} }} #second {{ {second} }}"

        def compose(self):
            yield Static("one", id="first")
            yield Static("two", id="second")

    return Two()


async def main():
    for first, second in LAYOUTS:
        app = two(first, second)
        async with app.run_test(size=(80, 10)) as pilot:
            await pilot.pause()
            region = app.query_one("#second").region
            print(f"{{ {first} }} above {{ {second} }}: {region.width} cells from {region.x}")


asyncio.run(main())
PY
seen=$("$work/venv/bin/python" "$work/widths.py")
printf '%s\n' "$seen"
expected="{ width: 36; } above { width: 1fr; height: 1fr; }: 80 cells from 0
{ width: 36; margin: 0 3; } above { width: 1fr; height: 5; }: 80 cells from 0
{ width: 36; margin: 0 3; } above { width: 1fr; height: 1fr; }: 74 cells from 0
{ width: 36; margin: 0 3; } above { width: 100%; height: 1fr; }: 80 cells from 0
{ width: 36; margin: 0 3; display: none; } above { width: 1fr; height: 1fr; }: 80 cells from 0
{ width: 36; offset-x: 3; } above { width: 1fr; height: 1fr; }: 80 cells from 0"
if [ "$seen" = "$expected" ]; then
  echo "as found: what is as high as the rest is as narrow as a sibling's margins leave it"
else
  echo "CHANGED: widths come out otherwise than with Textual 8.2.8"
  exit 1
fi
