"""Phoenix: a football analyst that anyone can extend."""

__version__ = "0.1.0"
