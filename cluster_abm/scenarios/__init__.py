"""Scenarios: where a run starts, and the files they are read from."""
