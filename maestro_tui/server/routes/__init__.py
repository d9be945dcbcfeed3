"""HTTP and the WebSocket: paths, methods, status codes. What requests mean is for ``services``."""
