"""Which rows a table shows, in which order, and which of them belong under which. Pure."""
