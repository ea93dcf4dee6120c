"""Work that is accepted now and done in a while, here or by another process; never lost."""
