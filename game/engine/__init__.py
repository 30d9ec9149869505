"""The state machine: a compiled story, a small state, and pure functions from one to the next.

machine = load(program)
state = start(machine, seed=1)
state = advance(machine, state, "trench/tell")
print(page(machine, state, "fr").text)
"""

from game.engine.code import Head, PagePart
from game.engine.draw import Dice, Luck
from game.engine.errors import BadDraw, EngineError, NotOffered, StoryFault, UnknownScene, WrongPhase
from game.engine.machine import Machine, load
from game.engine.page import Page, page
from game.engine.program import (
    Block,
    Chapter,
    Choice,
    Ending,
    Entry,
    Expr,
    Invariant,
    Op,
    Option,
    Picture,
    Program,
    Scene,
    Slot,
    Status,
    Storylet,
    Target,
    Text,
    Typed,
)
from game.engine.prose import PageBlock
from game.engine.state import Phase, State
from game.engine.step import (
    advance,
    draws,
    open_choices,
    phase,
    start,
    state_digest,
    typed_by_name,
    values_by_name,
)
from game.engine.views import (
    EntryPage,
    PictureView,
    StatusLine,
    codex_page,
    entry_title,
    picture_view,
    status,
    story_blocks,
)

__all__ = [
    "BadDraw",
    "Block",
    "Chapter",
    "Choice",
    "Dice",
    "Ending",
    "EngineError",
    "Entry",
    "EntryPage",
    "Expr",
    "Head",
    "Invariant",
    "Luck",
    "Machine",
    "NotOffered",
    "Op",
    "Option",
    "Page",
    "PageBlock",
    "PagePart",
    "Phase",
    "Picture",
    "PictureView",
    "Program",
    "Scene",
    "Slot",
    "State",
    "Status",
    "StatusLine",
    "StoryFault",
    "Storylet",
    "Target",
    "Text",
    "Typed",
    "UnknownScene",
    "WrongPhase",
    "advance",
    "codex_page",
    "draws",
    "entry_title",
    "load",
    "open_choices",
    "page",
    "phase",
    "picture_view",
    "start",
    "state_digest",
    "status",
    "story_blocks",
    "typed_by_name",
    "values_by_name",
]
