"""What the bot shows: a file for each part, with its commands and buttons."""
