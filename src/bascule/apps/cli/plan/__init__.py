"""``bascule plan``: what a stream of money is worth, and when to switch."""
