"""Planning: what a stream of money is worth, how it varies, and when to switch."""
