"""Parameters of uncertainty from series, each with its standard error."""
