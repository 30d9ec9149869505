"""Draws the picture in the README: the first page of the shipped story; `python -m tests.screenshot`.

The picture is text (SVG), with no fonts fetched from elsewhere, and the same for the same story.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

PICTURE = Path(__file__).with_name("screenshot.svg")
SIZE = (104, 36)


async def draw() -> str:
    """The first page on a terminal of SIZE, as SVG."""
    from game.engine import load
    from game.settings import Settings
    from game.story import load_story
    from game.tui.app import Face
    from game.tui.play_context import PlayContext

    context = PlayContext(load(load_story(None).program), Settings(language="en"), keep=False, seed=1)
    face = Face(context, begin=True)
    async with face.run_test(size=SIZE) as pilot:
        await pilot.pause(0.5)
        svg = face.export_screenshot(title="Seven Canteens")
    context.leave()
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", svg).replace("Fira Code,", "Fira Code, DejaVu Sans Mono,")


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"SEVEN_CANTEENS_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        os.environ.pop("NO_COLOR", None)
        PICTURE.write_text(asyncio.run(draw()), encoding="utf-8")
    print(f"{PICTURE}: {PICTURE.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
