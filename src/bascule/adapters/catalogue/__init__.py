"""Hardware facts that ship with the package: machines, servers, job curves, cooling, with their sources.

The facts are read when they are first asked for, never at import.
"""
