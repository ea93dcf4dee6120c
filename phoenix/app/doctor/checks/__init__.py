"""What is examined: a file for each part of an installation."""
