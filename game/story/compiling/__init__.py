"""Compiling: from the model of a story to the program that plays."""
