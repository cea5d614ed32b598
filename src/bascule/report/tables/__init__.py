"""Plain tables of a backtest: headings and rows of text, for the command line and the page alike."""
