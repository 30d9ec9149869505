"""By which rules pages come up, and by which they did."""
