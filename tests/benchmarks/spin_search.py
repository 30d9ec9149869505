"""SPIN's breadth-first search through a made-up story: the peer that the proof's explorations are measured by.

The model is a tight one, so that SPIN does as well as it can: the scene is the place in the process, a variable has
just the bits that it needs, and a choice is one deterministic step.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from game.engine import Machine, Op
from tests.benchmarks.timing import call
from tests.proof.promela import Emitter

MEMORY = 12_000
"""How many megabytes SPIN may use."""


class Searched(NamedTuple):
    """What SPIN did: states, seconds, megabytes."""

    states: int
    seconds: float
    memory: float


class Tight(Emitter):
    """Writes the model of a story whose choices have guards and effects and lead to scenes, and nothing else."""

    def text(self) -> str:
        self.lines += [
            f"unsigned v{index} : {slot.high.bit_length()} = {slot.start};"
            for index, slot in enumerate(self.program.slots)
        ]
        self.lines.append("active proctype story() {")
        for scene in range(len(self.program.scenes)):
            self._scene(scene)
        return "\n".join([*self.lines, "}"]) + "\n"

    def _scene(self, index: int) -> None:
        scene = self.machine.scene(index)
        if scene.ending >= 0:
            self.lines.append(f"end{index}: false;")
            return
        self.lines.append(f"s{index}: if")
        for choice in scene.choices:
            kind, target = choice.target
            assert kind == "scene"
            label = "end" if self.machine.scene(target).ending >= 0 else "s"
            self.lines.append(f":: d_step {{ ({self._own(choice)}); {self._ops(choice.do)} }} goto {label}{target}")
        self.lines.append("fi;")

    def _op(self, op: Op) -> str:
        """An effect without a place to put its value meanwhile: a breadth-first search has no hidden variables."""
        slot, name = self.program.slots[op[1]], f"v{op[1]}"
        value = self._expr(op[2]) if op[0] == "set" else f"({name} + {self._expr(op[2])})"
        return f"{name} = ({value} > {slot.high} -> {slot.high} : ({value} < {slot.low} -> {slot.low} : {value}));"


def breadth_first(machine: Machine, folder: Path, *, optimise: bool = True) -> Searched:
    """Compile and run the search; only the search is timed. Compiling it for speed takes longer than a small search."""
    (folder / "model.pml").write_text(Tight(machine).text(), encoding="utf-8")
    _run(folder, "spin", "-a", "model.pml")
    _run(
        folder,
        "gcc",
        "-w",
        "-O2" if optimise else "-O0",
        "-DBFS",
        "-DSAFETY",
        f"-DMEMLIM={MEMORY}",
        "-o",
        "pan",
        "pan.c",
    )
    said: list[str] = []
    seconds = call(lambda: said.append(_run(folder, "./pan", "-n")))
    assert "errors: 0" in said[0], said[0]
    return Searched(int(_number(r"(\d+) states, stored", said[0])), seconds, _number(r"([\d.]+)\s+total act", said[0]))


def _number(pattern: str, said: str) -> float:
    found = re.search(pattern, said)
    assert found is not None, said
    return float(found[1])


def _run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
