"""Waiting for a condition, with a limit: the only way in which a test waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

LIMIT = 15.0
"""Seconds: far more than anything needs, so that two slow cores do not fail a test."""


async def until(condition: Callable[[], object], *, limit: float = LIMIT, what: str = "") -> None:
    """Return as soon as the condition holds; fail if it does not in `limit` seconds."""
    try:
        async with asyncio.timeout(limit):
            while not condition():  # noqa: ASYNC110  # the condition may be anything
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"Waited {limit} s in vain{f': {what}' if what else ''}.") from None


async def until_async(
    condition: Callable[[], Awaitable[object]], *, limit: float = LIMIT, what: str = ""
) -> None:
    """As `until`, for a condition that has to be asked for."""
    try:
        async with asyncio.timeout(limit):
            while not await condition():  # noqa: ASYNC110  # as above
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"Waited {limit} s in vain{f': {what}' if what else ''}.") from None
