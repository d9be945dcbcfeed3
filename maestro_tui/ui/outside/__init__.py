"""The world outside the dashboard: the terminal it runs in, the clipboard, and what tells a user who does not look."""
