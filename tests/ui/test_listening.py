from __future__ import annotations

from textual.app import App
from textual.widgets import Static

from maestro_tui.client.listeners import EventListeners
from maestro_tui.protocol.events import SessionDeleted, TaskDeleted
from maestro_tui.protocol.ids import SessionId, TaskId
from maestro_tui.ui.listening import listen


class Counter(Static):
    """Counts the sessions that go away."""

    def __init__(self, listeners: EventListeners) -> None:
        super().__init__()
        self._listeners = listeners
        self.gone: list[str] = []

    def on_mount(self) -> None:
        listen(self, self._listeners, SessionDeleted, Counter.count)

    def count(self, event: SessionDeleted) -> None:
        self.gone.append(event.id)


async def test_a_widget_hears_what_it_named_until_it_goes_away() -> None:
    listeners = EventListeners()
    async with App[None]().run_test() as pilot:
        first, second = Counter(listeners), Counter(listeners)
        await pilot.app.mount(first, second)
        listeners.publish(SessionDeleted(SessionId("ses_1")))
        listeners.publish(TaskDeleted(TaskId("tsk_1")))
        await first.remove()
        listeners.publish(SessionDeleted(SessionId("ses_2")))
        assert (first.gone, second.gone) == (["ses_1"], ["ses_1", "ses_2"])
        assert len(listeners) == 1
