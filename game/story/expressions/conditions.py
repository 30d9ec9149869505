"""Named conditions: macros over expressions, of which each is compiled after those that it names."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from game.engine.program import Expr
from game.graphs import circles

MAX_PARTS = 1000
"""How many parts an expression may have with the conditions that it names written out."""

MAX_STORY = 5_000_000
"""How many all the conditions that expressions name may have, each as often as it is named."""


@dataclass(frozen=True)
class Conditions:
    """The conditions of a story by name: what was written, and which others each of them names.

    `circles` holds those that come back to themselves, each circle once, in the order in which they name one another;
    `sound` are those that neither stand in a circle nor name one that does, others before those that name them.
    """

    sources: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    circles: tuple[tuple[str, ...], ...] = ()
    sound: Mapping[str, None] = field(default_factory=dict)

    def __contains__(self, name: object) -> bool:
        return name in self.sources

    def under(self, node: ast.AST, done: Callable[[str], bool]) -> Iterator[str]:
        """The sound conditions that something names, and those that these name, others before those that name them;
        without those that are done, under which all others are.
        """
        begun: set[str] = set()
        todo = [(name, False) for name in reversed(names(node, self.sources))]
        while todo:
            name, through = todo.pop()
            if through:
                yield name
            elif name not in begun and name in self.sound and not done(name):
                begun.add(name)
                todo.append((name, True))
                todo += ((other, False) for other in reversed(self.needs[name]) if other not in begun)


def conditions(sources: Mapping[str, str], nodes: Mapping[str, ast.AST | None]) -> Conditions:
    """The conditions of a story; `nodes` has the syntax tree of each, None where it cannot be read."""
    needs = {name: () if node is None else names(node, sources) for name, node in nodes.items()}
    sound = _sound(needs)
    return Conditions(sources, needs, tuple(_circles(needs, sound)), sound)


def names(node: ast.AST, known: Mapping[str, str]) -> tuple[str, ...]:
    """The known names that stand in an expression, each once, in the order of the tree."""
    found = (part.id for part in ast.walk(node) if isinstance(part, ast.Name)) if known else ()
    return tuple(dict.fromkeys(name for name in found if name in known))


def _sound(needs: Mapping[str, tuple[str, ...]]) -> dict[str, None]:
    """Those that rest on no circle, in topological order (Kahn 1962)."""
    missing = {name: len(others) for name, others in needs.items()}
    users: dict[str, list[str]] = {}
    for name, others in needs.items():
        for other in others:
            users.setdefault(other, []).append(name)
    ready = [name for name, count in missing.items() if not count]
    for name in ready:
        for user in users.get(name, ()):
            missing[user] -= 1
            if not missing[user]:
                ready.append(user)
    return dict.fromkeys(ready)


def _circles(needs: Mapping[str, tuple[str, ...]], sound: Mapping[str, None]) -> Iterator[tuple[str, ...]]:
    """Each of the others names another of them: whoever follows that comes round, and the ways join or part nowhere."""
    ways = {
        name: [next(other for other in others if other not in sound)]
        for name, others in needs.items()
        if name not in sound
    }
    return map(tuple, circles(ways))


def measure(expr: Expr) -> tuple[int, int]:
    """How many parts a compiled expression has, and how deep they lie one within the other."""
    inner = [measure(part) for part in expr[1:] if isinstance(part, tuple) and part and isinstance(part[0], str)]
    return 1 + sum(parts for parts, _ in inner), 1 + max((depth for _, depth in inner), default=0)
