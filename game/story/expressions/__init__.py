"""Expressions: conditions and effects, parsed, typed against the story's names, and compiled."""
