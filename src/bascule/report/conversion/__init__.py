"""The report of a plan: what to do, above which rent, with what risk."""
