"""The server against the seed's way of serving, on Node with express and ws. How is in ``serving``."""

from tests.benchmarks.serving.figures import measure

__all__ = ["measure"]
