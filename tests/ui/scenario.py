"""One afternoon at the zoo: what the screens of these tests show, at a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from maestro_tui.conductor.conductor import Conductor
from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import NeedsInput, Project, Session, Task
from maestro_tui.store.actions import EventReceived, PaneExited, PaneOpened, PaneRetitled, SnapshotLoaded

NOW = 1_770_000_000_000.0
"""2026-02-02, 02:40:00 UTC."""
MINUTE = 60_000.0

ZEBRA, YAK = ProjectId("prj_zebra"), ProjectId("prj_yak")

PROJECTS = (
    Project(id=ZEBRA, name="Zebra", working_dir="/home/ada/zebra"),
    Project(id=YAK, name="Yak shaving", working_dir="/home/ada/yak"),
)


def task(id_: str, title: str, **fields: object) -> Task:
    """Make a task, of the zebra unless it says otherwise."""
    values = {"project_id": ZEBRA, "created_at": NOW - 40 * MINUTE, "updated_at": NOW - 12 * MINUTE, **fields}
    return Task(id=TaskId(id_), title=title, **values)  # type: ignore[arg-type]


def session(id_: str, name: str, status: str, **fields: object) -> Session:
    """Make a session, of the zebra unless it says otherwise."""
    values = {"project_id": ZEBRA, "last_activity": NOW - 1000, "started_at": NOW - 8 * MINUTE, **fields}
    return Session(id=SessionId(id_), name=name, status=status, **values)  # type: ignore[arg-type]


def timeline(*events: tuple[float, str, str, str | None]) -> msgspec.Raw:
    """Make a timeline of (minutes ago, type, message, task)."""
    return msgspec.Raw(
        msgspec.json.encode(
            [
                {
                    "id": f"evt_{number}",
                    "type": type_,
                    "timestamp": NOW - ago * MINUTE,
                    "message": message,
                    "taskId": task_id,
                }
                for number, (ago, type_, message, task_id) in enumerate(events)
            ]
        )
    )


TASKS = (
    task(
        "tsk_stripes",
        "Paint the stripes",
        status="in_progress",
        priority="high",
        session_ids=("ses_striper",),
    ),
    task("tsk_black", "Mix the black", status="in_progress", session_ids=("ses_brush1",)),
    task("tsk_white", "Mix the white", status="in_progress", session_ids=("ses_brush2",)),
    task("tsk_count", "Count the legs", status="todo", priority="low"),
    task("tsk_tests", "Count the tests", status="blocked", session_ids=("ses_counter",)),
    task("tsk_plan", "Plan the zebra", status="completed", completed_at=NOW - 20 * MINUTE),
    task("tsk_razor", "Sharpen the razor", project_id=YAK, status="in_review"),
    task("tsk_wool", "Find out where all of the wool is supposed to go", project_id=YAK),
)

STRIPES = timeline(
    (12, "session_started", "Session created", None),
    (11.9, "task_started", "", "tsk_stripes"),
    (9.4, "progress", "12 of 30 stripes", None),
    (7, "milestone", "first side done", None),
    (5, "progress", "21 of 30 stripes; the left hind leg needs a second coat before it dries", None),
    (3, "error", "stripes.json already exists", None),
    (2.2, "needs_input", "Overwrite stripes.json? (y/N)", "tsk_stripes"),
)

SESSIONS = (
    session(
        "ses_striper",
        "Striper",
        "working",
        task_ids=("tsk_stripes",),
        started_at=NOW - 12 * MINUTE,
        needs_input=NeedsInput(
            active=True, message="Overwrite stripes.json? (y/N)", since=NOW - 2.2 * MINUTE
        ),
        timeline=STRIPES,
    ),
    session("ses_brush1", "Brush 1", "working", task_ids=("tsk_black",)),
    session("ses_brush2", "Brush 2", "working", task_ids=("tsk_white",), started_at=NOW - 7 * MINUTE),
    session("ses_idler", "Idler", "idle", started_at=NOW - 2 * MINUTE, last_activity=NOW - 41_000),
    session("ses_counter", "Counter", "failed", task_ids=("tsk_tests",), completed_at=NOW - 41_000),
    session(
        "ses_planner",
        "Planner",
        "completed",
        task_ids=("tsk_plan",),
        started_at=NOW - 31 * MINUTE,
        completed_at=NOW - 20 * MINUTE,
        last_activity=NOW - 20 * MINUTE,
    ),
    session(
        "ses_shaver", "Shaver of very long-haired yaks", "queued", project_id=YAK, started_at=NOW - 5 * MINUTE
    ),
)


def make_conductor(clock: Callable[[], float] = lambda: NOW) -> Conductor:
    """Make a conductor without a server, at a clock that stands still unless another is given."""
    conductor = Conductor.offline(clock)
    conductor.server_name = "127.0.0.1:3000"
    return conductor


def load(conductor: Conductor) -> None:
    """Have the whole scenario loaded."""
    conductor.store.dispatch(SnapshotLoaded(projects=PROJECTS, tasks=TASKS, sessions=SESSIONS, at=NOW))


def spawn(conductor: Conductor, id_: str = "ses_striper", command: str = "paint --all") -> SessionId:
    """Have a terminal asked for; what it shows is up to the test."""
    known = next(known for known in SESSIONS if known.id == id_)
    conductor.store.dispatch(
        EventReceived(event=e.SessionSpawned(session=known, command=command, cwd="/home/ada/zebra"), at=NOW),
        PaneOpened(session_id=known.id, at=NOW),
    )
    return known.id


def retitle(conductor: Conductor, id_: SessionId, title: str) -> None:
    """Have the program of a terminal name itself."""
    conductor.store.dispatch(PaneRetitled(session_id=id_, title=title))


def end(conductor: Conductor, id_: SessionId, code: int | None = None, signal: int | None = None) -> None:
    """Have the program of a terminal end."""
    conductor.store.dispatch(PaneExited(session_id=id_, at=NOW, code=code, signal=signal))
