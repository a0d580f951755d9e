"""Labour: posts, pay, search, matching, separations, training, wages."""
