"""What is asked: the model, its levers, draws of uncertain numbers, and the plan of all runs."""
