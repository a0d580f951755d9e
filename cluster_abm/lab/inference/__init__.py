"""What results say: effects, their uncertainty, value for money, sensitivity."""
