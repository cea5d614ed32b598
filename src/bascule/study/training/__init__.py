"""What a training run of a language model takes: operations, GPU-hours, energy, money, carbon, days."""
