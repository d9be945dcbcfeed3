"""Every event of the wire, one by one: from its JSON to its value, and back."""

from __future__ import annotations

from typing import Any, Final, get_args

import msgspec
import pytest

from maestro_tui.errors import DecodeError
from maestro_tui.protocol import events as e
from maestro_tui.protocol.frames import decode_frame, encode_frame
from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import NeedsInput, Project, Session, Task

PRJ, TSK, SES = ProjectId("prj_1"), TaskId("tsk_1"), SessionId("ses_1")
PROJECT: Final = {"id": "prj_1", "name": "Alpha", "workingDir": "/srv", "createdAt": 1, "updatedAt": 2}
TASK: Final = {"id": "tsk_1", "projectId": "prj_1", "title": "Write", "sessionIds": ["ses_1"]}
SESSION: Final = {"id": "ses_1", "projectId": "prj_1", "taskIds": ["tsk_1"], "status": "working"}

A_PROJECT = Project(id=PRJ, name="Alpha", working_dir="/srv", created_at=1, updated_at=2)
A_TASK = Task(id=TSK, project_id=PRJ, title="Write", session_ids=(SES,))
A_SESSION = Session(id=SES, project_id=PRJ, task_ids=(TSK,), status="working")

SESSION_TASK: Final = {"sessionId": "ses_1", "taskId": "tsk_1"}
SPAWN: Final = {
    "session": SESSION,
    "command": "claude --model x",
    "cwd": "/srv",
    "envVars": {"MAESTRO_SESSION_ID": "ses_1"},
    "manifest": "# Manifest",
    "projectId": "prj_1",
    "taskIds": ["tsk_1"],
    "spawnSource": "session",
    "parentSessionId": "ses_0",
    "_isSpawnCreated": True,
}

PAYLOADS: list[tuple[str, Any, e.Event]] = [
    ("session:created", {"session": SESSION}, e.SessionCreated(A_SESSION)),
    ("session:created", SESSION, e.SessionCreated(A_SESSION)),
    ("session:updated", {"session": SESSION}, e.SessionUpdated(A_SESSION)),
    ("session:updated", SESSION, e.SessionUpdated(A_SESSION)),
    ("session:deleted", {"id": "ses_1"}, e.SessionDeleted(SES)),
    ("session:task_added", SESSION_TASK, e.SessionTaskAdded(session_id=SES, task_id=TSK)),
    ("session:task_removed", SESSION_TASK, e.SessionTaskRemoved(session_id=SES, task_id=TSK)),
    ("task:created", {"task": TASK}, e.TaskCreated(A_TASK)),
    ("task:created", TASK, e.TaskCreated(A_TASK)),
    ("task:updated", {"task": TASK}, e.TaskUpdated(A_TASK)),
    ("task:updated", TASK, e.TaskUpdated(A_TASK)),
    ("task:deleted", {"id": "tsk_1"}, e.TaskDeleted(TSK)),
    ("task:session_added", SESSION_TASK, e.TaskSessionAdded(task_id=TSK, session_id=SES)),
    ("task:session_removed", SESSION_TASK, e.TaskSessionRemoved(task_id=TSK, session_id=SES)),
    ("project:created", {"project": PROJECT}, e.ProjectCreated(A_PROJECT)),
    ("project:created", PROJECT, e.ProjectCreated(A_PROJECT)),
    ("project:updated", {"project": PROJECT}, e.ProjectUpdated(A_PROJECT)),
    ("project:updated", PROJECT, e.ProjectUpdated(A_PROJECT)),
    ("project:deleted", {"id": "prj_1"}, e.ProjectDeleted(PRJ)),
    (
        "session:status_changed",
        {"id": "ses_1", "status": "idle", "lastActivity": 5, "needsInput": {"active": True, "message": "?"}},
        e.SessionStatusChanged(
            id=SES, status="idle", last_activity=5, needs_input=NeedsInput(active=True, message="?")
        ),
    ),
]


def frame(name: str, data: object) -> bytes:
    return msgspec.json.encode({"type": name, "event": name, "data": data, "timestamp": 7})


def decode_one(octets: bytes) -> e.Event:
    decoded = decode_frame(octets)
    assert decoded.errors == ()
    (received,) = decoded.received
    return received.event


@pytest.mark.parametrize(("name", "data", "event"), PAYLOADS)
def test_an_event_is_read_as_an_object_and_in_an_array(name: str, data: object, event: e.Event) -> None:
    octets = frame(name, data)
    assert decode_one(octets) == event
    assert decode_one(b" [" + octets + b" ]\n") == event
    assert e.event_name(event) == name


@pytest.mark.parametrize(("name", "data", "event"), PAYLOADS)
def test_unknown_fields_change_nothing(name: str, data: dict[str, Any], event: e.Event) -> None:
    grown = {"_new": [1], **data}
    octets = msgspec.json.encode({"v": 2, "event": name, "data": grown, "timestamp": 7, "trace": None})
    assert decode_one(octets) == event


@pytest.mark.parametrize(("name", "data", "event"), PAYLOADS)
def test_a_payload_of_another_shape_costs_the_element(name: str, data: object, event: e.Event) -> None:
    neighbour = frame("task:deleted", {"id": "tsk_9"})
    for broken in (None, 5, "text", [], [data], {}, {"id": 5}, {"session": None}, {"task": [TASK]}):
        decoded = decode_frame(b"[" + frame(name, broken) + b"," + neighbour + b"]")
        assert [received.event for received in decoded.received] == [e.TaskDeleted(TaskId("tsk_9"))]
        (error,) = decoded.errors
        assert name in str(error)


def test_a_spawn_has_all_that_a_terminal_needs() -> None:
    event = decode_one(frame("session:spawn", SPAWN))
    assert isinstance(event, e.SessionSpawned)
    assert event.session == A_SESSION
    assert (event.command, event.cwd) == ("claude --model x", "/srv")
    assert event.env_vars == {"MAESTRO_SESSION_ID": "ses_1"}
    assert (event.project_id, event.task_ids) == (PRJ, (TSK,))
    assert (event.spawn_source, event.parent_session_id) == ("session", "ses_0")
    assert msgspec.json.decode(event.manifest) == "# Manifest"


def test_a_manifest_may_be_an_object() -> None:
    event = decode_one(frame("session:spawn", {**SPAWN, "manifest": {"role": "worker"}}))
    assert isinstance(event, e.SessionSpawned)
    assert msgspec.json.decode(event.manifest) == {"role": "worker"}


def test_a_spawn_without_a_session_is_none() -> None:
    with pytest.raises(DecodeError, match="session:spawn"):
        decode_frame(frame("session:spawn", {**SPAWN, "session": None}))


@pytest.mark.parametrize("envs", [{"A": 1}, {"A": None}, ["A=1"], "A=1"])
def test_an_environment_of_a_spawn_is_texts_or_nothing_is_started(envs: object) -> None:
    with pytest.raises(DecodeError, match="session:spawn"):
        decode_frame(frame("session:spawn", {**SPAWN, "envVars": envs}))


@pytest.mark.parametrize("name", sorted(e.CONTROL_REPLIES))
def test_a_control_reply_has_only_a_type(name: str) -> None:
    assert decode_one(msgspec.json.encode({"type": name, "timestamp": 7})) == e.ControlReplied(name)


@pytest.mark.parametrize("name", ["team_member:created", "session:UPDATED", "session:updated ", "😀", "a\nb"])
def test_an_unknown_event_keeps_its_name_and_its_data(name: str) -> None:
    event = decode_one(frame(name, {"id": 1}))
    assert isinstance(event, e.UnknownEvent)
    assert (e.event_name(event), bytes(event.data)) == (name, b'{"id":1}')


def test_an_unknown_event_may_have_no_data() -> None:
    event = decode_one(b'{"event":"hello"}')
    assert isinstance(event, e.UnknownEvent)
    assert bytes(event.data) == b"null"


@pytest.mark.parametrize("status", ["levitating", "", "in_review", "Ω"])
def test_an_unknown_status_is_kept_as_it_is(status: str) -> None:
    session = decode_one(frame("session:updated", {**SESSION, "status": status}))
    task = decode_one(frame("task:updated", {**TASK, "status": status, "sessionStatus": status}))
    assert isinstance(session, e.SessionUpdated)
    assert isinstance(task, e.TaskUpdated)
    assert (session.session.status, task.task.status, task.task.session_status) == (status,) * 3


@pytest.mark.parametrize(("name", "data", "event"), [each for each in PAYLOADS if "session" not in each[1]])
def test_encoding_what_was_decoded_and_decoding_it_again_is_the_identity(
    name: str, data: object, event: e.Event
) -> None:
    encoded = encode_frame(name, payload_of(event), timestamp=7, seq=3, epoch="e1")
    (received,) = decode_frame(encoded).received
    assert received.event == event
    assert (received.seq, received.epoch, received.timestamp) == (3, "e1", 7)


def payload_of(event: e.Event) -> object:
    for kind in ("session", "task", "project"):
        if hasattr(event, kind):
            return getattr(event, kind)
    return event


def test_every_event_with_a_fixed_name_has_its_test() -> None:
    marks = {"resumed", "resync"}
    named = {name for name, _, _ in PAYLOADS} | {"session:spawn"} | marks
    assert set(e.EVENT_NAMES.values()) == named
    assert set(get_args(e.Event)) == {*e.EVENT_NAMES, e.ControlReplied, e.UnknownEvent}
    assert set(e.EVENT_NAMES.values()) >= e.HIGH_FREQUENCY_EVENTS
