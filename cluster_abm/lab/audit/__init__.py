"""Estimators of economists, tried where the truth is known."""
