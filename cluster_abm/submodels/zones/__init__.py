"""Zones: what density does to productivity and to rent."""
