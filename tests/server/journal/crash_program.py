"""Run as a program: kills itself at every place where something is written, and sees what is left.

The same few changes are made again and again on fresh data dirs, each time in a child that ends without warning
at its n-th call to the file system, in the middle of a write where the call is one. Writes one JSON document: for
each n how many changes were answered, and what a server finds then.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from maestro_tui.server import committer, identifiers
from maestro_tui.server.journal import write_behind
from maestro_tui.server.journal.recovery import recover
from maestro_tui.server.repositories.files import DocumentFiles
from maestro_tui.server.services import entries, projects, sessions, tasks
from tests.server.journal.support import Data, opened, state_of

WRITERS = ("open", "write", "fdatasync", "fsync", "replace", "mkdir", "unlink", "ftruncate")
WANTS_TO_WRITE = os.O_WRONLY | os.O_RDWR


async def change(data_dir: Path, answered: Callable[[Any], None]) -> None:
    """Make the changes, and tell the state after each one that is answered."""
    async with opened(data_dir, journal_segment_bytes=1_500, journal_bytes=3_000) as data:
        answered(data.state)
        project = await data.project()
        answered(data.state)
        task = await data.task(project)
        answered(data.state)
        await work(data, project, task, answered)


async def work(data: Data, project: Any, task: Any, answered: Callable[[Any], None]) -> None:
    session = await data.session(project, task)
    answered(data.state)
    for status in ("working", "completed"):
        await data.patch(session, status=status)
        answered(data.state)
        # Give the files their turn in between.
        await asyncio.sleep(0.005)
    await data.delete_task(task)
    answered(data.state)


def make_repeatable() -> None:
    """Take chance and time away, so that every run makes the same documents."""
    count = iter(range(1_000_000))

    def numbered(prefix: str) -> str:
        return f"{prefix}_{next(count)}"

    for module in (identifiers, entries, projects, sessions, tasks):
        if hasattr(module, "new_id"):
            setattr(module, "new_id", numbered)  # noqa: B010
    defaults = committer.Committer.__init__.__kwdefaults__
    assert defaults is not None
    defaults["clock"] = lambda: 1_707_260_400_000
    write_behind.PAUSE = 0.001  # type: ignore[misc]


def end_at(number: int, descriptor: int) -> Callable[[Any], None]:
    """Have the process end at its n-th call that writes; give what notes an answered state."""
    calls = 0
    write = os.write

    def ending(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal calls
            if name == "open" and not arguments[1] & WANTS_TO_WRITE:
                return real(*arguments, **options)
            calls += 1
            if calls == number:
                if name == "write":
                    real(arguments[0], arguments[1][: len(arguments[1]) // 2])
                os._exit(9)
            return real(*arguments, **options)

        return call

    for name in WRITERS:
        setattr(os, name, ending(name, getattr(os, name)))

    def answered(state: Any) -> None:
        write(descriptor, msgspec.json.encode(state) + b"\n")

    return answered


def run_child(data_dir: Path, number: int) -> tuple[bool, list[Any]]:
    """Make the changes in a child; tell whether it came to its end, and the states it was answered."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        make_repeatable()
        asyncio.run(change(data_dir, end_at(number, writing)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        states = [msgspec.json.decode(line) for line in pipe]
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in {0, 9}, number
    return os.waitstatus_to_exitcode(status) == 0, states


def found_in(data_dir: Path) -> Any:
    """What a server finds: the state, the files that are not whole, and whether the epoch went on."""
    data_dir.mkdir(parents=True, exist_ok=True)
    half = []
    for path in data_dir.rglob("*.json"):
        try:
            msgspec.json.decode(path.read_bytes())
        except msgspec.MsgspecError:
            half.append(str(path))
    files = DocumentFiles(data_dir)
    files.prepare()
    recovered = recover(data_dir, files)
    return {"state": state_of(recovered.tables), "half": half, "new_epoch": not recovered.segments}


def main() -> None:
    root = Path(sys.argv[1])
    results = []
    number, has_ended = 0, False
    while not has_ended:
        number += 1
        data_dir = root / str(number)
        has_ended, states = run_child(data_dir, number)
        results.append({"answered": len(states), "states": states if has_ended else [], **found_in(data_dir)})
    sys.stdout.buffer.write(msgspec.json.encode(results))


if __name__ == "__main__":
    main()
