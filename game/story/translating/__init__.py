"""Translating: a story's catalogues, gettext's form of them, and the languages they are named by."""
