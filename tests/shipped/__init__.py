"""The shipped story, held to its plan."""
