"""How a widget listens to the events it names, for as long as it is on the screen: the seed's hook pattern.

For what a widget wants to hear as it happens. What it shows of the tables it reads from the store.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from weakref import ref

from textual.widget import Widget

from maestro_tui.client.listeners import EventListeners, Subscription
from maestro_tui.protocol.events import Event

Heard = TypeVar("Heard", bound=Event)
Listener = TypeVar("Listener", bound=Widget)


def listen(
    widget: Listener,
    listeners: EventListeners,
    event: type[Heard],
    hear: Callable[[Listener, Heard], None],
) -> Subscription:
    """Call `hear(widget, event)` with every event of a type, until the widget is taken off the screen.

    Args:
        widget: Who listens. It is not kept alive by this.
        listeners: Where events are published: ``conductor.listeners``.
        event: The type of event.
        hear: What to do with one. A function, not a bound method, so that it does not keep the widget either.
    """
    weak = ref(widget)

    def pass_on(heard: Heard) -> None:
        listener = weak()
        if listener is None or not listener.is_attached:
            subscription.cancel()
        else:
            hear(listener, heard)

    subscription = listeners.listen(event, pass_on)
    return subscription
