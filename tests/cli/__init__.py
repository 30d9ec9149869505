"""Tests of the command line, settings, paths and the interface's words."""
