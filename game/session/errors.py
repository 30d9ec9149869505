"""What sessions have to say to a player: errors and notices, each a code and its fields, worded from its rule."""

from __future__ import annotations

import errno
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from game.os_reasons import Reason, Refused
from game.printable import printable

if TYPE_CHECKING:
    from game.rule import Rule

Field = str | int


def safe_fields(fields: dict[str, Field]) -> dict[str, Field]:
    """The fields of a message, with every foreign string made fit to print; a notice inside a notice is so already."""
    return {
        name: printable(value) if isinstance(value, str) and not isinstance(value, Notice | Reason) else value
        for name, value in fields.items()
    }


def _rules() -> Mapping[str, Rule]:
    """The rules by code: loaded when there is something to say, which mostly there is not.

    What is to be said may be that the disk is full. Then nothing is compiled to it: Python keeps a compiled file that
    was only written in part, and no later start can read it.
    """
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        from game.session.rules import RULES
    finally:
        sys.dont_write_bytecode = before
    return RULES


class Notice(str):
    """A message in the source language that knows its `code`, `template`, `hint_template` and `fields`.

    It prints as it is; a face that speaks another language translates the template and fills it with the fields, which
    are already fit to print. A field can be a notice in turn.
    """

    code: str
    fields: dict[str, Field]
    template: str
    hint_template: str

    def __new__(cls, code: str, **fields: Field) -> Notice:
        """Fill the template registered under `code`."""
        rule, safe = _rules()[code], safe_fields(fields)
        notice = super().__new__(cls, rule.template.format(**safe))
        notice.code, notice.fields = code, safe
        notice.template, notice.hint_template = rule.template, rule.hint
        return notice

    @property
    def hint(self) -> str:
        """The likely fix, or ''."""
        return self.hint_template.format(**self.fields)


class SessionError(Exception):
    """A session that is refused, or a call that it cannot answer; the file is left as it was.

    `code` ('R0xx'), `message` and `hint` (the likely fix) are fit to print; `notice` holds the template and the fields.
    """

    def __init__(self, code: str, **fields: Field) -> None:
        self.notice = Notice(code, **fields)
        super().__init__(str(self.notice))

    @property
    def code(self) -> str:
        """The registered code."""
        return self.notice.code

    @property
    def message(self) -> str:
        """What went wrong, in one sentence."""
        return str(self.notice)

    @property
    def hint(self) -> str:
        """What to do about it."""
        return self.notice.hint


class Unwritable(Refused):
    """A file that we leave alone, though the system would let us write; `notice` says why."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(errno.ESTALE, notice)
