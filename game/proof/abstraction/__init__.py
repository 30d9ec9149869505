"""Smaller stories that bound what can happen in large ones."""
