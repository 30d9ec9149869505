"""What a proof says: the report, its rules, sentences, formats, and where it is kept."""
