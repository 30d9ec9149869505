"""The authors' guide, scenes/README.md: every example in it is run, and its tables are held against the program."""
