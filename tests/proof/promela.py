"""Programs as a Promela model, written from the format's rules alone, and what SPIN finds in them.

Compiling a model is nearly all of the work, so that one holds many programs; the environment variable `STORY` says
which of them goes on in a search, and all others stand still.

Of each program: one process, one loop: `pc` is the scene, every outcome of every choice is one option of the loop and
one deterministic step. Where the outcome turns out not to be possible (a guard of its target fails after the effects),
the step puts everything back, so that it adds no state. Old values are `hidden`: not part of SPIN's states.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from game.engine import Machine, Op, Target
from game.engine.effects import has_rolls, is_rolled
from game.engine.program import junctions

DEPTH = 4
RETURNS = 3
"""How many may follow one another before somebody waits; the model says so where there are more."""


class Found(NamedTuple):
    """What SPIN says: the number of states (those at an ending counted twice), and the endings it reaches."""

    states: int
    endings: set[str]


class TooLong(Exception):
    """A program of which so many ways lead from one page to the next that SPIN would read its model for minutes."""


LONGEST = 150_000
"""Characters of the longest process."""


class Emitter:
    """Writes one program behind the lines that a model has so far. Raises TooLong."""

    def __init__(self, machine: Machine, lines: list[str] | None = None) -> None:
        self.machine = machine
        self.program = machine.program
        self.lines = [] if lines is None else lines
        self.endings: dict[int, str] = {}
        self.within = self.written = 0
        self.names = _names(len(self.program.slots))

    def process(self, number: int) -> None:
        """The process of a program: it goes on where the environment names its number."""
        values = [slot.start for slot in self.program.slots]
        for index, slot in enumerate(self.program.slots):
            if slot.cap is not None:
                values[index] = max(slot.low, min(values[index], self.machine.expr(slot.cap)(values)))
        begin = " ".join(f"v{index} = {value};" for index, value in enumerate(values))
        self.lines.append(f"active proctype story{number}() {{")
        (opening,) = self._go(self.program.start)
        self.lines.append(f"d_step {{ c_expr {{ STORY == {number} }}; {begin} ok = 1; {opening} }};")
        self.lines.append("do")
        for scene in range(len(self.program.scenes)):
            self._scene(scene)
        self.lines += [":: pc < 0 -> skip", "od", "}"]

    def _scene(self, index: int) -> None:
        scene = self.machine.scene(index)
        if scene.ending >= 0:
            self.lines += [f":: (pc == {index}) ->", f"val = {index}"]
            self.endings[len(self.lines)] = self.program.endings[scene.ending].id
            return
        for choice in scene.choices:
            opened = self._own(choice)
            if choice.fallback:
                others = [self._own(other) for other in scene.choices if not other.fallback]
                opened = " && ".join([opened, *(f"!({other})" for other in others)])
            taken = self._up(choice.taken) if choice.taken >= 0 else ""
            taken += self._round(choice.cycle) if choice.cycle >= 0 else ""
            save = " ".join(f"old_{name} = {name};" for name in self.names)
            back = " ".join(f"{name} = old_{name};" for name in self.names)
            falls = list(self._falls(choice.do))
            for way in self._ways(choice.target):
                for done in falls:
                    body = f"{save} ok = 1; {taken} {done} {way}"
                    line = (
                        f":: d_step {{ (pc == {index} && ({opened})) -> {body} if :: ok -> skip :: else -> {back} fi }}"
                    )
                    self.lines.append(line)
                    self.written += len(line)
                    if self.written > LONGEST:
                        raise TooLong

    def _own(self, choice: Any) -> str:
        parts = [self._expr(choice.guard)] if choice.guard is not None else []
        parts += [f"(v{choice.taken} == 0)"] if choice.once else []
        return " && ".join(parts) or "1"

    def _up(self, slot: int) -> str:
        return (
            f"v{slot} = (v{slot} >= {self.program.slots[slot].high} -> {self.program.slots[slot].high} : v{slot} + 1);"
        )

    def _round(self, slot: int) -> str:
        return f"v{slot} = (v{slot} + 1) % {self.program.slots[slot].high + 1};"

    def _enter(self, index: int) -> Iterator[str]:
        """What entering a scene does, a way for each fall of its rolls."""
        scene = self.machine.scene(index)
        parts = [self._up(scene.visits)] if scene.visits >= 0 else []
        if scene.cycle >= 0:
            parts.append(self._round(scene.cycle))
        yield from (" ".join([*parts, done]) for done in self._falls(scene.do))

    def _go(self, index: int) -> Iterator[str]:
        """Going to a scene, and to where it runs on, a way each."""
        for enter in self._enter(index):
            yield from self._on(index, f"if :: ok -> pc = {index}; {enter} :: else -> skip fi;")

    def _on(self, index: int, here: str) -> Iterator[str]:
        run_on = self.machine.scene(index).run_on
        if self.machine.home(index) != index:  # who stays is there again
            here = f"{here} if :: ok -> pc = {self.machine.home(index)} :: else -> skip fi;"
        yield from [here] if run_on is None else (f"{here} {way}" for way in self._ways(run_on))

    def _need(self, condition: str) -> str:
        return f"ok = (ok && ({condition}) -> 1 : 0);"

    def _ways(self, target: Target) -> Iterator[str]:
        """For each outcome of a target, statements that go there, or set `ok` to 0 where it is not possible."""
        match target[0]:
            case "scene":
                yield from self._go(target[1])
            case "stay":
                yield "skip;"
            case "return" if self.within == RETURNS:
                yield "assert(!ok);"
            case "return":
                pops = " ".join(f":: (depth == {level + 1}) -> pc = st{level}; st{level} = 0" for level in range(DEPTH))
                pop = f"if {pops} :: else -> ok = 0 fi; if :: ok -> depth = depth - 1 :: else -> skip fi;"
                scenes = range(len(junctions(self.program)))
                plain = [
                    index
                    for index in scenes
                    if self.machine.scene(index).run_on is None and not has_rolls(self.machine.scene(index).do)
                ]
                arrive = " ".join(
                    f":: (ok && pc == {index}) -> {enter}" for index in plain for enter in self._enter(index)
                )
                yield f"{pop} if {arrive} :: else -> ok = 0 fi;"
                self.within += 1
                for index in sorted({*scenes} - {*plain}):
                    for enter in self._enter(index):
                        yield from self._on(index, f"{pop} {self._need(f'pc == {index}')} {enter}")
                self.within -= 1
            case "call":
                push = " ".join(f":: (depth == {level}) -> st{level} = {target[2]}" for level in range(DEPTH))
                for way in self._ways(target[1]):
                    yield f"if {push} fi; depth = depth + 1; {way}"
            case "leave":
                forget = " ".join(f"st{level} = 0;" for level in range(DEPTH))
                for way in self._ways(target[1]):
                    yield f"if :: ok -> {forget} depth = 0 :: else -> skip fi; {way}"
            case "first":
                before = "1"
                for guard, part in target[1]:
                    own = "1" if guard is None else self._expr(guard)
                    for way in self._ways(part):
                        yield f"{self._need(f'{before} && {own}')} {way}"
                    before = f"{before} && !({own})"
            case "draw":
                for _, guard, part in target[2]:
                    for way in self._ways(part):
                        yield f"{self._need('1' if guard is None else self._expr(guard))} {way}"
            case "deck":
                yield from self._deck(target)

    def _deck(self, target: Target) -> Iterator[str]:
        cards = [(card[0], self._card(card), card[2], card[4]) for card in target[2]]
        for scene, opened, priority, met in cards:
            above = [
                f"!({other} && ({rank} > {priority} || ({rank} == {priority} && v{seen} == 0 && v{met} > 0)))"
                for _, other, rank, seen in cards
            ]
            yield from (f"{self._need(' && '.join([opened, *above]))} {way}" for way in self._go(scene))
        if target[3] is not None:
            none = " && ".join(f"!({opened})" for _, opened, _, _ in cards) or "1"
            for way in self._ways(target[3]):
                yield f"{self._need(none)} {way}"

    def _card(self, card: Any) -> str:
        holds = "1" if card[1] is None else self._expr(card[1])
        return f"({holds} && v{card[4]} < {card[5]})" if card[5] else f"({holds})"

    def _falls(self, ops: tuple[Op, ...]) -> Iterator[str]:
        """What effects do, a way for each fall of their rolls."""
        yield from (" ".join(way) for way in product(*(list(self._fall(op)) for op in ops)))

    def _fall(self, op: Op) -> Iterator[str]:
        if not is_rolled(op):
            yield self._op(op)
        elif op[0] == "if":
            for holds, part in ((self._expr(op[1]), op[2]), (f"!({self._expr(op[1])})", op[3])):
                yield from (f"{self._need(holds)} {way}" for way in self._falls(part))
        else:
            for shown in product(*(range(low, low + sides) for _, low, sides in op[2])):
                yield self._op(_read(op[3], shown))

    def _ops(self, ops: tuple[Op, ...]) -> str:
        return " ".join(self._op(op) for op in ops)

    def _op(self, op: Op) -> str:
        if op[0] == "if":
            then, other = self._ops(op[2]) or "skip;", self._ops(op[3]) or "skip;"
            return f"if :: {self._expr(op[1])} -> {then} :: else -> {other} fi;"
        slot = self.program.slots[op[1]]
        value, name = self._expr(op[2]), f"v{op[1]}"
        if op[0] == "cap":
            return f"val = {value}; {name} = ({name} > val -> (val < {slot.low} -> {slot.low} : val) : {name});"
        if op[0] == "add":
            value = f"{name} + ({value})"
        return f"val = {value}; {name} = (val > {slot.high} -> {slot.high} : (val < {slot.low} -> {slot.low} : val));"

    def _expr(self, expr: Any) -> str:
        op = expr[0]
        if op == "const":
            return f"({int(expr[1])})"
        if op == "var":
            return f"v{expr[1]}"
        if op == "not":
            return f"!({self._expr(expr[1])})"
        if op == "neg":
            return f"(-({self._expr(expr[1])}))"
        if op == "in":
            return "(" + " || ".join(f"{self._expr(expr[1])} == {member}" for member in expr[2]) + ")"
        parts = [self._expr(part) for part in expr[1:]]
        if op in ("and", "or"):
            return "(" + (" && " if op == "and" else " || ").join(parts) + ")"
        if op in ("min", "max"):
            found = parts[0]
            for part in parts[1:]:
                found = f"(({found}) {'<' if op == 'min' else '>'} ({part}) -> ({found}) : ({part}))"
            return found
        if op in ("//", "%"):
            return self._divided(op, *parts)
        if op == "count":
            return f"({' + '.join(parts)})"
        if op == "fairly":
            return self._fairly(*parts)
        return f"({parts[0]} {op} {parts[1]})"

    def _divided(self, op: str, a: str, b: str) -> str:
        """Promela rounds towards zero, and its remainder has the sign of what is divided: the format's has not."""
        apart = f"((({a}) % ({b})) != 0 && ((({a}) < 0) != (({b}) < 0)))"
        if op == "//":
            return f"((({a}) / ({b})) - ({apart} -> 1 : 0))"
        return f"((({a}) % ({b})) + ({apart} -> ({b}) : 0))"

    def _fairly(self, percent: str, change: str) -> str:
        """A rise takes a share of what is missing to 100, rounded down; a fall of what is there, rounded up."""
        rise = f"(({percent}) + {self._divided('//', f'(100 - ({percent})) * ({change})', '100')})"
        fall = f"(({percent}) - {self._divided('//', f'(-({change})) * ({percent})', '100')})"
        up, down = f"({rise} > 99 -> 99 : {rise})", f"({fall} < 1 -> 1 : {fall})"
        return f"(({change}) > 0 -> {up} : {down})"


def _read(part: Any, shown: Sequence[int]) -> Any:
    """An effect, or a part of one, with what its dice show."""
    if not isinstance(part, tuple):
        return part
    if part and part[0] == "rolled":
        return ("const", shown[part[1]])
    return tuple(_read(one, shown) for one in part)


def _names(slots: int) -> list[str]:
    return [f"v{index}" for index in range(slots)] + [f"st{level}" for level in range(DEPTH)] + ["depth", "pc"]


class Spin:
    """Lets SPIN explore programs, which all use the same variables. Its reductions are compiled in, so that with and
    without takes two of it.
    """

    def __init__(self, machines: Sequence[Machine], folder: Path, *, reductions: bool = False) -> None:
        self._folder = folder
        lines = ['c_decl { \\#define STORY atoi(getenv("STORY")) }', "hidden short ok; hidden short val;"]
        for name in _names(max(len(machine.program.slots) for machine in machines)):
            lines.append(f"short {name};")
            lines.append(f"hidden short old_{name};")
        self._endings = list[dict[int, str]]()
        for number, machine in enumerate(machines):
            emitter = Emitter(machine, lines)
            emitter.process(number)
            self._endings.append(emitter.endings)
        (folder / "model.pml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        flags = [] if reductions else ["-DNOREDUCE"]
        _run(folder, "spin", "-a", *([] if reductions else ["-o3"]), "model.pml")
        _run(folder, "gcc", "-w", "-O0", "-DSAFETY", *flags, "-o", "pan", "pan.c")

    def explore(self, number: int) -> Found:
        """What it finds in one of them."""
        said = _run(self._folder, "./pan", "-E", "-m200000", "-w16", STORY=str(number))
        stored = re.search(r"(\d+) states, stored", said)
        assert stored is not None, said
        assert "errors: 0" in said, said
        unreached = {int(line) for line in re.findall(r"model\.pml:(\d+), state", said)}
        reached = {name for line, name in self._endings[number].items() if line not in unreached}
        # The first state is before `pc` is set.
        return Found(int(stored[1]) - 1, reached)


def _run(folder: Path, *command: str, **environment: str) -> str:
    env = {**os.environ, **environment}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
