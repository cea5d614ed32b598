"""Bitcoin arithmetic: subsidy, difficulty, hashprice, break-even."""
