"""A timeline made into lines: its events, what stands between them, and how long things took. Pure."""
