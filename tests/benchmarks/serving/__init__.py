"""The server against one on Node as the original is built: ``tests.benchmarks.serving.figures.measure``."""
