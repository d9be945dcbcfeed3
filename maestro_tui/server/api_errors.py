"""Why a request is refused, and the one shape in which the client is told.

::

    {"error": true, "statusCode": 404, "code": "NOT_FOUND", "message": "Task with id 'x' not found"}

plus ``details`` where they help. Codes and texts are those of the original server where it has one.
"""

from __future__ import annotations

from typing import Any

import msgspec

from maestro_tui.errors import ApiError


class RefusedError(ApiError):
    """A request is understood and refused, and nothing was changed."""

    def __init__(
        self, message: str, *, status: int = 400, code: str = "VALIDATION_ERROR", details: object = None
    ) -> None:
        super().__init__(message, status=status, code=code)
        self.details = details
        """What else the client is told; None for nothing."""


def not_found(resource: str, id_: str) -> RefusedError:
    """Say that a project, task or session does not exist."""
    return RefusedError(f"{resource} with id '{id_}' not found", status=404, code="NOT_FOUND")


def business_rule(message: str) -> RefusedError:
    """Say that a valid request contradicts the state of things."""
    return RefusedError(message, status=422, code="BUSINESS_RULE_ERROR")


def storage_failed(message: str) -> RefusedError:
    """Say that a change could not be made durable, and was therefore not made."""
    return RefusedError(message, status=507, code="STORAGE_ERROR")


def error_body(error: ApiError) -> bytes:
    """Encode the body of an error answer."""
    body: dict[str, Any] = {
        "error": True,
        "statusCode": error.status,
        "code": error.code,
        "message": str(error),
    }
    details = getattr(error, "details", None)
    if details is not None:
        body["details"] = details
    return msgspec.json.encode(body)
