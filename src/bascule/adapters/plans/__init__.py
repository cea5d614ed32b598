"""Plan files: the document that ``bascule plan run`` reads, checked and turned into a plan."""
