"""How much firm AI load fits behind a connection that the grid may call back."""
