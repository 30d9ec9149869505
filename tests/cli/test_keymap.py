"""The keys of `config.yaml`: what cannot hold is told with what holds, and no screen loses an action or a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import Keys, _character_to_key

from game.actions import ACTIONS, BY_ID, EVERYWHERE, here, keys_of, keys_on
from game.keymap import canonical, checked, sign_name
from game.wording import words

SCREENS = sorted({screen for action in ACTIONS for screen in action.screens})

GOOD: list[tuple[dict[str, object], dict[str, str]]] = [
    ({"rewind": "b"}, {"rewind": "b"}),
    ({"rewind": ["z", "f5"]}, {"rewind": "z,f5"}),
    ({"rewind": "Ctrl+T, F5 ,shift+a"}, {"rewind": "ctrl+t,f5,A"}),
    ({"rewind": "?", "help": "f2"}, {"rewind": "question_mark", "help": "f2"}),
    ({"rewind": "h", "history": "u"}, {"rewind": "h", "history": "u"}),
    ({"rewind": "alt+shift+left"}, {"rewind": "alt+shift+left"}),
    ({"rewind": "shift+ctrl+x"}, {"rewind": "ctrl+shift+x"}),
    ({"rewind": "é"}, {"rewind": "é"}),
    ({"rewind": "ctrl++"}, {"rewind": "ctrl+plus"}),
    ({"nonsense": "x"}, {}),
    ({"leave": "q"}, {"leave": "q"}),
    ({"leave": "q", "finish": "q"}, {"leave": "q", "finish": "q"}),
    ({"finish": "escape, q"}, {"finish": "escape,q"}),
    ({"theme": "escape"}, {"theme": "escape"}),
]

BAD: list[tuple[dict[str, object], dict[str, str], str]] = [
    ({"rewind": "1"}, {}, "“keys: rewind”: “1” chooses by number; it has u Backspace."),
    ({"theme": "0"}, {}, "“0” chooses by number"),
    ({"choose": "a"}, {}, "“keys: choose”: the keys that choose by number cannot be changed; it has 1-9."),
    ({"rewind": ""}, {}, "a key is empty"),
    ({"rewind": " , "}, {}, "a key is empty"),
    ({"rewind": []}, {}, "a key is empty"),
    ({"rewind": ["z", ""]}, {"rewind": "z"}, "a key is empty (the key of a comma is called comma); it has z."),
    ({"rewind": {"a": "b"}}, {}, "a key must stand there, or a list of keys"),
    ({"rewind": [["z"]]}, {}, "a key must stand there, or a list of keys"),
    ({"rewind": "pgup"}, {}, "“pgup” is no key (did you mean “pageup”?)"),
    ({"rewind": "ctrl+spce"}, {}, "“ctrl+spce” is no key (did you mean “space”?)"),
    ({"rewind": "\x1b"}, {}, "is no key"),
    ({"rewind": "hold my hat"}, {}, "is no key (write a sign, or a name such as f5, pageup or ctrl+t)"),
    ({"rewind": "f99"}, {}, "“f99” is no key"),
    ({"rewind": "control+x"}, {}, "“control” in “control+x” is no modifier (did you mean “ctrl”?)"),
    ({"rewind": "cmd+x"}, {}, "“cmd” in “cmd+x” is no modifier (there are: alt, ctrl, hyper, meta, shift, super)"),
    ({"codex": "y", "history": "y"}, {"codex": "y"}, "“keys: history”: “y” is the key of “codex” already; it has h."),
    ({"codex": "y", "help": "y"}, {"codex": "y"}, "“keys: help”: “y” is the key of “codex” already; it has ? F1."),
    ({"codex": "h", "history": "h"}, {"history": "h"}, "“keys: codex”: “h” is the key of “history” already; it has c."),
    ({"history": "h", "codex": "h"}, {"history": "h"}, "“keys: codex”: “h” is the key of “history” already; it has c."),
    ({"rewind": "h"}, {}, "“h” is the only key of “history” (give that one another key first)"),
    ({"rewind": "enter"}, {}, "“enter” is the only key of “take”"),
    ({"rewind": "ctrl+m"}, {}, "“enter” is the only key of “take”"),
    ({"help": "h"}, {}, "“h” is the only key of “history”"),
    ({"less": "ctrl+q", "export": "ctrl+c"}, {"less": "ctrl+q", "export": "ctrl+c"}, ""),
]


@pytest.mark.parametrize(("entry", "good"), GOOD, ids=[str(entry) for entry, _ in GOOD])
def test_keys_that_can_hold(entry: dict[str, object], good: dict[str, str]) -> None:
    assert checked(entry, "config.yaml", words("en")) == (good, [])


@pytest.mark.parametrize(("entry", "good", "said"), BAD, ids=[repr(entry) for entry, _, _ in BAD])
def test_keys_that_cannot_hold(entry: dict[str, object], good: dict[str, str], said: str) -> None:
    found, notices = checked(entry, "config.yaml", words("en"))
    assert found == good
    assert len(notices) == bool(said)
    assert said in "".join(notices)
    assert not any(char in notice for notice in notices for char in "{}\x1b")
    assert len(checked(entry, "config.yaml", words("fr"))[1]) == len(notices)


def test_every_key_that_textual_names_is_known() -> None:
    internal = {"<any>", "<scroll-up>", "<scroll-down>", "<ignore>", "ctrl-at"}
    for key in Keys:
        if key.value not in internal:
            assert isinstance(canonical(key.value), str), key.value


def test_signs_have_the_names_that_textual_gives_them() -> None:
    for code in range(0x21, 0x250):
        if chr(code).isprintable():
            assert sign_name(chr(code)) == _character_to_key(chr(code))


def test_every_default_key_is_known_and_every_action_has_one() -> None:
    for action in ACTIONS:
        assert [canonical(key) for key in action.keys] == list(action.keys)
    for screen in SCREENS:
        assert all(keys_on(screen, {}).values()), screen


_KEYS = st.sampled_from(sorted({key for action in ACTIONS for key in action.keys} | {"x", "y", "z", "f5", "pgup", ""}))
_ENTRIES = st.dictionaries(st.sampled_from(sorted(BY_ID)), st.lists(_KEYS, max_size=3), max_size=8)


@given(_ENTRIES)
def test_whatever_a_player_writes_everything_can_still_be_done(entry: dict[str, object]) -> None:
    good, _ = checked(entry, "config.yaml", words("en"))
    for screen in SCREENS:
        keys = keys_on(screen, good)
        for action in here(screen):
            own = good.get(action.id)
            if screen in action.spare:
                assert set(keys[action.id]) <= set(keys_of(action, good))
                continue
            assert keys[action.id], (screen, action.id)
            if own is not None:
                assert keys[action.id] == keys_of(action, good) == tuple(own.split(","))
        everything = [key for found in keys.values() for key in found]
        assert len(everything) == len(set(everything))
        if screen == "play":
            assert keys["choose"] == BY_ID["choose"].keys
    assert EVERYWHERE in SCREENS
