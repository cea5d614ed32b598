"""Who works on blocks of paths: this process, others of this machine, or a Ray cluster. All answer the same to the bit."""
