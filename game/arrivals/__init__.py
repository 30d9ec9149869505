"""By which rules a page can come up, and by which it did: all ways into a scene, and the way of one choice."""
