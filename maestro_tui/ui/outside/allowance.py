"""How often something may happen: so many times, and then once in a while. Pure: told the time."""

from __future__ import annotations


class Allowance:
    """A bucket of permissions that fills up again.

    Args:
        most: How many are there at first, and at most.
        seconds: How long one takes to come back.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._left = float(most)
        self._taken_at = 0.0

    def take(self, now: float) -> bool:
        """Take one, if there is one; `now` is in seconds and only goes up."""
        self._left = min(self._most, self._left + (now - self._taken_at) / self._seconds)
        self._taken_at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
