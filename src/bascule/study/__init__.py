"""Studies on top of dispatch: the backtest that replays policies over past prices."""
