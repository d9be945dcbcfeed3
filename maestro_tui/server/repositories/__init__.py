"""Where documents are: in memory for reading, and as JSON files in the layout of the original server.

What a document means is for ``services``; who may ask is for ``access``.
"""
