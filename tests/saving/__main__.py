"""`python -m tests.saving`: how many lines each story takes in both forms, and what share that is."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.saving import LINES, forms
from tests.saving.counting import lines


def main() -> None:
    """Print the table."""
    print(f"{'story':14} {'old':>5} {'new':>5} {'share':>6}")
    for name in LINES:
        with tempfile.TemporaryDirectory() as folder:
            old, new = map(lines, forms(name, Path(folder)))
        print(f"{name:14} {old:5} {new:5} {new / old:6.2f}")


if __name__ == "__main__":
    main()
