"""The three kinds of documents, and the key that names one of them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a document is; the value is its name on the wire."""

    PROJECT = "project"
    TASK = "task"
    SESSION = "session"


class Key(NamedTuple):
    """Names one document."""

    kind: Kind
    id: str
