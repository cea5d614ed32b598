"""The programs that people start, and the one place that joins rooms to adapters."""
