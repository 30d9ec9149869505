"""The library: the sessions of a folder seen, listed, found, brought in, handed out and deleted."""
