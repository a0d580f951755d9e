"""Loops to be compiled: each is the twin of a NumPy function, which says what it computes."""
