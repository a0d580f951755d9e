"""How the cluster behaves, theme by theme; themes meet in columns and in the month."""
