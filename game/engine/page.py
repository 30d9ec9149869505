"""What a player sees at a state: words and options, built as a pure function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from game.engine.code import ChoiceText, Head, Offer, SceneText, Shown
from game.engine.errors import UnknownScene
from game.engine.machine import Machine
from game.engine.markup import links, plain
from game.engine.program import Option
from game.engine.prose import PageBlock, Say, Values, add_parts
from game.engine.state import State
from game.engine.tables import MOST_FORMS, Forms, number

Form = TypeVar("Form")


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
    pages = scene.pages_by_key
    if scene.key is None or pages is None:
        return _build(scene, state)
    form = scene.key(state.values)
    found: Page | None = pages.get(form)
    return found or _keep(pages, form, _build(scene, state))


def _build(scene: SceneText, state: State) -> Page:
    """A page in a form not seen before, or one that a draw decides; words and options may each be known already."""
    shown = _known(scene.words, _show, scene, state)
    options, open_options = _known(scene.options, _options, scene, state)
    return Page(scene.head, shown.blocks, options, open_options, shown.text, shown.unlocks, shown.endnote)


def _known(forms: Forms | None, make: Callable[[SceneText, State], Form], scene: SceneText, state: State) -> Form:
    """What is made of a scene at a state, out of its forms where it is among them."""
    if forms is None:
        return make(scene, state)
    form = number(forms.asks, state.values)
    known: Form | None = forms.known[form]
    if known is None:
        known = forms.known[form] = make(scene, state)
    return known


def _keep(forms: dict[Any, Page], key: Any, form: Page) -> Page:
    """Remember a form; a page with very many of them starts over, so that memory stays bounded."""
    if len(forms) >= MOST_FORMS:
        forms.clear()
    forms[key] = form
    return form


def _show(scene: SceneText, state: State) -> Shown:
    blocks: list[PageBlock] = []
    note: list[PageBlock] = []
    add_parts(scene.parts, state.values, state, blocks)
    add_parts(scene.endnote, state.values, state, note)
    words = "\n\n".join([block.text for block in (*blocks, *note) if block.kind != "picture"])
    unlocks = () if words.isascii() else tuple(dict.fromkeys(links(words)))
    return Shown(tuple(blocks), unlocks, tuple(note), words if words.isascii() else plain(words))


def _options(scene: SceneText, state: State) -> Offer:
    """What is shown of the choices: open ones, locked ones with their reason; fallbacks when no other is open."""
    choices, values = scene.choices, state.values
    shown: list[Option] = []
    for choice in choices:
        if choice.fallback or _used_up(choice, values):
            continue
        if choice.guard is None or choice.guard(values):
            shown.append(_open(choice, values, state))
        elif not choice.secret:
            shown.append(_locked(choice, values, state))
    can_be_taken = [option for option in shown if option.open]
    if not can_be_taken:
        can_be_taken = [
            _open(choice, values, state)
            for choice in choices
            if choice.fallback and not _used_up(choice, values) and (choice.guard is None or choice.guard(values))
        ]
        shown += can_be_taken
    options = tuple(shown)
    return options, options if len(can_be_taken) == len(shown) else tuple(can_be_taken)


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
