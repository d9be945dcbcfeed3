"""Callbacks that want to hear of something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, ParamSpec

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Listeners"]

P = ParamSpec("P")


class Listeners(Generic[P]):
    """Callbacks, called in the order they came. They are expected to return soon and not to raise."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[P, object]] = []

    def connect(self, callback: Callable[P, object]) -> Callable[[], None]:
        """Add a callback; what comes back takes it away again, however often it is called."""
        self._callbacks.append(callback)

        def disconnect() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return disconnect

    def __bool__(self) -> bool:
        return bool(self._callbacks)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call all of them."""
        for callback in tuple(self._callbacks):
            callback(*args, **kwargs)
