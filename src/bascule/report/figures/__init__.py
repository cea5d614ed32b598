"""A page of figures and tables: what it holds, and how it becomes one file."""
