"""Learning paths: which concepts, in which order, and why."""
