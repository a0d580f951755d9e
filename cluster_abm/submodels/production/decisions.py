"""Production: nothing to decide; a firm chooses its staff in the submodel of labour."""
