"""The optimiser: inputs of a horizon, sparse programs with one block per asset, closed form, checks, reasons and policies."""
