"""Tests of the engine, the story format, the sessions and the faces."""
