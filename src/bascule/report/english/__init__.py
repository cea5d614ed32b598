"""The English catalogue, by what its texts are for."""
