"""What may go wrong by itself in the parts of this issue: a file for each part."""
