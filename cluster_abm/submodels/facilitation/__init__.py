"""Facilitation: the Cluster Facilitation Group, and those who only plead for money."""
