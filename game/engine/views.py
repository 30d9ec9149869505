"""What a player can look at beside the page: the status lines, codex entries and pictures, as pure functions."""

from typing import NamedTuple

from game.engine.errors import UnknownScene
from game.engine.machine import Machine
from game.engine.markup import links, plain
from game.engine.program import Block, Entry, Status
from game.engine.prose import PageBlock, Say, add_parts
from game.engine.state import State


class StatusLine(NamedTuple):
    """A line of the sidebar. `kind`: 'meter' (value of `of`), 'number', 'word', 'row', 'text' or 'picture'.

    `row` holds (count, glyph, name) parts that add up to `of` slots; `text` is marked-up.
    """

    kind: str
    id: str
    label: str
    value: int = 0
    of: int = 0
    text: str = ""
    row: tuple[tuple[int, str, str], ...] = ()
    picture: str = ""


class EntryPage(NamedTuple):
    """A codex entry as it reads now. `closed_stages` counts the parts that have not opened yet."""

    id: str
    title: str
    kind: str
    category: str
    category_title: str
    facts: tuple[str, ...]
    term: dict[str, str]
    blocks: tuple[PageBlock, ...]
    see: tuple[str, ...]
    unlocks: tuple[str, ...]
    closed_stages: int


class PictureView(NamedTuple):
    """A picture as it looks now: lines of art, its legend (glyph -> style name), its key (glyph -> words), and words
    for it.
    """

    id: str
    alt: str
    art: str
    legend: dict[str, str]
    key: dict[str, str]


def say(machine: Machine, state: State, index: int, language: str) -> str:
    """A text of the program at a state, marked up."""
    text = machine.text(index, language)
    return text if isinstance(text, str) else text(state.values, state)


def status(machine: Machine, state: State, language: str | None = None) -> tuple[StatusLine, ...]:
    """The status lines that hold at a state, in the author's order."""
    language = language or machine.program.language
    values = state.values
    lines = []
    for item in machine.program.status:
        item = Status(*item)
        if item.guard is None or machine.expr(item.guard)(values):
            lines.append(_status_line(machine, state, item, language))
    return tuple(lines)


def _status_line(machine: Machine, state: State, item: Status, language: str) -> StatusLine:
    line = StatusLine(item.kind, item.id, plain(say(machine, state, item.label, language)), of=item.of)
    match item.kind:
        case "meter" | "number":
            return line._replace(value=int(machine.expr(item.value)(state.values)))
        case "word":
            _, slot, names = item.value
            return line._replace(text=say(machine, state, names[state.values[slot]], language))
        case "text":
            return line._replace(text=say(machine, state, item.value, language))
        case "picture":
            return line._replace(picture=item.value)
    slots, parts, rest = item.value
    row = []
    left = slots
    for count, glyph, name in parts:
        number = max(0, min(left, int(machine.expr(count)(state.values))))
        left -= number
        row.append((number, glyph, plain(say(machine, state, name, language))))
    row.append((left, rest[0], plain(say(machine, state, rest[1], language))))
    return line._replace(row=tuple(row), of=slots)


def entry(machine: Machine, entry_id: str) -> Entry:
    """A codex entry of the program. Raises UnknownScene."""
    found = machine.entries.get(entry_id)
    if found is None:
        raise UnknownScene(f"there is no codex entry {entry_id!r} in {machine.program.id!r}")
    return found


def entry_title(machine: Machine, entry_id: str, language: str | None = None) -> str:
    """A codex entry's title, plain."""
    return plain(machine.words(entry(machine, entry_id).title, language or machine.program.language))


def codex_page(machine: Machine, state: State, entry_id: str, language: str | None = None) -> EntryPage:
    """A codex entry at a state: its text and the stages that have opened. Raises UnknownScene."""
    language = language or machine.program.language
    found = entry(machine, entry_id)
    open_stages = [blocks for holds, blocks in found.stages if machine.expr(holds)(state.values)]
    blocks: list[PageBlock] = []
    for part in (found.blocks, *open_stages):
        _add(machine, state, part, language, blocks)
    linked = dict.fromkeys(link for block in blocks for link in links(block.text))
    titles = dict(machine.program.categories)
    return EntryPage(
        id=found.id,
        title=entry_title(machine, entry_id, language),
        kind=found.kind,
        category=found.category,
        category_title=plain(machine.words(titles.get(found.category, -1), language)),
        facts=found.facts,
        term=dict(found.term),
        blocks=tuple(blocks),
        see=found.see,
        unlocks=tuple(linked),
        closed_stages=len(found.stages) - len(open_stages),
    )


def _add(machine: Machine, state: State, blocks: tuple[Block, ...], language: str, out: list[PageBlock]) -> None:
    add_parts(machine.parts(blocks, language), state.values, state, out)


def picture_view(machine: Machine, state: State, picture_id: str, language: str | None = None) -> PictureView:
    """A picture at a state: the first variant that holds, else the main one. Raises UnknownScene."""
    language = language or machine.program.language
    found = machine.pictures.get(picture_id)
    if found is None:
        raise UnknownScene(f"there is no picture {picture_id!r} in {machine.program.id!r}")
    alt, art = found.alt, found.art
    for holds, other_alt, other_art in found.variants:
        if machine.expr(holds)(state.values):
            alt, art = other_alt, other_art
            break
    return PictureView(
        id=found.id,
        alt=plain(say(machine, state, alt, language)),
        art=say(machine, state, art, language),
        legend=dict(found.legend),
        key={glyph: plain(say(machine, state, words, language)) for glyph, words in found.key},
    )


def story_blocks(machine: Machine, state: State, blocks: tuple[Block, ...], language: str) -> tuple[PageBlock, ...]:
    """Blocks of the story outside any scene (about, credits), shown at a state."""
    out: list[PageBlock] = []
    _add(machine, state, blocks, language, out)
    return tuple(out)


__all__ = [
    "EntryPage",
    "PictureView",
    "Say",
    "StatusLine",
    "codex_page",
    "entry",
    "entry_title",
    "picture_view",
    "status",
    "story_blocks",
]
