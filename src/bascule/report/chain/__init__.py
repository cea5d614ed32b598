"""Tables and figures of the chain commands."""
