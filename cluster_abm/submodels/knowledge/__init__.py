"""Knowledge: research, innovation, and how knowledge spreads."""
