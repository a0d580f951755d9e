"""Education: students, and the graduates who enter the field."""
