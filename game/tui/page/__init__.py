"""Pages into lines: words, pictures and the state of a story, laid out without a screen in sight."""
