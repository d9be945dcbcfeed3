"""The widgets: each draws one part of the screen from the store, and posts messages for what the user does in it."""
