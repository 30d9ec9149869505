"""Whole playthroughs of the shipped story, kept as sessions with what was read in them."""
