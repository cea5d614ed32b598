"""Optimal switching between modes of a site: exact grid, least-squares Monte Carlo from below, dual bound from above."""
