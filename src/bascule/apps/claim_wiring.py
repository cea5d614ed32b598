"""Joins ``bascule plan claim`` to its adapter, as ``wiring`` does for the others."""

from bascule.adapters.files.claim_file import ClaimFile, read_claims

__all__ = ["ClaimFile", "read_claims"]
