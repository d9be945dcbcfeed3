from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, strategies as st

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import NeedsInput, Project, Session, Task

numbers = st.floats(allow_nan=False, allow_infinity=False)
maybe_text = st.none() | st.text()
projects = st.builds(
    Project,
    id=st.text().map(ProjectId),
    name=st.text(),
    working_dir=st.text(),
    description=maybe_text,
    created_at=numbers,
)
tasks = st.builds(
    Task,
    id=st.text().map(TaskId),
    parent_id=maybe_text.map(lambda text: None if text is None else TaskId(text)),
    title=st.text(),
    status=st.text(),
    session_ids=st.lists(st.text().map(SessionId)).map(tuple),
    started_at=st.none() | numbers,
)
sessions = st.builds(
    Session,
    id=st.text().map(SessionId),
    name=st.text(),
    status=st.text(),
    env=st.dictionaries(st.text(), st.text()),
    needs_input=st.none() | st.builds(NeedsInput, active=st.booleans(), message=maybe_text),
    last_activity=st.none() | numbers,
)


@given(projects)
def test_a_project_written_and_read_is_the_same(project: Project) -> None:
    assert msgspec.json.decode(msgspec.json.encode(project), type=Project) == project


@given(tasks)
def test_a_task_written_and_read_is_the_same(task: Task) -> None:
    assert msgspec.json.decode(msgspec.json.encode(task), type=Task) == task


@given(sessions)
def test_a_session_written_and_read_is_the_same(session: Session) -> None:
    again = msgspec.json.decode(msgspec.json.encode(session), type=Session)
    assert bytes(again.timeline) == bytes(session.timeline)
    assert msgspec.structs.replace(again, timeline=session.timeline) == session


@pytest.mark.parametrize("model", [Project, Task, Session])
def test_only_the_id_is_required(model: type[Project | Task | Session]) -> None:
    assert msgspec.json.decode(b'{"id":"a"}', type=model) == model(id="a")  # type: ignore[arg-type]
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b"{}", type=model)


def test_the_wire_is_in_camel_case() -> None:
    encoded = msgspec.json.encode(Task(id=TaskId("a"), project_id=ProjectId("b"), session_status="working"))
    fields = msgspec.json.decode(encoded)
    assert (fields["projectId"], fields["sessionStatus"]) == ("b", "working")
    assert not any("_" in name for name in fields)


def test_sessions_of_both_servers_are_read() -> None:
    seed = b'{"id":"a","strategy":"simple","agentId":null,"events":[],"completedAt":null}'
    head = b'{"id":"a","rootSessionId":"a","needsInput":{"active":true,"since":5},"parentSessionId":"b"}'
    assert msgspec.json.decode(seed, type=Session).strategy == "simple"
    session = msgspec.json.decode(head, type=Session)
    assert session.needs_input == NeedsInput(active=True, since=5)
    assert session.parent_session_id == "b"


def test_models_cannot_be_changed() -> None:
    session = Session(id=SessionId("a"))
    with pytest.raises(AttributeError):
        session.status = "done"  # type: ignore[misc]
