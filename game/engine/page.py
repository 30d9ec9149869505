"""What a player sees at a state: words and options, built as a pure function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from game.engine.code import ChoiceText, Head, PagePart, SceneText
from game.engine.errors import UnknownScene
from game.engine.machine import Machine
from game.engine.markup import choice_links, links, plain, unlinked
from game.engine.program import Option
from game.engine.prose import PageBlock, Part, Say, Values, add_parts
from game.engine.state import State, stayed


class Page(NamedTuple):
    """A page: its head, its blocks, the options shown, and the codex entries linked in what is shown.

    `trail` is what stands before the head: the result of the choice that led here, and scenes that ran on. Where the
    choice `stayed`, the scene itself is not shown again: there are no blocks, and the head was read before.
    `open_options` are those of `options` that can be taken: number n of the page is the nth of these.
    `endnote` holds the blocks under an ending's last page; `text` is all the words, paragraphs parted by blank
    lines, without markup or pictures.
    """

    head: Head
    blocks: tuple[PageBlock, ...]
    options: tuple[Option, ...]
    open_options: tuple[Option, ...]
    text: str
    unlocks: tuple[str, ...] = ()
    endnote: tuple[PageBlock, ...] = ()
    trail: tuple[PagePart, ...] = ()
    stayed: bool = False

    @property
    def parts(self) -> tuple[PagePart, ...]:
        """All that is read, from the top: the trail, then the scene, without its head where one stayed in it."""
        return *self.trail, PagePart(None if self.stayed else self.head, self.blocks)

    @property
    def scene(self) -> str:
        """The scene's id."""
        return self.head.scene

    @property
    def chapter(self) -> str:
        """The chapter's id."""
        return self.head.chapter

    @property
    def chapter_title(self) -> str:
        """The chapter's title, plain."""
        return self.head.chapter_title

    @property
    def title(self) -> str:
        """The scene's title, plain, or ''."""
        return self.head.title

    @property
    def place(self) -> str:
        """Where the scene plays, plain, or ''."""
        return self.head.place

    @property
    def date(self) -> str:
        """When the scene plays, plain, or ''."""
        return self.head.date

    @property
    def picture(self) -> str:
        """The id of the picture above the text, or ''."""
        return self.head.picture

    @property
    def heavy(self) -> str:
        """Why a reader may want to skip the scene, or ''."""
        return self.head.heavy

    @property
    def ending(self) -> str:
        """The ending reached here, or ''."""
        return self.head.ending

    @property
    def ending_title(self) -> str:
        """The title of the ending reached here, plain, or ''."""
        return self.head.ending_title


class Shown(NamedTuple):
    """What of a page depends on its words."""

    blocks: tuple[PageBlock, ...]
    text: str
    unlocks: tuple[str, ...]
    endnote: tuple[PageBlock, ...]
    trail: tuple[PagePart, ...]


class Offer(NamedTuple):
    """What of a page depends on its choices."""

    options: tuple[Option, ...]
    open_options: tuple[Option, ...]


def page(machine: Machine, state: State, language: str | None = None) -> Page:
    """The page at a state, in a language of the story (default: the one it was written in).

    Raises UnknownScene for a language the story does not have.
    """
    try:
        scene = None if state.trail else machine.pages[language or machine.language][state.scene]
    except KeyError:
        raise UnknownScene(f"the story {machine.program.id!r} is not written in {language!r}") from None
    if scene is None:
        scene = machine.scene_text(state.scene, language or machine.language, state.trail)
    asks = scene.asks
    if asks is None:
        return _by_key(scene, state)
    values, form = state.values, 0
    for first, second, rows in asks:  # as `number` does it, without the call
        form += rows[values[first]][values[second]]
    found: Page | None = scene.pages[form]
    if found is None:
        found = scene.pages[form] = _build(scene, state)
    return found


def _by_key(scene: SceneText, state: State) -> Page:
    """The page of a scene whose forms tables cannot tell apart."""
    if scene.keyed is None:
        return _build(scene, state)
    asked = _asked(scene, state)
    found: Page | None = scene.keyed.get(asked)
    if found is None:
        found = _build(scene, state)
        scene.keyed.keep(asked, found)
    return found


def _asked(scene: SceneText, state: State) -> tuple[Any, ...]:
    """What decides the form of a page: the values, and behind them what the player typed."""
    return (*state.values, *state.typed) if scene.typed else state.values


def _build(scene: SceneText, state: State) -> Page:
    """A page in a form not seen before, or one that a draw decides; words and options may each be known already."""
    words, options, values = scene.words, scene.options, _asked(scene, state)
    same_words: Page | None = None if words is None else words.get(values)
    same_options: Page | None = None if options is None else options.get(values)
    shown = same_words or _show(scene, state)
    offer = same_options or _offer(scene, state)
    built = Page(
        scene.head,
        shown.blocks,
        offer.options,
        offer.open_options,
        shown.text,
        shown.unlocks,
        shown.endnote,
        shown.trail,
        stayed(state.trail),
    )
    if words is not None and same_words is None:
        words.keep(values, built)
    if options is not None and same_options is None:
        options.keep(values, built)
    return _linked(built)


def _linked(page: Page) -> Page:
    """The page with options marked that are linked in its words; words that link to what is not offered are plain."""
    linked = {name for block in page.blocks for name in choice_links(block.text)}
    if not linked:
        return page
    offered = {option.id for option in page.options}
    options, open_options = (
        tuple([option._replace(inline=option.id in linked) for option in some])
        for some in (page.options, page.open_options)
    )
    blocks = tuple([block._replace(text=unlinked(block.text, offered)) for block in page.blocks])
    return page._replace(blocks=blocks, options=options, open_options=open_options)


def _show(scene: SceneText, state: State) -> Shown:
    trail = tuple([PagePart(head, _blocks(parts, state)) for head, parts in scene.trail]) if scene.trail else ()
    blocks, note = _blocks(scene.parts, state), _blocks(scene.endnote, state) if scene.endnote else ()
    said = [block for part in trail for block in part.blocks]
    words = "\n\n".join([block.text for block in (*said, *blocks, *note) if block.kind != "picture"])
    unlocks = () if words.isascii() else tuple(dict.fromkeys(links(words)))
    return Shown(blocks, words if words.isascii() else plain(words), unlocks, note, trail)


def _blocks(parts: tuple[Part, ...], state: State) -> tuple[PageBlock, ...]:
    found: list[PageBlock] = []
    add_parts(parts, state.values, state, found)
    return tuple(found)


def _offer(scene: SceneText, state: State) -> Offer:
    """What is shown of the choices: open ones, locked ones with their reason; fallbacks when no other is open."""
    values = state.values
    shown: list[Option] = []
    for choice in scene.choices:
        if isinstance(choice, Option):
            shown.append(choice)
        elif choice.fallback or _used_up(choice, values):
            continue
        elif choice.guard is None or choice.guard(values):
            shown.append(_open(choice, values, state))
        elif not choice.secret:
            shown.append(choice.closed or _locked(choice, values, state))
    can_be_taken = [option for option in shown if option.open]
    if not can_be_taken:
        can_be_taken = [_open(choice, values, state) for choice in _fallbacks(scene, values)]
        shown += can_be_taken
    options = tuple(shown)
    return Offer(options, options if len(can_be_taken) == len(shown) else tuple(can_be_taken))


def _fallbacks(scene: SceneText, values: Values) -> Iterator[ChoiceText]:
    """Those that can be taken."""
    for choice in scene.choices:
        if isinstance(choice, Option) or not choice.fallback or _used_up(choice, values):
            continue
        if choice.guard is None or choice.guard(values):
            yield choice


def _used_up(choice: ChoiceText, values: Values) -> bool:
    return choice.once >= 0 and values[choice.once] > 0


def _say(text: str | Say, values: Values, state: State) -> str:
    return text if isinstance(text, str) else text(values, state)


def _open(choice: ChoiceText, values: Values, state: State) -> Option:
    if not choice.say:
        return choice.option
    said: dict[str, Any] = {name: say(values, state) for name, say in choice.say}
    return choice.option._replace(**said)


def _locked(choice: ChoiceText, values: Values, state: State) -> Option:
    said = ""
    for holds, reason in choice.reasons:
        if holds is None or not holds(values):
            said = _say(reason, values, state)
            break
    return _open(choice, values, state)._replace(open=False, reason=said)
