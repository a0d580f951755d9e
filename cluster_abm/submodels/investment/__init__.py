"""Investment: where parents of multinationals put their work, and what government promises them."""
