"""Prose: the author's texts, from paragraphs to compiled texts in one table."""
