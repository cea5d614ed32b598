"""Halls and the checklist that they are laid beside, as files."""
