"""Searches led by few slots: distances that never say too much, ways that are ways, shortest ones that are shortest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from game.engine import load
from game.proof.abstraction import guided
from game.proof.abstraction.guided import Guided
from game.proof.abstraction.may import TooLarge, distances
from game.proof.explicit.best_first import BestFirst, goal_of
from game.proof.explicit.explore import FAR
from game.proof.explicit.rounds import Round, asked
from game.proof.explicit.steps import Steps
from game.proof.explicit.witness import Tree, way_to
from game.proof.questions.answers import Answer, Standing
from game.proof.questions.prepare import prepare
from game.proof.questions.reachability import Question
from game.proof.symbolic.reachability import goal_sets, sites_of
from game.proof.symbolic.system import SymbolicSystem
from game.proof.system.live_values import merge
from game.proof.system.model import Model, slots_read
from game.story import load_story
from tests.proof.stories import random_program
from tests.story.stories import write

STORIES = 15


class Asked:
    """A random story, what is asked of it, and how soon each thing is met, by walking all of it."""

    def __init__(self, seed: int) -> None:
        self.model, possible, questions = prepare(load(random_program(Random(seed))))
        self.questions = list(questions.values())
        sites = asked(sites_of(self.questions))
        self.system = SymbolicSystem(self.model, possible, sites, 1 << 18, lambda: None)
        self.round = Round(self.model, possible, merge(self.model, sites))
        assert self.round.explore(10**5, lambda total: None)

    def soonest(self, question: Question) -> int | None:
        found = self.round.meet(question.sites)
        return None if found is None else found.length


def stories() -> Iterator[Asked]:
    yield from map(Asked, range(STORIES))


def test_a_distance_is_never_more_than_the_true_one() -> None:
    """Whatever slots are looked at; with all of them it is the true one."""
    far = exact = 0
    for number, story in enumerate(stories()):
        chance = Random(number)
        slots = range(len(story.model.terms.slots))
        for question in chance.sample(story.questions, min(8, len(story.questions))):
            goal, soonest = goal_sets(story.system.encoding, question), story.soonest(question)
            true = FAR if soonest is None else soonest
            some = frozenset(slot for slot in slots if chance.random() < 0.5)
            told = distances(story.system, *goal, some, 10**6).of(0, story.model.start)
            assert told <= true
            assert distances(story.system, *goal, slots, 10**6).of(0, story.model.start) == true
            far += told == FAR
            exact += told == true != FAR
    assert far > 3
    assert exact > 20


@pytest.mark.parametrize("shortest", [False, True])
def test_answers_are_those_of_walking_all(shortest: bool) -> None:
    met = never = proved = 0
    for story in stories():
        tree = Tree(story.model)
        guide = Guided(tree, story.system, story.questions)
        for question in story.questions:
            answer, soonest = guide.answer(question, shortest=shortest), story.soonest(question)
            assert answer is not None, "a small story leaves nothing open"
            if soonest is None:
                assert answer.standing is Standing.NEVER
                never += 1
                continue
            assert answer.standing is Standing.MET
            assert answer.length is not None
            assert answer.length == soonest or (not answer.shortest and answer.length > soonest)
            assert len(way_to(tree.nodes, answer.node or 0)[0]) == answer.length
            met, proved = met + 1, proved + answer.shortest
    assert met > 200
    assert never > 20
    assert proved == met or not shortest


def test_what_stands_on_a_way_is_met_with_it() -> None:
    """Each question is answered once, and a shortest way is looked for where that is wanted."""
    for story in stories():
        found: list[Answer] = []
        wanted = {question.id for question in story.questions if question.kind == "ending"}
        assert Guided(Tree(story.model), story.system, story.questions).settle(found.append, wanted) == []
        assert sorted(one.id for one in found) == sorted(question.id for question in story.questions)
        soonest = {question.id: story.soonest(question) for question in story.questions}
        for one in found:
            assert (soonest[one.id] is None) == (one.standing is Standing.NEVER)
            assert one.id not in wanted or one.shortest


def test_without_nodes_a_question_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the others are tried all the same."""
    story = Asked(11)
    monkeypatch.setattr(guided, "LARGEST", 0)
    found: list[Answer] = []
    left = Guided(Tree(story.model), story.system, story.questions).settle(found.append, ())
    assert left
    assert {one.id for one in left}.isdisjoint(one.id for one in found)


HEAD = "story: far\ntitle: Far\nversion: '1'\nlanguage: en\nstart: hall\nendings: {end: End}\n"
FAR_AWAY = """\
scenes:
  hall:
    text: A hall.
    choices:
      up: {text: Up., do: oil += 1, to: hall}
      leap: {text: Leap., if: oil == 0, do: oil += 2, to: attic}
      out: {text: Out., if: oil >= 3, to: end}
  attic:
    text: An attic.
    choices:
      back: {text: Back., do: oil -= 1, to: hall}
      down: {text: Down., do: oil += 1, to: hall}
  end: {text: End., ending: end}
"""


def far_away(folder: Path) -> tuple[Model, Question, SymbolicSystem]:
    files: dict[str, str | bytes] = {
        "story.yaml": f"{HEAD}variables: {{oil: {{range: [0, 9], saturates: both}}}}\n",
        "scenes.yaml": FAR_AWAY,
    }
    model, possible, questions = prepare(load(load_story(write(folder, files), cache=False).program))
    question = questions["ending", "end"]
    return model, question, SymbolicSystem(model, possible, asked(question.sites), 1 << 18, lambda: None)


def test_a_state_reached_sooner_later_on_counts(tmp_path: Path) -> None:
    """Whatever order a heuristic makes of the states: the shortest way is found."""
    model, question, _ = far_away(tmp_path)
    steps = Steps(model, slots_read(model))
    live = [tuple(sorted(steps.slots)) for _ in model.places]
    for weight in range(4):

        def heuristic(place: int, values: object, weight: int = weight) -> int:
            return 0 if model.places[place].ending >= 0 else min(place, weight, 1)

        search = BestFirst(steps, live, goal_of(question, model), heuristic, 1000, lambda: None, shortest=True)
        found = search.run(model.start)
        assert found is not None
        assert found.length == 3


def test_a_goal_may_be_met_twice_at_a_state(tmp_path: Path) -> None:
    model, question, _ = far_away(tmp_path)
    (site,) = question.sites
    twice = replace(question, sites=[site, site._replace(choice=0), site, site._replace(choice=0)])
    steps = Steps(model, slots_read(model))
    live = [tuple(sorted(steps.slots)) for _ in model.places]
    goal = goal_of(twice, model)
    found = BestFirst(steps, live, goal, lambda place, values: 0, 1000, lambda: None, shortest=True).run(model.start)
    assert found is not None
    assert (found.length, found.site.steps) == (3, 0)


def test_a_search_gives_up_and_says_how_long_a_way_is_at_least(tmp_path: Path) -> None:
    model, question, system = far_away(tmp_path)
    steps = Steps(model, slots_read(model))
    live = [tuple(sorted(steps.slots)) for _ in model.places]
    exact = distances(system, *goal_sets(system.encoding, question), sorted(steps.slots), 1000)
    goal = goal_of(question, model)
    below = BestFirst(steps, live, goal, exact.of, 1000, lambda: None, shortest=True)
    assert below.run(model.start, 3) is None
    assert below.least == 3
    impatient = BestFirst(steps, live, goal, lambda place, values: 0, 1, lambda: None, shortest=False)
    assert impatient.run(model.start) is None
    assert not impatient.exhausted
    hopeless = BestFirst(steps, live, {}, lambda place, values: 0, 10**6, lambda: None, shortest=False)
    assert hopeless.run(model.start) is None
    assert hopeless.exhausted


def test_a_set_that_outgrows_its_nodes_is_too_large(tmp_path: Path) -> None:
    _, question, system = far_away(tmp_path)
    with pytest.raises(TooLarge):
        distances(system, *goal_sets(system.encoding, question), (), 0)
