"""Record the playthroughs anew after a deliberate change of the story: `python -m tests.playthroughs`."""

from __future__ import annotations

from pathlib import Path

from game.engine import load
from game.session import Session, transcript, write_session
from game.story import load_story
from tests.playthroughs.players import PLAYERS, purposeful

HERE = Path(__file__).parent


def main() -> None:
    """Write NAME.jsonl and NAME.md for every player."""
    machine = load(load_story(None).program)
    for player in PLAYERS:
        seed, way = purposeful(machine, player)
        file = HERE / f"{player.name}.jsonl"
        write_session(file, machine, seed, "en", way, replace=True)
        if player.reads:
            _open_entries(machine, file)
        (HERE / f"{player.name}.md").write_text(transcript(machine, file, "md"), encoding="utf-8")
        print(f"{player.name}: {len(way)} choices")


def _open_entries(machine: object, file: Path) -> None:
    """Open every codex entry that is known at the end, until no more come to light."""
    session = Session.open(machine, file)  # type: ignore[arg-type]
    while session.fresh:
        session.open_entry(min(session.fresh))
    session.close()


if __name__ == "__main__":
    main()
