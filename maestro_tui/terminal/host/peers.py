"""Who is at the other end of a Unix socket: the kernel says it, not they."""

from __future__ import annotations

import os
import socket
import struct
import sys

__all__ = ["is_our_user", "user_of_peer"]

# macOS: getsockopt(SOL_LOCAL, LOCAL_PEERCRED) gives a struct xucred, whose second word is the user.
SOL_LOCAL = 0
LOCAL_PEERCRED = 1
XUCRED = "=IIh16I"


def user_of_peer(connection: socket.socket) -> int | None:
    """Give the user id of the process that connected; ``None`` if the system does not tell."""
    if sys.platform == "darwin":  # pragma: no cover - another system
        octets = connection.getsockopt(SOL_LOCAL, LOCAL_PEERCRED, struct.calcsize(XUCRED))
        return int(struct.unpack_from("=II", octets)[1])
    if hasattr(socket, "SO_PEERCRED"):
        octets = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", octets)[1])
    return None


def is_our_user(connection: socket.socket | None) -> bool:
    """Tell whether it is this user who connected. Who cannot be known is not; ``root`` may anyway."""
    if connection is None:
        return False
    user = user_of_peer(connection)
    return user is not None and user == os.getuid()
