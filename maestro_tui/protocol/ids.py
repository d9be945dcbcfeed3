"""The names of things on the wire, told apart by the type checker."""

from __future__ import annotations

from typing import NewType

ProjectId = NewType("ProjectId", str)
TaskId = NewType("TaskId", str)
SessionId = NewType("SessionId", str)
