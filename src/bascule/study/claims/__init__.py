"""Public statements recomputed from units and stated inputs, with a verdict and the arithmetic."""
