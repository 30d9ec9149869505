"""The author's screens: a proof, its findings, and their places in the files."""
