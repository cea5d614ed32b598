"""Claims recomputed, as tables, sentences and a page."""
