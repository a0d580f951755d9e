"""Migration: who wants to come, who asks for a permit, and what the offices decide."""
