"""The state machine: a compiled story, a small state, and pure functions from one to the next."""
