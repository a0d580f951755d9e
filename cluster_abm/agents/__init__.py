"""Who is there and what they have: columns and Mesa classes, no behaviour."""
