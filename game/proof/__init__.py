"""Proof: every state a story can reach, what can happen in it and how soonest, and what can never go wrong."""
