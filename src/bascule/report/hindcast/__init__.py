"""A hindcast as tables and a page."""
