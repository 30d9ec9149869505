"""Places in a story's files: where each character of a text was written."""
