"""What the Makefile runs when it needs more than two lines."""
