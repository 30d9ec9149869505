"""What a player sees at a state: words and options, built as a pure function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from game.engine.code import ChoiceText, Head, SceneText
from game.engine.errors import UnknownScene
from game.engine.machine import Machine
from game.engine.markup import links, plain
from game.engine.program import Option
from game.engine.prose import PageBlock, Say, Values, add_parts
from game.engine.state import State


class Page(NamedTuple):
    """A page: its head, its blocks, the options shown, and the codex entries linked in what is shown.

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


class Offer(NamedTuple):
    """What of a page depends on its choices."""

    options: tuple[Option, ...]
    open_options: tuple[Option, ...]


def page(machine: Machine, state: State, language: str | None = None) -> Page:
    """The page at a state, in a language of the story (default: the one it was written in).

    Raises UnknownScene for a language the story does not have.
    """
    try:
        scene = machine.pages[language or machine.language][state.scene]
    except KeyError:
        raise UnknownScene(f"the story {machine.program.id!r} is not written in {language!r}") from None
    if scene is None:
        scene = machine.scene_text(state.scene, language or machine.language)
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
    found: Page | None = scene.keyed.get(state.values)
    if found is None:
        found = _build(scene, state)
        scene.keyed.keep(state.values, found)
    return found


def _build(scene: SceneText, state: State) -> Page:
    """A page in a form not seen before, or one that a draw decides; words and options may each be known already."""
    words, options, values = scene.words, scene.options, state.values
    same_words: Page | None = None if words is None else words.get(values)
    same_options: Page | None = None if options is None else options.get(values)
    shown = same_words or _show(scene, state)
    offer = same_options or _offer(scene, state)
    built = Page(scene.head, shown.blocks, offer.options, offer.open_options, shown.text, shown.unlocks, shown.endnote)
    if words is not None and same_words is None:
        words.keep(values, built)
    if options is not None and same_options is None:
        options.keep(values, built)
    return built


def _show(scene: SceneText, state: State) -> Shown:
    blocks: list[PageBlock] = []
    note: list[PageBlock] = []
    add_parts(scene.parts, state.values, state, blocks)
    if scene.endnote:
        add_parts(scene.endnote, state.values, state, note)
    words = "\n\n".join([block.text for block in (*blocks, *note) if block.kind != "picture"])
    unlocks = () if words.isascii() else tuple(dict.fromkeys(links(words)))
    return Shown(tuple(blocks), words if words.isascii() else plain(words), unlocks, tuple(note))


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
