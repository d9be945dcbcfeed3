"""What is told of the connection and of what came over it."""
