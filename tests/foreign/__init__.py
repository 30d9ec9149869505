"""Names and words that strangers choose, on every way out of the program."""
