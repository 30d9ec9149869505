"""Builds the story of an example, plays and checks it, and tells what each block of output should have said."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import yaml

from game.cli import run
from game.engine import Machine, load
from game.plain import Player
from game.proof.prover import prove
from game.proof.report.text import quoting, tell_findings
from game.session import Session
from game.story import Diagnostic, check_story, load_story
from tests.guide.blocks import Block, Example

WELCOME = "Type a number to choose, ? for help.\n\n"
HEAD = {"story": "example", "title": "Example", "version": '"1"', "language": "en"}
SUPPLIED = {"S202": "endings", "S203": "chapters", "S205": "categories"}
"""What an example may name without declaring it: by the code that says so, the section of story.yaml."""

SUPPLEMENT = "supplied.yaml"
ROUNDS = 3
"""How often a story is checked for what to supply: a scene that is supplied may need an ending that is."""

Outcome = tuple[Block, str]
"""A block of output, and what it should say."""


class Workshop:
    """The folder in which one example is built and run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shown: dict[str, str] = {}
        self.found = ""
        self.command: list[str] = []

    def run(self, example: Example) -> Iterator[Outcome]:
        """Go through the blocks of an example; yields what each block of output should say."""
        for block in example.blocks:
            try:
                yield from self._take(block)
            except Exception as error:
                error.add_note(f"in the block of line {block.line}")
                raise
        self._finish_command()
        if example.blocks[-1].how != "check" and (self.folder / "scenes.yaml").exists():
            self.clean()

    def _take(self, block: Block) -> Iterator[Outcome]:
        match block.language, block.how:
            case (("yaml" | "po"), ""):
                self._show(block.path, block.text)
            case (("yaml" | "po"), "find"):
                self.found = block.text
                if self._read(block.path).count(self.found) != 1:
                    raise AssertionError(f"these lines do not stand once in {block.path}:\n{block.text}")
            case (("yaml" | "po"), "change"):
                self._show(block.path, self._read(block.path).replace(self.found, block.text))
            case "yaml", "append":
                self._show(block.path, self._read(block.path) + block.text)
            case "json", _:
                self._write(block.path, block.text)
            case "delete", _:
                self._finish_command()
                shutil.rmtree(self.folder / block.path)
            case "sh", "":
                self._finish_command()
                self.command = block.text.splitlines()
            case "text", "says":
                yield block, self._finish_command(block.typed)
            case "text", "play":
                self.clean()
                yield block, self._play(block)
            case "text", "check":
                self.supply(set(SUPPLIED))
                yield block, "\n\n".join(one.format() for one in check_story(self.folder)) + "\n"
            case "text", "prove":
                self.clean()
                report = prove(load_story(self.folder, cache=False).program)
                yield block, tell_findings(report, quote=quoting(self.folder)) + "\n"
            case _:
                raise AssertionError(f"nothing is known of a block {block.language} {' '.join(block.words)}")

    # ------------------------------------------------------------ files

    def _read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def _show(self, path: str, text: str) -> None:
        """Write a file as the guide shows it."""
        self.shown[path] = text
        self._write(path, text)

    def _write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    # ------------------------------------------------------------ what an example leaves out

    def clean(self) -> None:
        """Supply what the example leaves out; raises AssertionError when errors or warnings are left."""
        self.supply({"S201", *SUPPLIED})
        left = [one.format() for one in check_story(self.folder) if one.severity != "note"]
        if left:
            raise AssertionError("\n\n".join(left))

    def supply(self, codes: set[str]) -> None:
        """Add to the story what its example names and does not show; what it shows stands first and unchanged."""
        story = self.shown.get("story.yaml", "")
        lines = [f"{key}: {value}\n" for key, value in HEAD.items() if not _declares(story, key)]
        if not _declares(story, "start"):
            lines.append(f"start: {_first_scene(self._read('scenes.yaml'))}\n")
        (self.folder / SUPPLEMENT).unlink(missing_ok=True)
        self._write("story.yaml", story + "".join(lines))
        for _ in range(ROUNDS):
            self._supply_names([one for one in check_story(self.folder) if one.code in codes])

    def _supply_names(self, missing: list[Diagnostic]) -> None:
        story = self._read("story.yaml")
        for code, section in SUPPLIED.items():
            names = dict.fromkeys(_named(one) for one in missing if one.code == code)
            if names:
                story += f"{section}: {{{', '.join(f'{name}: {name.capitalize()}' for name in names)}}}\n"
        self._write("story.yaml", story)
        scenes = dict.fromkeys(_named(one) for one in missing if one.code == "S201")
        if scenes:
            ending = next(iter(yaml.safe_load(story).get("endings") or {"end": ""}))
            written = "".join(f"  {name}: {{text: ({name}), ending: {ending}}}\n" for name in scenes)
            self._write(SUPPLEMENT, "scenes:\n" + written)

    # ------------------------------------------------------------ playing

    def _play(self, block: Block) -> str:
        machine = load(load_story(self.folder, cache=False).program)
        out = io.StringIO()
        before = [word for word in block.option("typed").split(",") if word]
        player = Player(_session(machine, block), out, begin=lambda: _session(machine, block))
        player.greet(fresh=True)
        for line in before:
            out.seek(out.truncate(0))
            player.hear(line)
        for line in block.typed:
            out.write(f"> {line}".rstrip() + "\n\n")
            if not player.hear(line):
                break
        player.session.close()
        text = out.getvalue()
        return (text if "whole" in block.words or before else text.partition(WELCOME)[2]).rstrip("\n") + "\n"

    # ------------------------------------------------------------ commands

    def _finish_command(self, typed: list[str] | None = None) -> str:
        """Run the commands that wait; what they print, with what is typed in between."""
        said = io.StringIO()
        source = io.StringIO("".join(f"{line}\n" for line in typed or ()))
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
            mock.patch("sys.stdin", source),
        ):
            for command in self.command:
                self._run(command, may_fail=typed is not None)
        self.command = []
        return said.getvalue().rstrip("\n") + "\n"

    def _run(self, command: str, *, may_fail: bool) -> None:
        line, _, file = command.partition(" > ")
        program, *words = shlex.split(line)
        if program == "pytest":
            # Whether the plugin is installed or not, it is there once.
            plugins = ["-p", "no:seven_canteens", "-p", "game.pytest_plugin", "-p", "no:cacheprovider"]
            subprocess.run([sys.executable, "-m", "pytest", *plugins, *words], check=True, capture_output=True)
            return
        if program == "mkdir":
            Path(*words).mkdir()
            return
        if program != "game":
            raise AssertionError(f"only `game`, `pytest` and `mkdir` are run, not {program}")
        with contextlib.ExitStack() as stack:
            if file:
                stack.enter_context(contextlib.redirect_stdout(stack.enter_context(Path(file).open("w"))))
            code = run(words)
        if code and not may_fail:
            raise AssertionError(f"exit code {code}: {command}")


def _session(machine: Machine, block: Block) -> Session:
    return Session.new(machine, None, seed=int(block.option("seed", "1")), language=machine.program.language)


def _declares(story: str, key: str) -> bool:
    return re.search(rf"^{key}:", story, re.MULTILINE) is not None


def _first_scene(text: str) -> str:
    found = re.search(r"^scenes:\n(?: *#.*\n)*  ([a-z0-9_-]+):", text, re.MULTILINE)
    assert found is not None, "scenes.yaml has no scene"
    return found[1]


def _named(one: Diagnostic) -> str:
    """The name that a message says is missing."""
    found = re.search(r"'([^']+)'", one.message)
    assert found is not None
    return found[1]
