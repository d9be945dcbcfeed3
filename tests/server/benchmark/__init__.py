"""The server against one on Node as the original is built: ``tests.server.benchmark.figures.measure``."""
