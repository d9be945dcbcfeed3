"""A simulated agent: prints like one, reports over REST like one, asks, fails and exits like one.

Runs as ``python -m maestro_tui.demo.agent PART`` in a terminal, and knows of the world only what a real agent knows:
``MAESTRO_SERVER_URL`` and ``MAESTRO_SESSION_ID``. Only the standard library and msgspec: it has to start at once.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import threading
import urllib.error
import urllib.request
from typing import Any

import msgspec

from maestro_tui.demo import scenario as s

DIM, BOLD, GREEN, RED, YELLOW, BLUE, RESET = (
    f"\x1b[{code}m" for code in ("2", "1", "32", "31", "33", "34", "0")
)


class Server:
    """The few requests an agent makes. A server that is away costs a report, never the agent."""

    def __init__(self, url: str, session_id: str) -> None:
        self._base = f"{url.rstrip('/')}/api"
        self._session = f"/sessions/{session_id}"
        self._session_id = session_id

    def task_ids(self) -> list[str]:
        """Give the ids of the session's tasks, in their order."""
        session = self._request("GET", self._session)
        return list(session.get("taskIds", [])) if isinstance(session, dict) else []

    def change(self, **fields: Any) -> None:  # noqa: ANN401  # any JSON
        """Change fields of the session."""
        self._request("PATCH", self._session, fields)

    def change_task(self, task_id: str, status: str) -> None:
        """Change the status of a task."""
        self._request("PATCH", f"/tasks/{task_id}", {"status": status})

    def append(self, type_: str, message: str, task_id: str | None) -> None:
        """Put an event on the session's timeline."""
        event = {"type": type_, "message": message}
        self._request("POST", f"{self._session}/timeline", {**event, "taskId": task_id} if task_id else event)

    def _request(self, method: str, path: str, body: object = None) -> object:
        request = urllib.request.Request(  # the URL is the demo's own server
            self._base + path,
            method=method,
            data=None if body is None else msgspec.json.encode(body),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as response:
                return msgspec.json.decode(response.read())
        except (urllib.error.URLError, TimeoutError, msgspec.MsgspecError):
            return None


class Agent:
    """One part, played on a terminal."""

    def __init__(self, part: s.Part, server: Server, *, pace: float) -> None:
        self._part = part
        self._server = server
        self._pace = pace
        self._random = random.Random(part.name)
        self._open_tasks: list[str] = []
        self._task: str | None = None

    def play(self) -> int:
        """Go through all steps, and give the exit code."""
        self._print(f"{BOLD}{BLUE}▞ {self._part.name}{RESET}  {DIM}a simulated agent of maestro-tui{RESET}")
        self._print("")
        self._open_tasks = self._server.task_ids()
        self._server.change(status="working")
        for _ in range(self._part.laps):
            for step in self._part.steps:
                self._wait(self._random.uniform(0.8, 2.4))
                if self._perform(step):
                    return 1
        self._print(f"{GREEN}✓ Done.{RESET}")
        self._server.change(status="completed")
        return 0

    def _perform(self, step: s.Step) -> bool:
        """Perform a step; True if it was the last."""
        match step:
            case s.Say(text, detail):
                self._print(f"{GREEN}●{RESET} {BOLD}{text}{RESET} {detail}")
            case s.Progress(text, percent):
                filled = round(percent / 5)
                bar = f"{BLUE}{'━' * filled}{RESET}{DIM}{'━' * (20 - filled)}{RESET}"
                self._print(f"  {bar} {percent:3} %  {text}")
                self._server.append("progress", text, self._task)
            case s.Milestone(text):
                self._print(f"{YELLOW}◆{RESET} {text}")
                self._server.append("milestone", text, self._task)
            case s.BeginTask():
                self._begin_task()
            case s.FinishTask():
                self._finish_task()
            case s.Ask(question):
                self._ask(question)
            case s.Fail(text):
                self._print(f"{RED}✗ {text}{RESET}")
                self._server.append("error", text, self._task)
                return True
        return False

    def _begin_task(self) -> None:
        if self._open_tasks:
            self._task = self._open_tasks.pop(0)
            self._server.change_task(self._task, "in_progress")
            self._server.append("task_started", "Took up the task", self._task)

    def _finish_task(self) -> None:
        if self._task is not None:
            self._server.append("task_completed", "Finished the task", self._task)
            self._server.change_task(self._task, "completed")
            self._task = None

    def _ask(self, question: str) -> None:
        self._server.append("needs_input", question, self._task)
        self._server.change(status="idle", needsInput={"active": True, "message": question})
        sys.stdout.write(f"\a{YELLOW}?{RESET} {BOLD}{question}{RESET} ")
        sys.stdout.flush()
        answer = sys.stdin.readline().strip()
        self._server.change(status="working", needsInput={"active": False})
        self._server.append("progress", f"Answered: {answer or '(nothing)'}", self._task)

    def _wait(self, seconds: float) -> None:
        # An event nobody sets is a sleep that a signal ends at once.
        threading.Event().wait(seconds * self._pace)

    def _print(self, line: str) -> None:
        sys.stdout.write(f"{line}\r\n")
        sys.stdout.flush()


def main() -> int:
    """Play the part named on the command line."""
    parser = argparse.ArgumentParser(prog="maestro-tui demo agent", description=__doc__)
    parser.add_argument("part", choices=[part.name for part in s.PARTS])
    parser.add_argument("--pace", type=float, default=1.0, help="1 is a human's pace, 0.1 ten times as fast")
    arguments = parser.parse_args()
    try:
        url, session_id = os.environ["MAESTRO_SERVER_URL"], os.environ["MAESTRO_SESSION_ID"]
    except KeyError as error:
        parser.exit(2, f"A demo agent is started by a spawn: {error} is not set.\n")
    try:
        return Agent(s.part_named(arguments.part), Server(url, session_id), pace=arguments.pace).play()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
