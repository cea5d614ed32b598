"""The chain's outside world: block tables, explorers' answers, scenario files, bare problems."""
