"""Governance: profit tax, and what regimes cost the treasury."""
