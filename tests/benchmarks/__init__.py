"""Figures: both sides of each measured in one run, printed as a ratio. Never a timed assertion.

``make bench`` runs all of them, ``python -m tests.benchmarks decode reducer`` some. A benchmark is a module with a
``measure()`` that gives `Figure`s; what it needs and cannot find it says as a `Figure` without numbers.
"""
