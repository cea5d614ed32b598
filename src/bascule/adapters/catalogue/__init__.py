"""Hardware facts that ship with the package: machines, servers, job curves and cooling, each with source and date.

The facts are read when they are first asked for, never at import.
"""
