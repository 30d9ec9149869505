"""What is met in passing: on a way that leads elsewhere, every choice is taken, was open and was shown, and every scene
on it is entered. So nothing stays open that lies on a way which is known for another question.

Every node of a tree was played in the story itself, so that all of this is so; that no shorter way leads there is not
known.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from game.proof.explicit.witness import Tree


def met_in_passing(tree: Tree, wanted: Container[str]) -> dict[str, tuple[int, int]]:
    """Of the wanted questions, by their ids, those that ways of a tree meet: after how many choices, and the node."""
    found: dict[str, tuple[int, int]] = {}
    for node, (name, length) in _on_ways(tree):
        if name in wanted and (name not in found or length < found[name][0]):
            found[name] = (length, node)
    return found


def _on_ways(tree: Tree) -> Iterator[tuple[int, tuple[str, int]]]:
    """Everything that is plainly met at the nodes of a tree."""
    for number, node in enumerate(tree.nodes):
        length = tree.turns[number]
        if number:
            yield number, (f"taken:{node.choice}", length)
            yield node.before, (f"open:{node.choice}", length - 1)
            yield node.before, (f"shown:{node.choice}", length - 1)
        place = tree.places[number]
        if place >= 0:
            here = tree.model.places[place]
            yield number, (f"scene:{tree.machine.scene(here.scene).id}", length)
            if here.ending >= 0:
                yield number, (f"ending:{tree.machine.program.endings[here.ending][0]}", length)
