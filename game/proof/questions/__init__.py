"""What is asked of a story: what a player could meet, and what must never happen."""
