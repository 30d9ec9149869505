"""The compiled story: plain frozen tuples that the story floor writes and the engine, the proof and the cache read.

Everything here is a tuple, a dict, a string, an integer or None, so a program survives `marshal`, hashes where it
must, and can be rebuilt lazily: a scene stays a bare tuple until somebody visits it (`Machine.scene`).

Words used below:

- slot: an index into `State.values`; every variable, visit counter and taken counter has one, with a bounded domain.
- text index: an index into `Program.texts[language]`; -1 means "no text".
- Expr, Target: nested tuples, evaluated over the tuple of slot values.
"""

# Fields of named tuples whose types are kept as strings take twice as long to make: so no module of them that a start
# loads puts that off.
from collections.abc import Mapping
from operator import attrgetter
from typing import Any, NamedTuple

Expr = tuple[Any, ...]
"""('const', n) | ('var', slot) | ('not', e) | ('and', e, ...) | ('or', e, ...)
| ('==' '!=' '<' '<=' '>' '>=', a, b) | ('+' '-' '*' '//' '%' 'fairly', a, b) | ('neg', a) | ('min', a, ...)
 | ('max', a, ...) | ('count', condition, ...): how many of them hold
 | ('in', a, (n, ...)) | ('scene', (scene index, ...)): true in one of these scenes (invariants only)
 | ('rolled', n): what the n-th of a roll's dice shows, from 0 (within 'roll' only).
'//' and '%' are Python's, and their divisor is never 0; 'fairly' is `game.engine.arithmetic.fairly`.
Booleans are 0 and 1; a value of a one_of variable is its position in `Slot.names`."""

Op = tuple[Any, ...]
"""('set', slot, Expr) | ('add', slot, Expr) | ('if', Expr, ops, else_ops) | ('cap', slot, Expr)
| ('roll', slot, ((place, low, sides), ...), ('set' or 'add', slot, Expr)): each die shows one of so many numbers from
`low` on, drawn at its place, and the Expr reads what they show.
`set` and `add` saturate at the slot's range. `cap` cuts the slot down to the value (never below its low end); the
compiler puts one after every op that touches a capped variable or a variable that its cap reads."""

Target = tuple[Any, ...]
"""('scene', index) | ('stay',) | ('return',) | ('first', ((Expr | None, Target), ...))
| ('draw', place, ((weight, Expr | None, Target), ...)) | ('deck', place, (Storylet, ...), Target | None)
| ('call', Target, then scene index) | ('leave', Target): there, and all that was called is forgotten.
'stay' leads nowhere: the scene is not entered anew, and only the choice's result is shown.
`place` is a stable integer made from the author's ids, so that a draw does not change when scenes move between
files. Read with `match`, so that each part has a name where it is used."""

Text = Any
"""str | tuple of pieces. Piece: str | ('num', slot) | ('expr', Expr): a number | ('word', slot, (str, ...))
| ('said', number, 'upper' | 'title' | '', str): what was typed for one of `Program.typed`; the string until it was
| ('if', Expr, Text, Text)
| ('list', ((slot, str), ...), (two, start, middle, end)): the words whose slots are 1, joined by patterns of CLDR, such
as '{0}, {1}'
| ('seq', mode, key, (Text, ...)) with mode 'stop', 'once' (key = visits slot: item min(visits, n) - 1, 'once' has ''
last), 'cycle' (key = cycle slot: item (count - 1) mod n), 'shuffle' (key = place: a draw) or 'order', which has a place
after its items (key = cycle slot: what comes there in an order that is drawn once). Strings carry style as private-use
characters, see `game.engine.markup`."""

Block = tuple[Any, ...]
"""('para' | 'letter' | 'verse' | 'heading', text index) | ('rule',) | ('picture', picture id)
| ('if', Expr, blocks, else_blocks, mark) with mark = the position of the guarded block for diagnostics, e.g.
'trench#2'.
"""


TEXT, CHOICES = "text:", "choices:"
SHARED = (TEXT, CHOICES)
"""Begin the owners of what was written once for several scenes: a text that has a name, a choice in a set. A program
has such a text for each scene on whose visits it depends."""


class Storylet(NamedTuple):
    """What a deck may deal: a scene, when, its rank and its weight among those of the same rank, the slot that counts
    its visits, and how many of these it may have (0: any number).
    """

    scene: int
    guard: Expr | None
    priority: int
    weight: int
    visits: int
    most: int


class Slot(NamedTuple):
    """One bounded variable. `kind` is 'bool', 'int', 'enum', 'member', 'visits', 'taken' or 'cycle'.

    `name` is the author's name; a 'member' is 1 where a set has it, and named 'SET[MEMBER]'; counters are named
    'visits:SCENE', 'cycle:SCENE', 'taken:SCENE/CHOICE' and
    'cycle:SCENE/CHOICE'. A 'cycle'
    slot counts modulo high + 1, the other counters stop at high. `names` are the value ids of an enum. `saturates`:
    'none', 'low', 'high' or 'both' (the author accepts that += and -= stop silently there). `cap` is the author's
    cap expression or None.
    """

    name: str
    kind: str
    low: int
    high: int
    start: int
    names: tuple[str, ...] = ()
    label: int = -1
    hidden: bool = False
    saturates: str = "none"
    cap: Expr | None = None


SAID = ("caption", "cost", "prompt")
"""The texts of a choice that are shown with it whenever it is shown, the prompt where it is open; an option has fields
of the same names."""

_SAID = attrgetter(*SAID)


class Typed(NamedTuple):
    """A variable that keeps words typed by the player: how many cells they have at most, and the texts of what stands
    for them as long as nothing was typed, and of its shown name.
    """

    name: str
    cells: int
    start: int
    label: int = -1


class Option(NamedTuple):
    """A choice as shown. `kind`: 'choice', 'on', 'skip' or 'fallback' (the interface says '' captions in its own
    words).

    `caption`, `reason` and `cost` are marked-up text; a closed option (`open` false) carries its reason. An `inline`
    one is linked in the words of the page, so that a face may leave it out of its list. One that asks for words names
    in `ask` the variable that keeps them, and `prompt` is what the player is asked.
    """

    id: str
    caption: str
    open: bool
    reason: str
    cost: str
    kind: str
    inline: bool = False
    ask: str = ""
    prompt: str = ""


class Choice(NamedTuple):
    """A choice of a scene. `id` is the full id ('trench/tell').

    `reasons` explains a closed guard: the first pair whose expression is false (or None) names the text to show.
    `taken` is the slot that counts how often it was taken, -1 when nobody asks; `once` needs it.
    """

    id: str
    caption: int
    guard: Expr | None
    reasons: tuple[tuple[Expr | None, int], ...]
    secret: bool
    once: bool
    fallback: bool
    cost: int
    taken: int
    do: tuple[Op, ...]
    target: Target
    facts: tuple[str, ...] = ()
    kind: str = "choice"
    """'choice'; 'on' (a scene's bare `to:`) and 'skip' (over a heavy scene) have interface captions, as has a fallback
    without text.
    """
    result: tuple[Block, ...] = ()
    """What is told of it once it is taken: it opens the next page."""
    cycle: int = -1
    """The slot that counts how often it was taken, round and round, for the cycles in its result."""
    ask: int = -1
    """Which of `Program.typed` the player is asked for when it is taken; -1: none."""
    prompt: int = -1

    @property
    def said(self) -> tuple[int, ...]:
        """Those of its texts that are named in `SAID`; -1 where it has none of that name."""
        found: tuple[int, ...] = _SAID(self)
        return found

    @property
    def texts(self) -> tuple[int, ...]:
        """All texts of it that the player may read beside it: what is said of it, and why it is closed."""
        return (*self.said, *[text for _, text in self.reasons]) if self.reasons else self.said


class Scene(NamedTuple):
    """A scene. `visits` and `cycle` are counter slots or -1; `ending` is an index into `Program.endings` or -1."""

    id: str
    chapter: int
    title: int
    place: int
    date: int
    picture: str
    visits: int
    cycle: int
    heavy: int
    do: tuple[Op, ...]
    blocks: tuple[Block, ...]
    choices: tuple[Choice, ...]
    ending: int
    tags: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    run_on: Target | None = None
    """Where its page goes on without a choice."""

    @property
    def shows(self) -> bool:
        """Whether anything of it stands on a page: a junction only leads on."""
        return bool(self.blocks or self.picture or self.title >= 0)

    @property
    def on(self) -> str:
        """The id of what leads on from it without a choice: 'trench/on'; of a continuation the choice's."""
        return self.id if "/" in self.id else f"{self.id}/on"


class Chapter(NamedTuple):
    """A chapter: texts for its title and date."""

    id: str
    title: int
    date: int


class Ending(NamedTuple):
    """An ending: its title and the blocks shown under its last page."""

    id: str
    title: int
    blocks: tuple[Block, ...]


class Entry(NamedTuple):
    """A codex entry. `kind` is 'record', 'film' or 'ours'; `stages` are (Expr, blocks); `term` holds kanji, reading,
    also.
    """

    id: str
    title: int
    category: str
    kind: str
    facts: tuple[str, ...]
    term: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    stages: tuple[tuple[Expr, tuple[Block, ...]], ...]
    see: tuple[str, ...]
    open: bool
    aliases: tuple[str, ...] = ()


class Picture(NamedTuple):
    """Text art. `alt`, `art` and `key` are text indices (`key`: glyph -> words); `legend` maps a glyph to a style name.

    `variants` are (Expr, alt, art): the first that holds replaces alt and art.
    """

    id: str
    alt: int
    art: int
    legend: tuple[tuple[str, str], ...]
    key: tuple[tuple[str, int], ...]
    variants: tuple[tuple[Expr, int, int], ...]


class Status(NamedTuple):
    """A line of the sidebar. `kind`: 'meter', 'number', 'word', 'row', 'text' or 'picture'.

    `value`: meter and number Expr; word ('word', slot, names' text indices); text: text index; picture: picture id;
    row: (slots, ((Expr count, glyph, name text index), ...), (rest glyph, rest name text index)).
    `of`: a meter's full value.
    """

    kind: str
    id: str
    label: int
    guard: Expr | None
    value: Any
    of: int = 0


class Invariant(NamedTuple):
    """The author's own words for the proof. `kind`: 'always', 'never', 'eventually', 'stays', 'at_ending', 'can'.

    `source` quotes the author; `where` is the ending (at_ending), or ('ending' | 'scene', id, from scene indices)
    for 'can'.
    """

    kind: str
    expr: Expr | None
    source: str
    where: Any
    file: str
    line: int
    column: int = 1


class Program(NamedTuple):
    """A whole story, compiled.

    `scenes` holds bare tuples in `Scene`'s field order (see `Machine.scene`); `index` maps scene ids to positions in
    it. `texts[language]` has the same length for every language; where a translation lacks a text the source text
    stands in and its index is in `untranslated[language]`. `words` are text indices of the story's own words: title,
    about, credits. `marks` says where things were written: id ('trench', 'trench/tell', 'trench#2', 'codex:x',
    'variable:y') -> (file, line, column). Parts of a thing stand under its id and a question mark: 'trench/tell?if'
    and '?locked', '?to.1' (the second entry of its lists and draws, in the order written, after what interrupts it),
    '?do.water' (its first effect on a variable), 'codex:x?stage.1', 'picture:y?1' (its first variant); the n-th
    variant within text k, in the order written and from 0, under 'text.k.n'. What was written once for several places
    has a name there too, which owns its texts: 'text:x' a text, 'choices:x/y' a choice. `text_owner[k]` is the id that
    owns text k. `renames` says what ids of earlier editions are called now, see `game.engine.renames`. `continuations`
    are what choices lead to once a call that interrupts them has returned: choice id and target, see `junctions`.
    """

    id: str
    version: str
    digest: str
    language: str
    start: int
    title: int
    about: int
    credits: int
    slots: tuple[Slot, ...]
    scenes: tuple[tuple[Any, ...], ...]
    index: dict[str, int]  # type: ignore[assignment]  # shadows tuple.index, which nobody calls on a program
    chapters: tuple[Chapter, ...]
    endings: tuple[Ending, ...]
    categories: tuple[tuple[str, int], ...]
    codex: tuple[Entry, ...]
    pictures: tuple[Picture, ...]
    status: tuple[Status, ...]
    invariants: tuple[Invariant, ...]
    texts: Mapping[str, tuple[Text, ...]]
    text_owner: tuple[str, ...]
    untranslated: dict[str, tuple[int, ...]]
    marks: Mapping[str, tuple[str, int, int]]
    author: str = ""
    licence: str = ""
    renames: dict[str, str] = {}  # noqa: RUF012  # nobody changes a program
    typed: tuple[Typed, ...] = ()
    continuations: tuple[tuple[str, Target], ...] = ()


def junctions(program: Program) -> tuple[tuple[Any, ...], ...]:
    """The scenes of a program and, after them, a junction for each continuation, which runs on to its target.

    Calls come back to these as they do to scenes, by their positions. Nobody enters them otherwise, and they show and
    count nothing. They have the id of their choice, which no scene has.
    """
    if not program.continuations:
        return program.scenes
    nothing = (-1, -1, -1, -1, "", -1, -1, -1, (), (), (), -1)
    return (
        *program.scenes,
        *(tuple(Scene(choice, *nothing, run_on=target)) for choice, target in program.continuations),
    )
