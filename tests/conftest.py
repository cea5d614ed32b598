"""Settings that every test shares."""

from hypothesis import settings

# The same examples on every machine and run: a law that fails here fails everywhere, and nothing is timed.
settings.register_profile("bascule", derandomize=True, deadline=None, database=None)
settings.load_profile("bascule")
