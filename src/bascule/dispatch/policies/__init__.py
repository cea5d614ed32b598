"""Policies: the same ``decide(observation, view)`` in a backtest, against simulated machines, and live."""
