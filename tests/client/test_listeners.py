"""The hook pattern of the seed. That callbacks get the type they named is checked by mypy on this file."""

from __future__ import annotations

import gc
import logging

import msgspec
import pytest

from maestro_tui.client.listeners import EventListeners, Subscription
from maestro_tui.protocol.events import (
    Event,
    ProjectDeleted,
    SessionDeleted,
    SessionTaskAdded,
    SessionTaskRemoved,
    SessionUpdated,
    TaskDeleted,
    UnknownEvent,
)
from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import Session

DELETED = SessionDeleted(SessionId("ses_1"))
UPDATED = SessionUpdated(Session(id=SessionId("ses_1"), status="working"))
TASK_DELETED = TaskDeleted(TaskId("tsk_1"))
ADDED = SessionTaskAdded(session_id=SessionId("ses_1"), task_id=TaskId("tsk_1"))
REMOVED = SessionTaskRemoved(session_id=SessionId("ses_1"), task_id=TaskId("tsk_1"))


class Widget:
    def __init__(self) -> None:
        self.statuses: list[str] = []

    def on_updated(self, event: SessionUpdated) -> None:
        self.statuses.append(event.session.status)


def test_a_listener_hears_the_events_it_names_and_no_others() -> None:
    listeners, heard = EventListeners(), list[SessionDeleted]()
    listeners.listen(SessionDeleted, heard.append)
    for event in (DELETED, UPDATED, TASK_DELETED):
        listeners.publish(event)
    assert heard == [DELETED]


def test_a_listener_may_name_several_events() -> None:
    listeners = EventListeners()
    pairs: list[str] = []
    rest: list[Event] = []

    def on_either(event: SessionTaskAdded | SessionTaskRemoved) -> None:
        pairs.append(event.session_id)

    def on_three(event: SessionTaskAdded | SessionTaskRemoved | SessionDeleted) -> None:
        rest.append(event)

    listeners.listen((SessionTaskAdded, SessionTaskRemoved), on_either)
    listeners.listen((SessionTaskAdded, SessionTaskRemoved, SessionDeleted), on_three)
    listeners.listen((SessionDeleted, TaskDeleted, ProjectDeleted, UnknownEvent), rest.append)
    for event in (ADDED, REMOVED, DELETED, ProjectDeleted(ProjectId("prj_1"))):
        listeners.publish(event)
    assert pairs == ["ses_1", "ses_1"]
    assert rest == [ADDED, REMOVED, DELETED, DELETED, ProjectDeleted(ProjectId("prj_1"))]


def test_listeners_are_called_in_the_order_in_which_they_came() -> None:
    listeners, order = EventListeners(), list[int]()
    listeners.listen_to_all(lambda _: order.append(1))
    listeners.listen(SessionDeleted, lambda _: order.append(2))
    listeners.listen((TaskDeleted, SessionDeleted), lambda _: order.append(3))
    listeners.listen_to_all(lambda _: order.append(4))
    listeners.publish(DELETED)
    assert order == [1, 2, 3, 4]


def test_who_listens_to_all_hears_unknown_events_too() -> None:
    listeners, heard = EventListeners(), list[Event]()
    listeners.listen_to_all(heard.append)
    unknown = UnknownEvent("team:created", msgspec.Raw(b"{}"))
    listeners.publish(unknown)
    assert heard == [unknown]


def test_a_cancelled_listener_hears_nothing_more() -> None:
    listeners, heard = EventListeners(), list[SessionDeleted]()
    subscription = listeners.listen(SessionDeleted, heard.append)
    listeners.publish(DELETED)
    subscription.cancel()
    subscription.cancel()
    listeners.publish(DELETED)
    assert heard == [DELETED]
    assert len(listeners) == 0


def test_a_subscription_is_a_context_manager() -> None:
    listeners, heard = EventListeners(), list[SessionDeleted]()
    with listeners.listen(SessionDeleted, heard.append):
        listeners.publish(DELETED)
    listeners.publish(DELETED)
    assert heard == [DELETED]


def test_the_same_callable_twice_is_two_listeners() -> None:
    listeners, heard = EventListeners(), list[SessionDeleted]()
    first = listeners.listen(SessionDeleted, heard.append)
    listeners.listen(SessionDeleted, heard.append)
    listeners.publish(DELETED)
    first.cancel()
    listeners.publish(DELETED)
    assert len(heard) == 3


def test_an_object_that_goes_away_is_forgotten() -> None:
    listeners, widget = EventListeners(), Widget()
    statuses = widget.statuses
    listeners.listen(SessionUpdated, widget.on_updated)
    gc.disable()
    try:
        listeners.publish(UPDATED)
        del widget
        assert len(listeners) == 0
        listeners.publish(UPDATED)
    finally:
        gc.enable()
    assert statuses == ["working"]


def test_a_function_without_another_owner_is_kept() -> None:
    listeners, heard = EventListeners(), list[str]()
    listeners.listen(SessionDeleted, lambda event: heard.append(event.id))
    gc.collect()
    listeners.publish(DELETED)
    assert heard == ["ses_1"]


def test_an_error_reaches_no_other_listener_and_is_logged_once_for_each(
    caplog: pytest.LogCaptureFixture,
) -> None:
    listeners, heard = EventListeners(), list[SessionDeleted]()

    def broken(event: SessionDeleted) -> None:
        raise ZeroDivisionError(event.id)

    listeners.listen(SessionDeleted, broken)
    listeners.listen(SessionDeleted, broken)
    listeners.listen(SessionDeleted, heard.append)
    for _ in range(5):
        listeners.publish(DELETED)
    assert len(heard) == 5
    assert [record.name for record in caplog.records] == ["maestro_tui.client"] * 2
    assert caplog.records[0].levelno == logging.ERROR
    assert "session:deleted" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_what_ends_the_program_is_not_kept_from_doing_so() -> None:
    listeners = EventListeners()

    def stop(_: SessionDeleted) -> None:
        raise KeyboardInterrupt

    listeners.listen(SessionDeleted, stop)
    with pytest.raises(KeyboardInterrupt):
        listeners.publish(DELETED)


def test_a_listener_may_cancel_itself_and_others_while_being_called() -> None:
    listeners, order = EventListeners(), list[str]()
    subscriptions: list[Subscription] = []

    def first(_: SessionDeleted) -> None:
        order.append("first")
        for subscription in subscriptions:
            subscription.cancel()

    subscriptions.append(listeners.listen(SessionDeleted, first))
    subscriptions.append(listeners.listen(SessionDeleted, lambda _: order.append("second")))
    listeners.listen(SessionDeleted, lambda _: order.append("third"))
    listeners.publish(DELETED)
    listeners.publish(DELETED)
    assert order == ["first", "third", "third"]


def test_a_listener_added_while_an_event_is_published_hears_the_next_one() -> None:
    listeners, order = EventListeners(), list[str]()

    def first(_: SessionDeleted) -> None:
        order.append("first")
        if len(order) == 1:
            listeners.listen(SessionDeleted, lambda _: order.append("second"))

    listeners.listen(SessionDeleted, first)
    listeners.publish(DELETED)
    assert order == ["first"]
    listeners.publish(DELETED)
    assert order == ["first", "first", "second"]


def test_publishing_from_a_listener_reaches_everybody() -> None:
    listeners, heard = EventListeners(), list[Event]()
    listeners.listen(SessionDeleted, lambda _: listeners.publish(TASK_DELETED))
    listeners.listen_to_all(heard.append)
    listeners.publish(DELETED)
    assert heard == [TASK_DELETED, DELETED]
