"""``bascule chain``: the Bitcoin network as it is, what happened to it, and what an exit does to it."""
