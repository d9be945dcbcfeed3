"""Addresses that programs tell: is it a path here, is it safe to open. Pure; nothing is opened or looked up."""

from __future__ import annotations

import socket
from urllib.parse import unquote, urlsplit

from maestro_tui.terminal.events import clean_text

__all__ = ["is_openable", "local_path"]

OPENABLE = frozenset({"http", "https", "mailto"})
PATH_LIMIT = 4096


def local_path(address: str) -> str:
    """Give the path of a working directory a program told (OSC 7, OSC 9;9); empty if it is not one of this machine."""
    if not address.startswith("file:"):
        return clean_text(address, PATH_LIMIT) if address.startswith("/") else ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.netloc.lower() not in {"", "localhost", socket.gethostname().lower()}:
        return ""
    return clean_text(unquote(parts.path), PATH_LIMIT)


def is_openable(address: str) -> bool:
    """Tell whether a hyperlink may be handed to the system: a web or mail address without anything hidden in it."""
    if not address.isascii() or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return bool(parts.path)
    return parts.scheme in OPENABLE and bool(parts.hostname) and parts.username is None
