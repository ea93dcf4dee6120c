"""Puts the rooms together: settings, lifecycle, and what the faces ask for."""
