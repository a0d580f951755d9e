"""Capital: bank credit, and the grant programme."""
