"""Files of sizing cases: a connection, what shares it, and the grid's calls."""
