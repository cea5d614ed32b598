"""What a year of a site earns, as a function of hashprice, the level of power prices and the price of AI: from the dispatch."""
