"""One search over all terminals, timelines, tasks, sessions and projects. Draws nothing."""
