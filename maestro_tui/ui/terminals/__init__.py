"""What is said and written of terminals beside their screens."""
