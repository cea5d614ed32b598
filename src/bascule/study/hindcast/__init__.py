"""What the rules would have decided at past dates with what was known then, and what they would have earned since."""
