"""From a hashing site to an AI shell: what a plan states, when to convert how many megawatts, and with what risk."""
