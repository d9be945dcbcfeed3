"""A scenario to look at: simulated agents that are real processes in real terminals, reporting over REST.

Nothing here talks to a network other than the demo's own server, and nothing of the program depends on it.
"""
