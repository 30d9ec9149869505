"""What sessions have to say to a player: one registry of codes, each a template; errors and notices made from it."""

from __future__ import annotations

from typing import NamedTuple

from game.printable import printable


class Wording(NamedTuple):
    """A message as written in the source language: `text` and `hint` (the likely fix) are `str.format` templates."""

    text: str
    hint: str = ""


MESSAGES: dict[str, Wording] = {
    "R001": Wording(
        "{file} is not a session of this game: {why}.",
        "Sessions are the .jsonl files that this game writes as you play; choose another file.",
    ),
    "R002": Wording(
        "{file} cannot be read: {why}.",
        "Look whether the file is there and whether you may read it.",
    ),
    "R003": Wording(
        "{file} was written by a later edition of this game (session format {format}; this one reads up to {known}).",
        "Update the game, then open it again.",
    ),
    "R004": Wording(
        "{file} is a session of another story, {story}; this one is {here}.",
        "Open it together with the folder of the story it was played in.",
    ),
    "R005": Wording(
        "{file} is too large for a session: {size} MB, where the limit is {limit} MB.",
        "A session of ten thousand choices has about one megabyte: this is probably another file.",
    ),
    "R006": Wording(
        "{file} is not an ordinary file.",
        "Give the .jsonl file itself, not a folder or a device.",
    ),
    "R007": Wording(
        "{file} is being played already, by another window or program.",
        "Go on there, or close it first; or start a new session here.",
    ),
    "R008": Wording(
        "{file} exists already and was not overwritten.",
        "Give another name, or move the old file away.",
    ),
    "R009": Wording(
        "{file} has a damaged line, number {line}, and was not imported.",
        "Ask for the file again. It can still be replayed as far as that line.",
    ),
    "R010": Wording(
        "There is no session {name} here.",
        "List the sessions to see their names.",
    ),
    "R011": Wording(
        "There is no turn {turn} to go back to: the session stands at turn {last}.",
        "Give a number from 0 to {last}.",
    ),
    "R012": Wording(
        "The story has no language {language}.",
        "It has: {languages}.",
    ),
    "R013": Wording(
        "The codex has no entry {entry} that you know of.",
        "Entries open when a page you read speaks of them.",
    ),
    "R014": Wording(
        "{file} cannot be written: {why}.",
        "Look for room on the disk and whether you may write there.",
    ),
    "R015": Wording("This session is closed.", "Open it again."),
    "R016": Wording(
        "{file} cannot be deleted: {why}.",
        "Look whether you may write in its folder.",
    ),
    "R101": Wording("The last line of the session was cut off while it was written, and is left out."),
    "R103": Wording(
        "The story has changed since this session was played (version {then} then, {now} now): it holds, but what the"
        " pages say may differ from what was read."
    ),
    "R104": Wording("The session holds up to choice {held} of {of}. {why}", "You can go on from there."),
    "R105": Wording(
        "The session was played in the language {language}, which the story does not have; it is shown in {shown}."
    ),
    "R106": Wording(
        "The session is not being saved: {why}. You can play on;"
        " what is missing is written as soon as writing works again.",
        "Make room on the disk, or look whether you may write in its folder.",
    ),
    "R107": Wording(
        "The session leads to the same page, but to another state than was recorded: the file was changed, or the game."
    ),
    "R201": Wording("Choice {step}, {choice}: the scene {scene} has no such choice any more."),
    "R202": Wording("Choice {step}, {choice}: it is closed now: {why}"),
    "R203": Wording("Choice {step}, {choice}: it is not offered now."),
    "R204": Wording("Choice {step}, {choice}: it leads to {now} now, and led to {then}."),
    "R205": Wording("Choice {step}, {choice}: the story has ended before it, at {scene}."),
    "R206": Wording("Choice {step}, {choice}: the story has no way on there ({why})."),
    "R207": Wording(
        "Choice {step}, {choice}: it leads to the same scene, but to another state. A session keeps only a check of"
        " the state, so the variables that differ cannot be named; this choice changes now: {changes}."
    ),
    "R208": Wording(
        "The story starts otherwise than it did then: a variable was added, removed, renamed, or starts at another"
        " value."
        " A session keeps only a check of the state, so it cannot be named."
    ),
    "R209": Wording("Choice {step}: the line that held it is damaged (line {line} of the file)."),
    "R210": Wording("The story starts in the scene {now} now, and started in {then}."),
    "R211": Wording("Identical: {steps} choices, each leads where it led, to the same state."),
    "R212": Wording("It is the edition of the story that the session was played in."),
    "R213": Wording("The session was recorded in another edition of the story: {then} then, {now} now."),
    "R214": Wording(
        "{count} of its choices were written without a check of the state; they were compared by scene alone."
    ),
    "R301": Wording("it is empty"),
    "R302": Wording("its first line is no header"),
    "R303": Wording("its first line gives no session format"),
    "R304": Wording("its first line has no {key}"),
    "R305": Wording("more than {most} of its lines are damaged"),
    "R306": Wording("nothing"),
}
"""R0: refusals, raised as SessionError. R1: notices. R2: what a verification found. R3: parts of the others."""

Field = str | int


def safe_fields(fields: dict[str, Field]) -> dict[str, Field]:
    """The fields of a message, with every foreign string made fit to print; a notice inside a notice is so already."""
    return {
        name: printable(value) if isinstance(value, str) and not isinstance(value, Notice) else value
        for name, value in fields.items()
    }


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
        wording, safe = MESSAGES[code], safe_fields(fields)
        notice = super().__new__(cls, wording.text.format(**safe))
        notice.code, notice.fields = code, safe
        notice.template, notice.hint_template = wording
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


def os_reason(error: OSError) -> str:
    """The system's words for an error, without its number and path."""
    return error.strerror or type(error).__name__
