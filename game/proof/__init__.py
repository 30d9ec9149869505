"""Proof: every state a story can reach, what can happen in it and how soonest, and what can never go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.lazy import lazily

if TYPE_CHECKING:
    from game.proof.cluster import ClusterTrouble, NoAnswer, connected
    from game.proof.limits import Limits
    from game.proof.mending.patch import left_out, patch, wanted
    from game.proof.prover import BOUND, Options, prove
    from game.proof.questions.answers import Answer, Standing
    from game.proof.report import sentences
    from game.proof.report.formats import render
    from game.proof.report.played import choices_to, session_to
    from game.proof.report.pointing import place_of
    from game.proof.report.public import json_schema, without_report
    from game.proof.report.report import UNBOUNDED, EndingFacts, Finding, Report
    from game.proof.report.rules import RULES
    from game.proof.report.spelling import spelled
    from game.proof.report.text import KINDS, where
    from game.proof.reporting import MOST_BOUND, MOST_MEMORY, MOST_TIME, helpers_for, report_of, title_of
    from game.proof.story_tests import StoryTests

__all__ = [
    "BOUND",
    "KINDS",
    "MOST_BOUND",
    "MOST_MEMORY",
    "MOST_TIME",
    "RULES",
    "UNBOUNDED",
    "Answer",
    "ClusterTrouble",
    "EndingFacts",
    "Finding",
    "Limits",
    "NoAnswer",
    "Options",
    "Report",
    "Standing",
    "StoryTests",
    "choices_to",
    "connected",
    "helpers_for",
    "json_schema",
    "left_out",
    "patch",
    "place_of",
    "prove",
    "render",
    "report_of",
    "sentences",
    "session_to",
    "spelled",
    "title_of",
    "wanted",
    "where",
    "without_report",
]

__getattr__ = lazily(
    __name__,
    {
        "BOUND": "prover",
        "KINDS": "report.text",
        "MOST_BOUND": "reporting",
        "MOST_MEMORY": "reporting",
        "MOST_TIME": "reporting",
        "RULES": "report.rules",
        "UNBOUNDED": "report.report",
        "Answer": "questions.answers",
        "ClusterTrouble": "cluster",
        "EndingFacts": "report.report",
        "Finding": "report.report",
        "Limits": "limits",
        "NoAnswer": "cluster",
        "Options": "prover",
        "Report": "report.report",
        "Standing": "questions.answers",
        "StoryTests": "story_tests",
        "choices_to": "report.played",
        "connected": "cluster",
        "helpers_for": "reporting",
        "json_schema": "report.public",
        "left_out": "mending.patch",
        "patch": "mending.patch",
        "place_of": "report.pointing",
        "prove": "prover",
        "render": "report.formats",
        "report_of": "reporting",
        "sentences": "report.sentences",
        "session_to": "report.played",
        "spelled": "report.spelling",
        "title_of": "reporting",
        "wanted": "mending.patch",
        "where": "report.text",
        "without_report": "report.public",
    },
)
