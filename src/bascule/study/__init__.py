"""What would have been: backtests of policies over a period, on the same code that decides live."""
