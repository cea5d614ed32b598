"""Bare problems: an id and inputs from a file, answered in order, so that any result can be checked against a book."""
