"""A hall's readiness for AI, as tables and a page."""
