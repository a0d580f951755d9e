"""Validation: what was observed elsewhere, and whether the model shows it too."""
