"""Schemas of the documents, request bodies and answers. Data only."""

from __future__ import annotations

from typing import Any, Final

from maestro_tui.server.bodies import LARGEST_NUMBER, NAME_LENGTH
from maestro_tui.server.services.entries import ENTRY_TYPE_LENGTH
from maestro_tui.server.services.sessions import STATUS_LENGTH
from maestro_tui.server.services.spawning import COMMAND_LENGTH, ROLES, STRATEGIES

Schema = dict[str, Any]


NOT_BLANK: Final = r"\S"
_NO_NUL: Final = r"^[^\u0000]*$"


def ref(name: str) -> Schema:
    """Refer to a schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def text(longest: int | None = None, *, shortest: int = 0) -> Schema:
    """A text."""
    schema: Schema = {"type": "string"}
    if longest is not None:
        schema["maxLength"] = longest
    if shortest:
        schema |= {"minLength": shortest, "pattern": NOT_BLANK}
    return schema


def items(schema: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": schema}


def members(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """An object; members that are not named may be there as well."""
    return {"type": "object", "properties": properties, "required": list(required)}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    return {**schema, "type": [schema["type"], "null"]}


_TEXT: Final = text()
_NAME: Final = text(NAME_LENGTH)
_STATUS: Final = text(STATUS_LENGTH)
_WORD: Final = text(64)
_TEXTS: Final = items(_TEXT)
_TIME: Final = {"type": "number", "description": "Milliseconds since the epoch."}
_TIME_OR_NULL: Final = or_null(_TIME)
_ANY_OBJECT: Final = {"type": "object"}
_ENVIRONMENT: Final = {
    "type": "object",
    "propertyNames": {"pattern": r"^[^=\u0000]+$"},
    "additionalProperties": {"type": "string", "pattern": _NO_NUL},
}
_NUMBER: Final = {"type": "number", "minimum": -LARGEST_NUMBER, "maximum": LARGEST_NUMBER}
_TRUE: Final = {"const": True}

DOCUMENTS: Final[dict[str, Schema]] = {
    "Project": members(
        ("id", "name", "createdAt", "updatedAt"),
        id=_TEXT,
        name=_TEXT,
        workingDir=_TEXT,
        description=_TEXT,
        createdAt=_TIME,
        updatedAt=_TIME,
    ),
    "Template": members(("id",), id=_TEXT, role=_TEXT, name=_TEXT, content=_TEXT),
    "Task": members(
        ("id", "projectId", "title", "status", "sessionIds"),
        id=_TEXT,
        projectId=_TEXT,
        parentId=or_null(_TEXT),
        title=_TEXT,
        description=_TEXT,
        status=_TEXT,
        sessionStatus=_TEXT,
        priority=_TEXT,
        initialPrompt=_TEXT,
        sessionIds=_TEXTS,
        skillIds=_TEXTS,
        agentIds=_TEXTS,
        dependencies=_TEXTS,
        createdAt=_TIME,
        updatedAt=_TIME,
        startedAt=_TIME_OR_NULL,
        completedAt=_TIME_OR_NULL,
    ),
    "Session": members(
        ("id", "projectId", "taskIds", "name", "status", "env", "timeline"),
        id=_TEXT,
        projectId=_TEXT,
        taskIds=_TEXTS,
        name=_TEXT,
        agentId=_TEXT,
        strategy=_TEXT,
        status={**_TEXT, "description": "spawning, idle, working, completed, failed, stopped, or any other."},
        env=_ENVIRONMENT,
        needsInput=ref("NeedsInput"),
        parentSessionId=or_null(_TEXT),
        rootSessionId=or_null(_TEXT),
        hostname=_TEXT,
        platform=_TEXT,
        timeline=items(ref("TimelineEvent")),
        timelineDropped={"type": "integer", "description": "How many of the oldest entries are gone."},
        events=items(_ANY_OBJECT),
        metadata=_ANY_OBJECT,
        createdAt=_TIME,
        updatedAt=_TIME,
        startedAt=_TIME,
        lastActivity=_TIME,
        completedAt=_TIME_OR_NULL,
    ),
    "NeedsInput": members(
        ("active",),
        active={"type": "boolean"},
        message=or_null(_TEXT),
        since=_NUMBER,
    ),
    "TimelineEvent": members(
        ("id", "type", "timestamp"),
        id=_TEXT,
        type=_TEXT,
        timestamp=_TIME,
        message=_TEXT,
        taskId=_TEXT,
        metadata=_ANY_OBJECT,
    ),
}
"""What is kept."""

_ENTRY: Final = members(
    ("message",),
    message=text(shortest=1),
    type={**text(ENTRY_TYPE_LENGTH), "default": "progress"},
    taskId=_TEXT,
    metadata=_ANY_OBJECT,
)

BODIES: Final[dict[str, Schema]] = {
    "CreateProject": members(
        ("name",), name=text(NAME_LENGTH, shortest=1), workingDir=_TEXT, description=_TEXT
    ),
    "UpdateProject": members(name=text(NAME_LENGTH, shortest=1), workingDir=_TEXT, description=_TEXT),
    "CreateTask": members(
        ("projectId", "title"),
        projectId=text(NAME_LENGTH, shortest=1),
        title=text(NAME_LENGTH, shortest=1),
        description=_TEXT,
        priority=_WORD,
        parentId=_TEXT,
        initialPrompt=_TEXT,
        skillIds=_TEXTS,
        agentIds=_TEXTS,
        dependencies=_TEXTS,
    ),
    "UpdateTask": members(
        title=text(NAME_LENGTH, shortest=1),
        description=_TEXT,
        status=_WORD,
        priority=_WORD,
        initialPrompt=_TEXT,
        sessionIds=_TEXTS,
        skillIds=_TEXTS,
        agentIds=_TEXTS,
        dependencies=_TEXTS,
        sessionStatus=_WORD,
        updateSource={**_TEXT, "description": "'session' changes nothing but sessionStatus."},
        sessionId=_TEXT,
    ),
    "CreateSession": members(
        ("projectId", "taskIds"),
        id={"type": "string", "pattern": "^[A-Za-z0-9_-]{1,128}$"},
        projectId=text(NAME_LENGTH, shortest=1),
        taskIds=_TEXTS,
        name=_NAME,
        agentId=_NAME,
        strategy=_NAME,
        status=_STATUS,
        env=_ENVIRONMENT,
        metadata=_ANY_OBJECT,
        parentSessionId=_TEXT,
    ),
    "UpdateSession": members(
        name=text(NAME_LENGTH, shortest=1),
        status=_STATUS,
        agentId=_NAME,
        claudeSessionId=_NAME,
        taskIds=_TEXTS,
        env={**_ENVIRONMENT, "description": "Merged into what is there."},
        needsInput=ref("NeedsInput"),
        timeline={
            **items(members(id=_TEXT, type=text(ENTRY_TYPE_LENGTH), timestamp=_NUMBER, message=_TEXT)),
            "description": "Appended.",
        },
        events={**items(_ANY_OBJECT), "description": "Appended."},
        humanCompletedAt=or_null(_NUMBER),
        archivedAt=or_null(_NUMBER),
    ),
    "TimelineEntry": _ENTRY,
    "TaskTimelineEntry": members(
        ("message", "sessionId"),
        **_ENTRY["properties"],
        sessionId=text(NAME_LENGTH, shortest=1),
    ),
    "SessionEvent": members(("type",), type=text(NAME_LENGTH, shortest=1), data={}),
    "SpawnSession": {
        **members(
            ("projectId", "taskIds"),
            projectId=text(shortest=1),
            taskIds={**items(text(shortest=1)), "minItems": 1},
            command={
                **text(COMMAND_LENGTH),
                "pattern": r"^[^\u0000]*[^\u0000\s][^\u0000]*$",
                "description": "What to run instead of the configured agent.",
            },
            role={"enum": [*ROLES], "default": ROLES[0]},
            strategy={"enum": [*STRATEGIES], "default": STRATEGIES[0]},
            spawnSource={"enum": ["ui", "session"], "default": "ui"},
            sessionId={**_TEXT, "description": "The parent, if spawnSource is 'session'."},
            sessionName=_NAME,
            skills=_TEXTS,
            context=_ANY_OBJECT,
        ),
        "anyOf": [members(spawnSource={"const": "ui"}), members(("sessionId",))],
    },
}
"""What is sent; members that are not named are passed over."""

ANSWERS: Final[dict[str, Schema]] = {
    "Error": members(
        ("error", "statusCode", "code", "message"),
        error=_TRUE,
        statusCode={"type": "integer"},
        code=_TEXT,
        message=_TEXT,
        details={},
    ),
    "Deleted": members(("success", "id"), success=_TRUE, id=_TEXT),
    "TaskTimelineAnswer": members(
        ("success", "taskId", "sessionId", "message", "type"),
        success=_TRUE,
        taskId=_TEXT,
        sessionId=_TEXT,
        message=_TEXT,
        type=_TEXT,
    ),
    "Spawned": members(
        ("success", "sessionId", "manifestPath", "message", "session"),
        success=_TRUE,
        sessionId=_TEXT,
        manifestPath=_TEXT,
        message=_TEXT,
        session=ref("Session"),
    ),
    "Health": members(
        ("status", "timestamp", "uptime", "server", "version"),
        status={"const": "ok"},
        timestamp=_TIME,
        uptime={"type": "number", "description": "Seconds."},
        server=_TEXT,
        version=_TEXT,
    ),
    "Name": members(("server", "version", "api"), server=_TEXT, version=_TEXT, api=_TEXT, openapi=_TEXT),
    "Connections": members(
        ("connectedClients", "clients"),
        connectedClients={"type": "integer"},
        clients=items(
            members(("readyState", "readyStateText"), readyState={"type": "integer"}, readyStateText=_TEXT)
        ),
    ),
    "Pagination": members(
        ("offset", "limit", "total", "hasMore"),
        offset={"type": "integer"},
        limit={"type": "integer"},
        total={"type": "integer"},
        hasMore={"type": "boolean"},
    ),
}
"""What is answered besides documents."""
