"""Sessions told as texts to read: the pages and the choices, set in Markdown or in plain text."""
