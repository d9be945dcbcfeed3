"""What a user can do: the registry, of which keys, footer, help and palette are made, and the parts of it."""
