"""A site moved between countries, and demand outlooks, as tables and a page."""
