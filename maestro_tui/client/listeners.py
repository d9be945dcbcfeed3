"""Plain functions and methods that listen to the events they name: the seed's hook pattern.

It hands events on and nothing else: no socket, no decoding, no state of projects or sessions. Everything
happens in the caller's thread, before `EventListeners.publish` returns.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeAlias, TypeVar, overload
from weakref import WeakMethod

from maestro_tui.protocol.events import Event, event_name

_log = logging.getLogger("maestro_tui.client")

Heard = TypeVar("Heard", bound=Event)
Heard2 = TypeVar("Heard2", bound=Event)
Heard3 = TypeVar("Heard3", bound=Event)

_Finder: TypeAlias = Callable[[], Callable[[Any], None] | None]


class Subscription:
    """One listener's place among the others; made by `EventListeners`.

    As a context manager it listens for as long as the block runs.
    """

    def __init__(self, types: frozenset[type[Event]] | None, find: _Finder, forget: _Forget) -> None:
        self._types = types
        self._find = find
        self._forget = forget
        self._has_failed = False
        self.is_active = True

    def cancel(self) -> None:
        """Hear nothing more, beginning now; may be called again, and while an event is being published."""
        if self.is_active:
            self.is_active = False
            self._forget(self)

    def hears(self, kind: type[Event]) -> bool:
        """Tell whether events of this type are for this listener."""
        return self._types is None or kind in self._types

    def call(self, event: Event) -> None:
        """Hand an event to the listener, whatever that does to it."""
        callback = self._find() if self.is_active else None
        if callback is None:
            return
        try:
            callback(event)
        except Exception:
            # Listeners are anybody's code, and each one's mistakes are its own: neither the others nor the
            # stream may suffer from them. Once, since a broken listener would break at every event.
            if not self._has_failed:
                self._has_failed = True
                _log.exception("A listener to %s failed; it is not logged again.", event_name(event))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cancel()


_Forget: TypeAlias = Callable[[Subscription], None]


class EventListeners:
    """All who listen, called in the order in which they came.

    A bound method is held weakly: when its object goes away, so does the subscription. An object in a
    reference cycle goes when the collector comes, so whoever has an end of life cancels there. Other
    callables are held until cancelled.
    """

    def __init__(self) -> None:
        self._subscriptions: dict[Subscription, None] = {}
        self._by_type: dict[type[Event], tuple[Subscription, ...]] = {}

    def __len__(self) -> int:
        return len(self._subscriptions)

    @overload
    def listen(self, types: type[Heard], callback: Callable[[Heard], None]) -> Subscription: ...
    @overload
    def listen(
        self, types: tuple[type[Heard], type[Heard2]], callback: Callable[[Heard | Heard2], None]
    ) -> Subscription: ...
    @overload
    def listen(
        self,
        types: tuple[type[Heard], type[Heard2], type[Heard3]],
        callback: Callable[[Heard | Heard2 | Heard3], None],
    ) -> Subscription: ...
    @overload
    def listen(self, types: tuple[type[Event], ...], callback: Callable[[Event], None]) -> Subscription: ...
    def listen(
        self, types: type[Any] | tuple[type[Any], ...], callback: Callable[[Any], None]
    ) -> Subscription:
        """Have a callable called with every event of the named type, or types."""
        named = frozenset(types) if isinstance(types, tuple) else frozenset((types,))
        return self._add(named, callback)

    def listen_to_all(self, callback: Callable[[Event], None]) -> Subscription:
        """Have a callable called with every event, unknown ones too."""
        return self._add(None, callback)

    def publish(self, event: Event) -> None:
        """Call everybody who listens to this event now; who is added meanwhile hears the next one."""
        for subscription in self._listening_to(type(event)):
            subscription.call(event)

    def _listening_to(self, kind: type[Event]) -> tuple[Subscription, ...]:
        found = self._by_type.get(kind)
        if found is None:
            found = tuple(each for each in self._subscriptions if each.hears(kind))
            self._by_type[kind] = found
        return found

    def _add(self, types: frozenset[type[Event]] | None, callback: Callable[[Any], None]) -> Subscription:
        is_method = inspect.ismethod(callback)
        find: _Finder = (
            WeakMethod(callback, lambda _: subscription.cancel()) if is_method else lambda: callback
        )
        subscription = Subscription(types, find, self._remove)
        self._subscriptions[subscription] = None
        self._by_type.clear()
        return subscription

    def _remove(self, subscription: Subscription) -> None:
        self._subscriptions.pop(subscription, None)
        self._by_type.clear()
