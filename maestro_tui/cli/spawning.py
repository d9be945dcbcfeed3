"""``maestro-tui session spawn``: a session, and a terminal for it in every dashboard's host. Starts no process."""

from __future__ import annotations

from collections.abc import Sequence

import click
import msgspec

from maestro_tui.cli.bodies import read_json
from maestro_tui.cli.choosing import argument_for, option_for, tasks_option
from maestro_tui.cli.naming import PROJECT, SESSION, find_id, find_optional_id, find_task_ids
from maestro_tui.cli.output import Output
from maestro_tui.cli.requesting import Server, asks_server
from maestro_tui.client.answers import SpawnAccepted, StreamStatus, decode_answer
from maestro_tui.errors import MaestroError


@click.command("spawn")
@argument_for(PROJECT)
@tasks_option(required=True)
@click.option("--command", metavar="TEXT", help="What runs in its terminal. Default: the server's agent.")
@click.option("--name", "sessionName", metavar="TEXT")
@click.option("--role", metavar="ROLE", help="worker (the default) or orchestrator.")
@click.option("--strategy", metavar="STRATEGY", help="simple (the default), queue or tree.")
@click.option("--skill", "skills", metavar="NAME", multiple=True, help="May be given several times.")
@click.option("--context", metavar="JSON", help="An object that is kept with the session.")
@option_for(
    SESSION, "--parent", envvar="MAESTRO_SESSION_ID",
    help="The session that spawns it. Default: MAESTRO_SESSION_ID; '' for none.",
)  # fmt: skip
@asks_server
def spawn_session(
    server: Server,
    output: Output,
    /,
    project: str,
    tasks: Sequence[str],
    skills: Sequence[str],
    context: str | None,
    parent: str | None,
    **members: str | None,
) -> None:
    """Have an agent work on tasks of PROJECT, in a terminal of its own."""
    parent_id = find_optional_id(server, SESSION, parent or None)
    project_id = find_id(server, PROJECT, project)
    body = {
        "projectId": project_id,
        "taskIds": find_task_ids(server, tasks, project_id),
        "skills": list(skills) or None,
        "context": read_json(context, "--context"),
        "spawnSource": "session" if parent_id else "ui",
        "sessionId": parent_id,
        **members,
    }
    answer = server.send("POST", "sessions/spawn", body)
    if output.as_json:
        output.json(answer)
        return
    accepted = decode_answer(answer, SpawnAccepted)
    name = accepted.session.name if accepted.session is not None else ""
    output.line(f"Spawned {accepted.session_id}  {name}")
    if not _has_audience(server):
        click.echo("maestro-tui: no dashboard is connected, so that no terminal opens for it now.", err=True)


def _has_audience(server: Server) -> bool:
    try:
        return msgspec.json.decode(server.read_root("ws-status"), type=StreamStatus).connected_clients > 0
    except (MaestroError, msgspec.MsgspecError):
        # Whoever cannot be asked may well have listeners.
        return True
