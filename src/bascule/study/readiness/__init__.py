"""What an existing mining hall lacks for AI, what it would cost, and what can be kept."""
