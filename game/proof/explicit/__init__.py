"""Exploring states one by one or as bitmaps, and the ways to them."""
