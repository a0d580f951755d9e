"""Collaboration: meetings, ties, trust, joint work, breach."""
