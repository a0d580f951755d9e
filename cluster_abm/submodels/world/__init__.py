"""The world outside: trend, business cycle, outside pay, and people in other sectors."""
