"""The command line. Light to import: heavy rooms are entered by the command that needs them."""
