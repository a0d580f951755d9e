"""Stage of the cluster's life, told from published counts; it changes nothing."""
