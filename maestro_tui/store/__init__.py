"""The state of everything, and the one function that changes it.

Deterministic: no clock, no I/O, no randomness. Times and ids come in on actions, so the same actions always give
the same state; record, replay and time travel rest on that.
"""
