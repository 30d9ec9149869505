"""The plain graph of a story: what leads where when every guard is open, and the faults that it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from game.engine.program import Choice, Program, Scene, junctions
from game.graphs import Mask, component_ranks, components
from game.story.compiling.building import Build
from game.story.places.marks import Mark
from game.story.reading import model
from game.story.reading.model import Story
from game.story.reading.targets import inner_targets, targets


class Call(NamedTuple):
    """A call somewhere in a choice's target: the scenes it may enter, and the one it comes back to."""

    owner: str
    entries: tuple[int, ...]
    then: int


class Node(NamedTuple):
    """A scene in the graph: where it goes without a call, where it goes and forgets all calls, what it calls, and the
    choices that return.
    """

    goes: tuple[int, ...]
    leaves: tuple[int, ...]
    calls: tuple[Call, ...]
    returns: tuple[str, ...]


def graph(program: Program) -> list[Node]:
    """The graph over the scenes' positions, and those of continuations after them."""
    return [_node(Scene(*raw)) for raw in junctions(program)]


def _node(scene: Scene) -> Node:
    goes: dict[int, None] = {}
    leaves: dict[int, None] = {}
    calls: list[Call] = []
    returns: list[str] = []
    ways = [] if scene.run_on is None else [(scene.on, scene.run_on)]
    for raw in scene.choices:
        choice = Choice(*raw)
        ways.append((choice.id, choice.target))
    for owner, target in ways:
        for kind, what in leads(target, owner):
            if kind == "call":
                calls.append(what)
            elif kind == "return":
                returns.append(owner)
            else:
                (leaves if kind == "leave" else goes)[what] = None
    return Node(tuple(goes), tuple(leaves), tuple(calls), tuple(returns))


def leads(target: Any, owner: str) -> Iterator[tuple[str, Any]]:
    """What a target can come to: ('scene', position), ('leave', position), ('return', None), ('call', Call)."""
    match target:
        case ("scene", scene):
            yield "scene", scene
        case ("return",):
            yield "return", None
        case ("first", entries):
            for _, part in entries:
                yield from leads(part, owner)
        case ("draw", _, entries):
            for _, _, part in entries:
                yield from leads(part, owner)
        case ("deck", _, storylets, rest):
            yield from (("scene", scene) for scene, *_ in storylets)
            if rest is not None:
                yield from leads(rest, owner)
        case ("leave", inner):
            yield from (("leave", what) for _, what in leads(inner, owner))
        case ("call", inner, then):
            inside = list(leads(inner, owner))
            entries = [what if kind == "scene" else what.then for kind, what in inside if kind != "return"]
            yield "call", Call(owner, tuple(entries), then)
            yield from (part for part in inside if part[0] == "call")
            if any(kind == "return" for kind, _ in inside):
                yield "scene", then


def reachable(nodes: list[Node], starts: Iterable[int], *, into_calls: bool = True) -> set[int]:
    """The scenes that can be reached, a call's `then` among them; without `into_calls` only those of the same depth."""
    found = set(starts)
    todo = list(found)
    while todo:
        node = nodes[todo.pop()]
        nexts = _nexts(node, into_calls=into_calls) + ([*node.leaves] if into_calls else [])
        new = [scene for scene in nexts if scene not in found]
        found.update(new)
        todo += new
    return found


def check_graph(build: Build, program: Program) -> list[Node]:
    """Report faults of the graph: dead ends, calls that recurse, returns that nobody called."""
    story, problems = build.story, build.problems
    if not story.scenes:
        if problems.errors == 0:
            problems.add("S213", story.id)
        return []
    for scene in story.scenes.values():
        if not (scene.choices or scene.to or scene.run_on or scene.ending) and scene.id not in story.broken:
            problems.add("S210", scene.id, name=str(scene.id))
    nodes = graph(program)
    _check_recursion(build, nodes)
    entered = (entry for node in nodes for call in node.calls for entry in call.entries)
    _check_returns(build, program, nodes, reachable(nodes, entered, into_calls=False))
    return nodes


def _check_recursion(build: Build, nodes: list[Node]) -> None:
    """A call that can be made again before it has returned would need a stack without end.

    That is so where its own scene can be reached from where it enters, by ways on and by further calls: where both lie
    in one circle of the graph, since the call itself is the way from the one to the other. Ways on that forget what was
    called do not count.
    """
    circle = component_ranks([_nexts(node) for node in nodes])
    for number, node in enumerate(nodes[: len(build.story.scenes)]):
        for call in dict.fromkeys(node.calls):
            if any(circle[entry] == circle[number] for entry in call.entries):
                build.problems.add("S211", _place(build.story, call.owner, model.Call), name=call.owner)


def _nexts(node: Node, *, into_calls: bool = True) -> list[int]:
    nexts = [*node.goes, *(call.then for call in node.calls)]
    return nexts + [entry for call in node.calls for entry in call.entries] if into_calls else nexts


def comes_back(nodes: list[Node]) -> list[Mask]:
    """For each scene where a `return` from it may lead: the `then` of every call that may be open there."""
    found = [0] * len(nodes)
    calls = [call for node in nodes for call in node.calls]
    for call in calls:
        for entry in call.entries:
            found[entry] |= 1 << call.then
    nexts = [_nexts(node, into_calls=False) for node in nodes] if calls else []
    for component in components(nexts):
        mask = 0
        for place in component:
            mask |= found[place]
        for place in component:
            found[place] = mask
            for out in nexts[place] if mask else ():
                found[out] |= mask
    return found


def _check_returns(build: Build, program: Program, nodes: list[Node], called: set[int]) -> None:
    left = (scene for node in nodes for scene in node.leaves)
    outside = reachable(nodes, [program.start, *left], into_calls=False)
    for number, node in enumerate(nodes[: len(program.scenes)]):
        for owner in dict.fromkeys(node.returns):
            if number not in called:
                build.problems.add("S212", _place(build.story, owner, model.Return), name=owner)
            elif number in outside:
                build.problems.add("S717", _place(build.story, owner, model.Return), name=program.scenes[number][0])
    for scene in build.story.scenes.values():
        passing = [part for part in targets(scene) if isinstance(part, model.Call) and part.then == "return"]
        if passing and build.scope.scenes[scene.id] not in called:
            build.problems.add("S212", passing[0].then, name=str(scene.id))


def _place(story: Story, owner: str, kind: type[model.Return | model.Call]) -> Mark:
    """Where a choice (full id) returns or calls."""
    scene_id, _, choice_id = owner.partition("/")
    scene = story.scenes[scene_id]
    found = scene.choices.get(choice_id)
    own = (found.to if found else None, scene.to, scene.run_on, scene.skip)
    todo = [target for target in own if target is not None]
    for target in todo:
        if isinstance(target, kind):
            return target.mark
        todo += inner_targets(target)
    return scene.mark
