"""From a fixture to a dossier: context, consensus, tendencies, words."""
