"""The wire: typed models, the events, decode and encode. No clock, no I/O, and nothing else parses JSON.

Wire spelling (camelCase, ``session:updated``) stays in this package; the rest of the program speaks Python.
"""
