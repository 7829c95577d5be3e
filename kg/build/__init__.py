"""What a build writes, and what the next one goes on from: the output folder and its lock, reports, hash and state."""
