"""How fast the model is, and against what: ``python -m tests.bench``."""
