"""Training runs as tables."""
