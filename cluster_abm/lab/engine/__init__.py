"""How worlds are lived: tasks, worker processes, a cluster, and what ran where."""
