"""Project finance of one block of megawatts, yearly from year 0, for one path or for many."""
