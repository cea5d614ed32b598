"""The nouns: sites, assets, contracts, series, schedules, outcomes, ledgers and reasons. No behaviour of a market or a solver."""
