"""The face in a browser: the full face as a page, for a few visitors at once, each with sessions of their own."""
