"""Sets of states as decision diagrams, one for each place, worked out backwards from what is asked."""
