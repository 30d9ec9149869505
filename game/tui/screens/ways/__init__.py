"""The ways through a story that were gone: the present one as a list, all of them as a tree, and going along them."""
