"""Where matches come from."""
