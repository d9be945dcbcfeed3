"""The journal: every change in the order in which it happened, on the disk before anybody is told of it.

It makes answers durable, brings the state back after a crash, and gives clients what they missed. It is bounded:
the oldest segments go once their documents are in the files of the data dir.
"""
