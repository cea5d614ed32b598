"""One site moved between countries: what its power costs, what it emits, what binds its data, what a megawatt earns."""
