"""Files of hindcasts: what is stated, and dated figures with their sources."""
