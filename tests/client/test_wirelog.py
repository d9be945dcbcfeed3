from __future__ import annotations

import logging

import msgspec
import pytest

from maestro_tui.client.wirelog import SUMMARY_INTERVAL, WireLog
from maestro_tui.errors import DecodeError
from maestro_tui.protocol.frames import Frame, decode_frame


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(clock: Clock, caplog: pytest.LogCaptureFixture) -> WireLog:
    caplog.set_level(logging.INFO, logger="maestro_tui.wire")
    return WireLog(clock)


def frame(name: str, data: object) -> Frame:
    return decode_frame(msgspec.json.encode({"type": name, "event": name, "data": data, "timestamp": 1}))


def test_rare_events_are_logged_one_by_one_with_their_ids(
    log: WireLog, caplog: pytest.LogCaptureFixture
) -> None:
    log.log_frame(frame("session:spawn", {"session": {"id": "ses_1"}, "envVars": {"KEY": "hunter2"}}))
    log.log_frame(frame("task:deleted", {"id": "tsk_1"}))
    log.log_frame(frame("session:task_added", {"sessionId": "ses_1", "taskId": "tsk_1"}))
    log.log_frame(frame("project:created", {"project": {"id": "prj_1"}}))
    assert caplog.messages == [
        "session:spawn ses_1",
        "task:deleted tsk_1",
        "session:task_added ses_1 tsk_1",
        "project:created prj_1",
    ]


def test_frequent_events_are_counted_and_summed_up_once_a_minute(
    log: WireLog, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(100):
        log.log_frame(frame("session:updated", {"id": "ses_1"}))
    log.log_frame(frame("task:updated", {"id": "tsk_1"}))
    clock.now = SUMMARY_INTERVAL - 1
    log.log_frame(frame("project:updated", {"id": "prj_1"}))
    assert caplog.messages == []
    clock.now = SUMMARY_INTERVAL
    log.log_frame(frame("session:updated", {"id": "ses_1"}))
    assert caplog.messages == ["Counted: project:updated 1, session:updated 101, task:updated 1"]
    log.log_frame(frame("session:updated", {"id": "ses_1"}))
    assert len(caplog.messages) == 1


def test_a_disconnect_brings_out_what_was_counted(log: WireLog, caplog: pytest.LogCaptureFixture) -> None:
    log.flush()
    log.log_frame(frame("session:updated", {"id": "ses_1"}))
    log.flush()
    log.flush()
    assert caplog.messages == ["Counted: session:updated 1"]


def test_of_many_errors_the_first_is_logged_and_all_are_counted(
    log: WireLog, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(50):
        log.log_frame(Frame((), (DecodeError(f"broken {number}"),)))
    log.flush()
    assert caplog.messages == ["broken 0", "Counted: unreadable 50"]


def test_no_name_of_an_event_breaks_or_floods_the_log(log: WireLog, caplog: pytest.LogCaptureFixture) -> None:
    log.log_frame(frame("x\nERROR all is lost\x1b[31m", {}))
    log.log_frame(frame("y" * 10_000, {}))
    log.log_frame(frame("task:deleted", {"id": "a\r\nb"}))
    assert all(message.isprintable() and len(message) < 300 for message in caplog.messages)
    assert len(caplog.messages) == 3
