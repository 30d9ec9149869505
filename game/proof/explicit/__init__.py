"""Exploring states one by one, playing at random, and the ways to what is met."""
