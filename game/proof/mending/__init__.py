"""What would mend a trap: the crossing into it, the weakest guard there, and the proof that the guard is enough."""
