"""What requests mean: use cases that change a draft and emit events. No I/O, no HTTP.

Each takes a draft and a body, and gives the closed document that is the answer.
"""
