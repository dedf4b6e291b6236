"""What is timed: printed by `make bench`, never asserted."""
