"""The screens: where one plays, watches, reads and chooses."""
