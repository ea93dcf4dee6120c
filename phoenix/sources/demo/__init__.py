"""The demo league: simulated football, the same at every run, with its true parameters kept."""
