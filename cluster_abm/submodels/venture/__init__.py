"""Venture: angels and funds that buy parts of young firms."""
