"""Production: what work takes which skills, and what a staff can do."""
