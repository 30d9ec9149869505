"""The one table of what a player can do: it feeds bindings, footer, command palette, help and the player's keymap."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from game.wording import Words, phrase

EVERYWHERE = "app"
AT_ANY_TIME = frozenset(("redraw", "suspend"))
"""Actions about the terminal, not the game: they work over Textual's own screens too, such as the palette."""


class Action(NamedTuple):
    """One thing to do. `keys` are the default keys, first the one that is shown; `screens` are where it works.

    `title` and `help` are English and go through `words` where they are shown. `foot` is a short word for the footer of
    the screens in `footed` (empty: all of them), or '' for an action that is not shown there. `spare` are the screens
    on which it has nothing to do: there it leaves a key to any other action, and can be without one.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    help: str
    screens: tuple[str, ...]
    foot: str = ""
    footed: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()


_LISTS = ("title", "sessions", "history", "ways", "codex", "settings", "confirm", "fault", "proof", "finding")
_WATCHING = ("replay", "look")
_READING = ("play", *_WATCHING, "reading", "help")

ACTIONS: tuple[Action, ...] = (
    Action(
        "choose",
        phrase("Choose by number"),
        ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0"),
        phrase("Takes the choice with that number. Beyond nine, type both digits."),
        ("play",),
        phrase("choose"),
    ),
    Action(
        "take",
        phrase("Take what is marked"),
        ("enter",),
        phrase("Takes the marked choice, follows the marked link, opens the marked line."),
        ("play", *_WATCHING, "reading", *_LISTS),
        phrase("open"),
        ("sessions", "history", "ways", "codex", "proof"),
    ),
    Action(
        "next",
        phrase("Next"),
        ("down", "j"),
        phrase("Marks the next choice or line; scrolls the page where there is more to read."),
        (*_READING, *_LISTS),
    ),
    Action(
        "previous",
        phrase("Previous"),
        ("up", "k"),
        phrase("Marks the choice or line before; scrolls the page back."),
        (*_READING, *_LISTS),
    ),
    Action(
        "page_down",
        phrase("Read on"),
        ("space", "pagedown", "ctrl+f"),
        phrase("Scrolls one screen down."),
        (*_READING, *_LISTS),
    ),
    Action(
        "page_up",
        phrase("Read back"),
        ("pageup", "b", "ctrl+b"),
        phrase("Scrolls one screen up, as far back as the first page."),
        (*_READING, *_LISTS),
    ),
    Action(
        "top",
        phrase("To the beginning"),
        ("home", "g"),
        phrase("Goes to the first page or line."),
        ("play", "reading", "help", *_LISTS),
    ),
    Action(
        "bottom",
        phrase("To the end"),
        ("end", "G"),
        phrase("Goes to the end: the last choice, the last line."),
        ("play", "reading", "help", *_LISTS),
    ),
    Action(
        "next_link",
        phrase("Next codex link"),
        ("tab",),
        phrase("Marks the next word on the page that leads into the codex; Enter opens it."),
        ("play", *_WATCHING, "codex"),
        phrase("links"),
        ("play", "codex"),
    ),
    Action(
        "previous_link",
        phrase("Previous codex link"),
        ("shift+tab",),
        phrase("Marks the codex link before."),
        ("play", *_WATCHING, "codex"),
    ),
    Action(
        "rewind",
        phrase("Back one choice"),
        ("u", "backspace"),
        phrase("Takes back the last choice. Nothing is lost: the session keeps the way you leave."),
        ("play", "fault"),
        phrase("back"),
    ),
    Action(
        "decide",
        phrase("Back to the last decision"),
        ("U",),
        phrase("Takes back as much as it needs to choose otherwise, passing over pages with one way on."),
        ("play",),
    ),
    Action(
        "forward",
        phrase("Forward again"),
        ("R",),
        phrase("Takes again what you went back from, choice by choice, until you choose otherwise."),
        ("play",),
    ),
    Action(
        "history",
        phrase("The way so far"),
        ("h",),
        phrase("Lists your choices, and those you went back from; pick one to go back or forward to its page."),
        ("play",),
        phrase("way"),
    ),
    Action(
        "ways",
        phrase("The tree of ways"),
        ("w",),
        phrase("Shows every way of this session, those you went back from too: look at any page, go on from it."),
        ("play",),
    ),
    Action(
        "go_there",
        phrase("Go on from here"),
        ("o",),
        phrase("Goes to that page of your session, to play on from it; the way you leave is kept."),
        ("ways", "look"),
        phrase("go on"),
    ),
    Action(
        "bookmark",
        phrase("Bookmark"),
        ("B",),
        phrase("Puts a bookmark with a note on a page, to find it again in the tree of ways."),
        ("play", "ways"),
        phrase("bookmark"),
        ("ways",),
    ),
    Action(
        "remove_bookmark",
        phrase("Remove the bookmark"),
        ("d", "delete"),
        phrase("Takes the bookmark off the page again."),
        ("ways",),
    ),
    Action(
        "codex",
        phrase("Codex"),
        ("c",),
        phrase("People, places, words: what the story has named so far, and what is record, film or ours."),
        ("play", "title"),
        phrase("codex"),
    ),
    Action(
        "status",
        phrase("State"),
        ("s",),
        phrase("Shows what the section has: on a narrow screen, whole, in place of the folded line."),
        ("play", *_WATCHING),
    ),
    Action(
        "search", phrase("Search the codex"), ("slash",), phrase("Finds entries by name."), ("codex",), phrase("search")
    ),
    Action(
        "go_back",
        phrase("Back along the links"),
        ("left", "backspace"),
        phrase("Returns to the entry you came from, then to the list."),
        ("codex",),
        phrase("back"),
    ),
    Action(
        "watch",
        phrase("Watch again"),
        ("w",),
        phrase("Plays a session back from its first page; nothing is written."),
        ("sessions", "proof", "finding"),
        phrase("watch"),
    ),
    Action(
        "export",
        phrase("Export"),
        ("e",),
        phrase("Copies a session to a file: in the folder you started from, or through your browser."),
        ("play", "sessions"),
        phrase("export"),
        ("sessions",),
    ),
    Action(
        "transcript",
        phrase("Keep the text"),
        ("x",),
        phrase("Writes what was read in a session to a Markdown file, in the same place."),
        ("play", "sessions"),
    ),
    Action(
        "delete",
        phrase("Delete"),
        ("d", "delete"),
        phrase("Deletes a session, after asking."),
        ("sessions",),
        phrase("delete"),
    ),
    Action(
        "edit",
        phrase("Open in the editor"),
        ("e",),
        phrase("Opens the file at its line, in the editor that VISUAL or EDITOR names in the environment."),
        ("proof", "finding"),
        phrase("edit"),
    ),
    Action(
        "next_finding",
        phrase("Next finding"),
        ("right", "n"),
        phrase("Shows the next finding."),
        ("finding",),
        phrase("next"),
    ),
    Action(
        "previous_finding",
        phrase("Previous finding"),
        ("left", "p"),
        phrase("Shows the finding before."),
        ("finding",),
    ),
    Action("less", phrase("Change back"), ("left",), phrase("The value before."), ("settings",)),
    Action("more", phrase("Change"), ("right",), phrase("The next value."), ("settings",), phrase("change")),
    Action(
        "play_pause",
        phrase("Play or pause"),
        ("space", "p"),
        phrase("Lets the session run by itself, or holds it."),
        _WATCHING,
        phrase("play/pause"),
    ),
    Action(
        "step_on",
        phrase("One step on"),
        ("right", "n"),
        phrase("Shows the choice taken, then the page that it led to."),
        _WATCHING,
        phrase("on"),
    ),
    Action("step_back", phrase("One step back"), ("left",), phrase("Goes back one choice."), _WATCHING, phrase("back")),
    Action(
        "faster",
        phrase("Faster"),
        ("plus", "equals_sign"),
        phrase("Less time for each page."),
        _WATCHING,
        phrase("faster"),
    ),
    Action("slower", phrase("Slower"), ("minus",), phrase("More time for each page."), _WATCHING, phrase("slower")),
    Action(
        "jump", phrase("Jump to a step"), ("g",), phrase("Asks for the number of a step."), _WATCHING, phrase("jump")
    ),
    Action("first", phrase("To the first page"), ("home",), phrase("Goes to the first page."), _WATCHING),
    Action("last", phrase("To the last page"), ("end", "G"), phrase("Goes to the last page."), _WATCHING),
    Action(
        "play_on",
        phrase("Play on from here"),
        ("o",),
        phrase("Stops watching and plays on from the page shown, as a session of its own."),
        ("replay",),
    ),
    Action(
        "finish",
        phrase("Quit"),
        ("q",),
        phrase("Leaves the game. Everything chosen is already kept."),
        ("title",),
        phrase("quit"),
    ),
    Action(
        "leave",
        phrase("Leave"),
        ("escape", "q"),
        phrase("Closes this screen; from a page, goes to the title. The session is kept at every choice."),
        (*_READING, *_LISTS),
        phrase("leave"),
        ("play", *_WATCHING, "reading", "help", "fault", *_LISTS[1:]),
        ("title",),
    ),
    Action(
        "language",
        phrase("Change the language"),
        ("l",),
        phrase("Switches story and interface to the next language, on this very page."),
        (EVERYWHERE,),
        phrase("language"),
    ),
    Action(
        "theme",
        phrase("Change the theme"),
        ("t",),
        phrase("Ash, paper, high contrast, terminal colours."),
        (EVERYWHERE,),
    ),
    Action(
        "palette",
        phrase("Find a command"),
        ("ctrl+p", "colon"),
        phrase("Every action, and every codex entry you know, by name."),
        (EVERYWHERE,),
    ),
    Action(
        "help",
        phrase("Help"),
        ("question_mark", "f1"),
        phrase("What can be done here, and with which key."),
        (EVERYWHERE,),
        phrase("help"),
    ),
    Action(
        "redraw",
        phrase("Draw anew"),
        ("ctrl+l",),
        phrase("Draws the whole screen again, where something else has written on it."),
        (EVERYWHERE,),
    ),
    Action(
        "suspend",
        phrase("Stop for a while"),
        ("ctrl+z",),
        phrase("Goes back to the shell; its command fg brings the game back as it was."),
        (EVERYWHERE,),
    ),
    Action(
        "quit",
        phrase("Quit"),
        ("ctrl+q", "ctrl+c"),
        phrase("Leaves the game. Everything chosen is already kept."),
        (EVERYWHERE,),
    ),
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}

_KEY_NAMES = {
    "question_mark": "?", "slash": "/", "colon": ":", "plus": "+", "minus": "-", "equals_sign": "=", "escape": "Esc",
    "enter": phrase("Enter"), "space": phrase("Space"), "pagedown": phrase("PgDn"), "pageup": phrase("PgUp"),
    "home": phrase("Home"), "end": phrase("End"),
    "up": "↑", "down": "↓", "left": "←", "right": "→",
    "tab": phrase("Tab"), "shift+tab": phrase("Shift+Tab"), "backspace": phrase("Backspace"),
    "delete": phrase("Del"), "f1": "F1",
}  # fmt: skip


def here(screen: str) -> Iterator[Action]:
    """The actions of a screen, its own before those that work everywhere."""
    yield from (action for action in ACTIONS if screen in action.screens)
    yield from (action for action in ACTIONS if EVERYWHERE in action.screens)


def keys_of(action: Action, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that an action asks for under the player's keymap."""
    chosen = keymap.get(action.id)
    if chosen is None:
        return action.keys
    return tuple(key.strip() for key in chosen.split(",") if key.strip()) or action.keys


def keys_on(screen: str, keymap: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The keys that each action of a screen has there, in the order of `here`; where two ask for a key, one has it.

    What the player chose goes first, then what belongs to fewer screens, then what works everywhere, and last what has
    nothing to do there.
    """
    return dict(_shared_out(screen, tuple(keymap.items())))


@lru_cache(maxsize=64)
def _shared_out(screen: str, chosen: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    """The same, worked out once: each key at the foot of a page asks for all of them, each time it is drawn."""
    keymap = dict(chosen)
    actions = list(dict.fromkeys(here(screen)))
    claims = sorted(
        actions,
        key=lambda one: (screen in one.spare, one.id not in keymap, EVERYWHERE in one.screens, len(one.screens)),
    )
    owner: dict[str, str] = {}
    for action in claims:
        for key in keys_of(action, keymap):
            owner.setdefault(key, action.id)
    return {action.id: tuple(key for key in keys_of(action, keymap) if owner[key] == action.id) for action in actions}


def key_name(key: str, words: Words) -> str:
    """A key as a person reads it on the keyboard: `question_mark` is '?', `ctrl+p` is 'Ctrl+P'."""
    name = _KEY_NAMES.get(key)
    if name is not None:
        return words(name)
    *modifiers, last = key.split("+")
    if modifiers:
        return "+".join([*(modifier.capitalize() for modifier in modifiers), last.upper() if len(last) == 1 else last])
    return key


def keys_shown(keys: Sequence[str], words: Words, most: int = 3) -> str:
    """The keys of an action for the eye: '1-9' for the number keys, else up to `most` keys."""
    if keys == BY_ID["choose"].keys:
        return "1-9"
    return " ".join(key_name(key, words) for key in keys[:most])
