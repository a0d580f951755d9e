"""A batch from end to end: foresee, conduct, watch, replay."""
