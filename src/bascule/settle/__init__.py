"""Money: rates that the optimiser plans with and the ledger that an outcome settles to, computed by the same functions."""
