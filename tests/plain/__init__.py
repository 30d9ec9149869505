"""Tests of the plain player."""
