"""The ring, with a real server, a real socket and real terminals, and no dashboard."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from maestro_tui.client.rest import MaestroClient
from maestro_tui.conductor import connection, refetch
from maestro_tui.conductor.conductor import Conductor
from maestro_tui.conductor.location import ServerLocation
from maestro_tui.conductor.snapshot import read_snapshot
from maestro_tui.conductor.spawning import SpawnPolicy, SpawnQuestion
from maestro_tui.errors import ConfigurationError, MaestroError, UnreachableError
from maestro_tui.protocol.events import SessionUpdated, TaskCreated
from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.requests import CreateProject, CreateTask, SpawnSession
from maestro_tui.store.actions import PaneFound, SnapshotLoaded
from maestro_tui.store.effects import Notify
from maestro_tui.store.state import Phase
from maestro_tui.terminal.engine import load_engine
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.terminal.pane import Terminal
from tests.support.program import Home, Server
from tests.support.waiting import until, until_async


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with Server(Home(tmp_path / "home"), "--port", "0", "--no-auth") as running:
        yield running


@asynccontextmanager
async def conducting(
    url: str, *, policy: SpawnPolicy | None = SpawnPolicy.ALLOW, **options: Any
) -> AsyncIterator[Conductor]:
    """A conductor that is live on the server."""

    async def locate() -> ServerLocation:
        return ServerLocation(url=url)

    conductor = Conductor(locate, policy=policy, **options)
    await conductor.start()
    try:
        await until(lambda: conductor.store.state.connection.phase is Phase.LIVE)
        yield conductor
    finally:
        await conductor.stop()


async def make_task(server: Server, directory: Path, title: str = "Paint") -> tuple[ProjectId, TaskId]:
    project = await server.request("POST", "/api/projects", {"name": "Zebra", "workingDir": str(directory)})
    task = await server.request("POST", "/api/tasks", {"projectId": project["id"], "title": title})
    return ProjectId(project["id"]), TaskId(task["id"])


async def spawn(server: Server, project: str, task: str, command: str) -> SessionId:
    body = {"projectId": project, "taskIds": [task], "command": command}
    return SessionId((await server.request("POST", "/api/sessions/spawn", body))["sessionId"])


async def session_has(server: Server, session_id: str, **fields: object) -> None:
    async def has() -> bool:
        session = await server.request("GET", f"/api/sessions/{session_id}")
        return all(session[name] == value for name, value in fields.items())

    await until_async(has, what=str(fields))


# ------------------------------------------------------------------------------------- tables


async def test_what_was_there_before_and_what_comes_later(server: Server, tmp_path: Path) -> None:
    project, task = await make_task(server, tmp_path)
    async with conducting(server.url) as conductor:
        state = conductor.store.state
        assert (set(state.projects), set(state.tasks)) == ({project}, {task})
        _, later = await make_task(server, tmp_path, "Sign")
        await until(lambda: later in state.tasks)
        await server.request("PATCH", f"/api/tasks/{later}", {"status": "in_progress"})
        await until(lambda: state.tasks[later].status == "in_progress")
        await server.request("DELETE", f"/api/tasks/{task}")
        await until(lambda: task not in state.tasks)


@pytest.mark.parametrize("is_heard_first", [True, False])
async def test_a_spawn_while_the_lists_are_read_opens_its_terminal(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_heard_first: bool
) -> None:
    project, task = await make_task(server, tmp_path)
    spawned: list[SessionId] = []
    frames: list[bytes] = []

    async def read_late(client: MaestroClient, clock: Callable[[], float]) -> SnapshotLoaded:
        if not spawned:
            spawned.append(await spawn(server, project, task, "cat"))
            if is_heard_first:
                await until(lambda: any(b"session:spawn" in frame for frame in frames))
        return await read_snapshot(client, clock)

    monkeypatch.setattr(connection, "read_snapshot", read_late)

    async def locate() -> ServerLocation:
        return ServerLocation(url=server.url)

    conductor = Conductor(locate, policy=SpawnPolicy.ALLOW)
    conductor.wire.on_frame.connect(lambda octets, _at: frames.append(octets))
    await conductor.start()
    try:
        await until(lambda: bool(spawned) and spawned[0] in conductor.panes)
        assert spawned[0] in conductor.store.state.sessions
    finally:
        await conductor.stop()


async def test_links_between_tasks_and_sessions_are_read_again(server: Server, tmp_path: Path) -> None:
    project, task = await make_task(server, tmp_path)
    session = await server.request("POST", "/api/sessions", {"projectId": project, "taskIds": []})
    session_id = SessionId(session["id"])
    async with conducting(server.url) as conductor:
        state = conductor.store.state
        await server.request("POST", f"/api/sessions/{session_id}/tasks/{task}")
        await until(lambda: state.sessions[session_id].task_ids == (task,))
        await until(lambda: state.tasks[task].session_ids == (session_id,))
        await server.request("DELETE", f"/api/sessions/{session_id}/tasks/{task}")
        await until(lambda: state.sessions[session_id].task_ids == ())
        await until(lambda: state.tasks[task].session_ids == ())


async def test_after_a_restart_nothing_is_missing_and_nothing_stale_is_left(
    server: Server, tmp_path: Path
) -> None:
    _, gone = await make_task(server, tmp_path, "gone")
    async with conducting(server.url) as conductor:
        state = conductor.store.state
        port = server.port
        server.kill()
        await until(lambda: state.connection.phase is Phase.WAITING)
        assert state.connection.reason
        assert state.connection.retry_at is not None
        await server.stop()
        await server.start("--port", port, "--no-auth")
        await server.request("DELETE", f"/api/tasks/{gone}")
        _, new = await make_task(server, tmp_path, "new")
        conductor.reconnect_now()
        await until(lambda: state.connection.phase is Phase.LIVE)
        await until(lambda: set(state.tasks) == {new})
        # Told, not read anew: one deleted task, one new project and one new task.
        assert state.connection.caught_up == 3


async def test_what_the_server_no_longer_knows_to_tell_is_read_anew(server: Server, tmp_path: Path) -> None:
    _, old = await make_task(server, tmp_path, "old")
    async with conducting(server.url) as conductor:
        state = conductor.store.state
        port = server.port
        server.kill()
        await until(lambda: state.connection.phase is Phase.WAITING)
        await server.stop()
        # Another server at the same place: its journal is not the one that is asked for.
        await server.start("--port", port, "--no-auth", "--data-dir", str(tmp_path / "other"))
        conductor.reconnect_now()
        await until(lambda: state.connection.phase is Phase.LIVE)
        assert state.connection.caught_up is None
        assert old not in state.tasks


# ------------------------------------------------------------------------------------ listeners


async def test_anybody_listens_to_the_events_they_name(
    server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    project, task = await make_task(server, tmp_path)
    session = await server.request("POST", "/api/sessions", {"projectId": project, "taskIds": [task]})
    async with conducting(server.url) as conductor:
        titles: list[str] = []
        statuses: list[str] = []

        def broken(_event: SessionUpdated) -> None:
            raise ValueError("a listener's own mistake")

        conductor.listeners.listen(SessionUpdated, broken)
        conductor.listeners.listen(TaskCreated, lambda event: titles.append(event.task.title))
        with (
            caplog.at_level(logging.CRITICAL),
            conductor.listeners.listen(SessionUpdated, lambda event: statuses.append(event.session.status)),
        ):
            await server.request("PATCH", f"/api/sessions/{session['id']}", {"status": "working"})
            await until(lambda: statuses == ["working"])
        await server.request("PATCH", f"/api/sessions/{session['id']}", {"status": "idle"})
        await server.request("POST", "/api/tasks", {"projectId": project, "title": "Sign"})
        await until(lambda: titles == ["Sign"])
        assert statuses == ["working"]
        assert conductor.store.state.sessions[SessionId(session["id"])].status == "idle"


# ------------------------------------------------------------------------------------ terminals


async def test_a_spawn_runs_with_directory_and_variables_and_its_end_is_reported(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OF_THE_USER", "kept")
    project, task = await make_task(server, tmp_path)
    async with conducting(server.url) as conductor:
        session = await spawn(
            server, project, task, "sh -c 'echo $PWD $MAESTRO_SESSION_ID $TERM $COLORTERM $OF_THE_USER'"
        )
        await until(lambda: session in conductor.panes)
        await session_has(server, session, status="completed")
        expected = f"{tmp_path} {session} xterm-256color truecolor kept"
        assert expected in conductor.panes[session].text().replace("\n", "")
        pane = conductor.store.state.panes[session]
        assert (pane.is_live, pane.exit_code) == (False, 0)


async def test_a_failure_is_reported_with_its_code(server: Server, tmp_path: Path) -> None:
    project, task = await make_task(server, tmp_path)
    async with conducting(server.url):
        session = await spawn(server, project, task, "sh -c 'exit 7'")
        await session_has(server, session, status="failed")
        timeline = (await server.request("GET", f"/api/sessions/{session}"))["timeline"]
        assert (timeline[-1]["type"], "exit 7" in timeline[-1]["message"]) == ("error", True)


@pytest.mark.parametrize("command", ["no-such-program", "sh 'unclosed"])
async def test_what_cannot_start_is_told_and_reported(server: Server, tmp_path: Path, command: str) -> None:
    project, task = await make_task(server, tmp_path)
    async with conducting(server.url) as conductor:
        notices: list[Notify] = []
        conductor.on_notice = notices.append
        session = await spawn(server, project, task, command)
        await session_has(server, session, status="failed")
        pane = conductor.store.state.panes[session]
        assert pane.problem
        assert [(notice.text, notice.is_problem) for notice in notices] == [(pane.problem, True)]
        assert session not in conductor.panes


async def test_an_end_while_the_server_is_away_is_reported_later(server: Server, tmp_path: Path) -> None:
    project, task = await make_task(server, tmp_path)
    async with conducting(server.url) as conductor:
        go = tmp_path / "go"
        session = await spawn(server, project, task, f"sh -c 'until [ -e {go} ]; do sleep 0.05; done'")
        await until(lambda: session in conductor.panes)
        port = server.port
        server.kill()
        await server.stop()
        go.touch()
        await until(lambda: not conductor.store.state.panes[session].is_live)
        await server.start("--port", port, "--no-auth")
        conductor.reconnect_now()
        await session_has(server, session, status="completed")


async def test_what_still_runs_when_the_conductor_stops_is_ended_and_reported(
    server: Server, tmp_path: Path
) -> None:
    project, task = await make_task(server, tmp_path)
    async with conducting(server.url) as conductor:
        session = await spawn(server, project, task, "sh -i")
        await until(lambda: session in conductor.panes)
        terminal = conductor.panes[session]
    assert not terminal.is_running
    await session_has(server, session, status="stopped")


async def test_all_histories_together_stay_within_one_budget() -> None:
    await load_engine()
    conductor = Conductor.offline()
    conductor.panes._budget.total = 8_000_000
    terminals = [Terminal(80, 24) for _ in range(4)]
    for number, terminal in enumerate(terminals):
        conductor.panes.adopt(SessionId(f"ses_{number}"), terminal)
        terminal.feed(b"a line of some length that is kept for as long as there is room\r\n" * 8000)
    shared = min(terminal.view.total for terminal in terminals)
    for number in range(3):
        conductor.panes.close(SessionId(f"ses_{number}"))
    terminals[3].feed(b"a line of some length that is kept for as long as there is room\r\n" * 8000)
    assert shared * 2 < terminals[3].view.total


async def test_a_found_terminal_ended_when_its_host_says_and_not_when_it_was_told() -> None:
    await load_engine()
    conductor = Conductor.offline()
    terminal = Terminal(80, 24)
    session_id = SessionId("ses_1")
    conductor._dispatch(PaneFound(session_id=session_id, at=1000.0, command="true", cwd="/"))
    conductor.panes.adopt(session_id, terminal, ended_at=2000.0)
    terminal.on_exit(ExitStatus(code=0))
    assert conductor.store.state.panes[session_id].ended_at == 2000.0


# ------------------------------------------------------------------------------------- the gate


@pytest.mark.parametrize(
    ("policy", "answer", "is_started"),
    [
        (None, True, True),
        (None, False, False),
        (SpawnPolicy.ASK, True, True),
        (SpawnPolicy.DENY, True, False),
        (SpawnPolicy.ALLOW, False, True),
    ],
)
async def test_the_gate(
    server: Server, tmp_path: Path, policy: SpawnPolicy | None, answer: bool, is_started: bool
) -> None:
    project, task = await make_task(server, tmp_path)
    asked: list[SpawnQuestion] = []

    async def ask(question: SpawnQuestion) -> bool:
        asked.append(question)
        return answer

    async with conducting(server.url, policy=policy) as conductor:
        conductor.on_spawn_question = ask
        session = await spawn(server, project, task, "sh -c 'exit 0'")
        await session_has(server, session, status="completed" if is_started else "failed")
    assert [question.argv for question in asked] == (
        [("sh", "-c", "exit 0")] if policy in {None, SpawnPolicy.ASK} else []
    )


async def test_what_one_dashboard_refuses_and_another_starts_has_not_failed(
    server: Server, tmp_path: Path
) -> None:
    project, task = await make_task(server, tmp_path)
    statuses: list[str] = []
    async with (
        conducting(server.url, policy=SpawnPolicy.DENY) as refusing,
        conducting(server.url, policy=SpawnPolicy.ALLOW),
    ):
        refusing.listeners.listen(SessionUpdated, lambda event: statuses.append(event.session.status))
        session = await spawn(server, project, task, "sh -c 'exit 0'")
        await session_has(server, session, status="completed")
        await until(lambda: session not in refusing.store.state.panes)
        assert [each.verdict.value for each in refusing.decisions.latest()] == ["denied by policy"]
    assert statuses[-1] == "completed"
    assert "failed" not in statuses


@pytest.mark.parametrize(
    ("options", "answer", "command", "verdicts"),
    [
        ({"policy": SpawnPolicy.ALLOW}, None, "sh -i", ["allowed by policy"]),
        ({"policy": SpawnPolicy.DENY}, None, "sh -i", ["denied by policy"]),
        ({"policy": None}, True, "sh -i", ["allowed by user"]),
        ({"policy": None}, False, "sh -i", ["denied by user"]),
        ({"policy": SpawnPolicy.ALLOW}, None, "no-such-agent", ["refused", "allowed by policy"]),
        ({"policy": SpawnPolicy.ALLOW}, None, "sh 'unclosed", ["refused"]),
        ({"is_read_only": True}, None, "sh -i", ["read-only"]),
    ],
)
async def test_every_decision_is_written_down(
    server: Server,
    tmp_path: Path,
    options: dict[str, Any],
    answer: bool | None,
    command: str,
    verdicts: list[str],
) -> None:
    project, task = await make_task(server, tmp_path)
    async with conducting(server.url, **options) as conductor:

        async def ask(_: SpawnQuestion) -> bool:
            assert answer is not None
            return answer

        conductor.on_spawn_question = ask
        session = await spawn(server, project, task, command)
        await until(lambda: [each.verdict.value for each in conductor.decisions.latest()] == verdicts)
        newest = conductor.decisions.latest()[0]
        assert (newest.session_id, newest.cwd) == (session, str(tmp_path))
        assert newest.server == conductor.server_name
        assert "MAESTRO_SESSION_ID" in newest.variables
        assert newest.why


async def test_what_was_settled_elsewhere_is_not_reported_as_failed(server: Server, tmp_path: Path) -> None:
    project, task = await make_task(server, tmp_path)
    async with conducting(server.url, policy=None) as conductor:

        async def ask(_: SpawnQuestion) -> None:
            return None

        conductor.on_spawn_question = ask
        session = await spawn(server, project, task, "sh -i")
        await until(conductor.decisions.latest)
        await until(lambda: session not in conductor.store.state.panes)
    await session_has(server, session, status="spawning")


async def test_read_only_starts_nothing_changes_nothing_and_fails_nothing(
    server: Server, tmp_path: Path
) -> None:
    project, task = await make_task(server, tmp_path)
    async with conducting(server.url, is_read_only=True) as conductor:
        session = await spawn(server, project, task, "sh -i")
        await until(lambda: session in conductor.store.state.sessions)
        await until(lambda: session not in conductor.store.state.panes)
        with pytest.raises(MaestroError, match="read-only"):
            await conductor.intents.create_project(CreateProject(name="no"))
    await session_has(server, session, status="spawning")


# ------------------------------------------------------------------------------------- intents


async def test_intents_go_to_the_server_and_come_back_as_events(server: Server, tmp_path: Path) -> None:
    async with conducting(server.url) as conductor:
        intents, state = conductor.intents, conductor.store.state
        project = await intents.create_project(CreateProject(name="Zebra", working_dir=str(tmp_path)))
        task = await intents.create_task(CreateTask(project_id=project.id, title="Paint"))
        session = await intents.spawn(
            SpawnSession(project_id=project.id, task_ids=(task.id,), command="sh -i")
        )
        await until(lambda: session in conductor.panes)
        assert (project.id in state.projects, task.id in state.tasks) == (True, True)
        conductor.close_pane(session)
        assert session not in state.panes
        await session_has(server, session, status="stopped")


async def test_intents_without_a_server_say_so() -> None:
    conductor = Conductor.offline()
    with pytest.raises(UnreachableError, match="no server yet"):
        await conductor.intents.create_project(CreateProject(name="no"))


# ------------------------------------------------------------------------------- finding a server


async def test_a_server_that_cannot_be_started_is_tried_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = 0

    async def locate() -> ServerLocation:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            raise UnreachableError("it did not start")
        return ServerLocation(url=server.url)

    conductor = Conductor(locate)
    await conductor.start()
    try:
        await until(lambda: conductor.store.state.connection.reason == "it did not start")
        conductor.reconnect_now()
        await until(lambda: conductor.store.state.connection.phase is Phase.LIVE)
        assert conductor.server_name == server.url.removeprefix("http://")
    finally:
        await conductor.stop()


async def test_a_configuration_that_cannot_be_used_is_not_tried_again() -> None:
    async def locate() -> ServerLocation:
        raise ConfigurationError("the data dir is a file")

    conductor = Conductor(locate)
    await conductor.start()
    await until(lambda: conductor.store.state.connection.phase is Phase.GAVE_UP)
    assert conductor.store.state.connection.reason == "the data dir is a file"
    await conductor.stop()


async def test_a_maximum_of_attempts_can_be_set(server: Server) -> None:
    url = server.url
    async with conducting(url, max_attempts=0) as conductor:
        server.kill()
        await until(lambda: conductor.store.state.connection.phase is Phase.GAVE_UP)
        assert "gave up" in conductor.store.state.connection.reason


async def test_a_server_that_numbers_nothing_is_read_again_when_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The original server of 2026-07 can lose the last of several quick updates."""
    from tests.conductor.original import LossyServer

    monkeypatch.setattr(refetch, "QUIET", 0.1)
    async with LossyServer() as lossy, conducting(lossy.url) as conductor:
        await lossy.tell("working", true_status="completed")
        state = conductor.store.state
        await until(lambda: state.sessions[SessionId("sess_1")].status == "working")
        await until(lambda: state.sessions[SessionId("sess_1")].status == "completed")
