"""Places, demand outlooks and the site that is moved, as files."""
