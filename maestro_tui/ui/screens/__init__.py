"""The screens: each arranges widgets, and turns their messages into calls on the conductor."""
