"""What survives the worst: power loss, ``kill -9``, a full disk, a disk that cannot be written."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.server.process import ServerProcess
from tests.server.support import Api, running

# The first state is told once the data dir is open.
OPENED = 1


def test_killed_at_every_write_what_was_answered_is_there_and_nothing_is_half_done(tmp_path: Path) -> None:
    completed = subprocess.run(
        [sys.executable, "-m", "tests.server.journal.crash_program", str(tmp_path)],
        capture_output=True,
        check=False,
        timeout=50,
        cwd=Path(__file__).parents[3],
    )
    assert completed.returncode == 0, completed.stderr.decode()
    results = msgspec.json.decode(completed.stdout)
    states = results[-1]["states"]
    assert len(states) == 7
    assert len(results) > 50
    for number, result in enumerate(results, start=1):
        assert result["half"] == [], number
        answered = max(result["answered"] - OPENED, 0)
        # What was under way may be there or not: nobody was told.
        assert result["state"] in states[answered : answered + 2], number
        if answered:
            assert not result["new_epoch"], number


async def test_killed_under_load_every_answered_change_is_there(data_dir: Path) -> None:
    answered: dict[str, int] = {}

    async def change(api: Api, session_id: str) -> None:
        number = 0
        while True:
            number += 1
            await api.ok("PATCH", f"/api/sessions/{session_id}", {"metadata": {}, "name": str(number)})
            answered[session_id] = number

    async with ServerProcess(data_dir) as server, server.running.api() as api:
        project = await api.project()
        sessions = [(await api.session(project))["id"] for _ in range(8)]
        changing = [asyncio.create_task(change(api, session_id)) for session_id in sessions]
        async with asyncio.timeout(15):
            while len(answered) < 8 or min(answered.values()) < 20:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        server.process.kill()
        await server.process.wait()
        await asyncio.wait(changing)
        assert all(task.exception() for task in changing)
    async with running(data_dir) as server_again, server_again.api() as api:
        for session_id, number in answered.items():
            name = int((await api.get(f"/api/sessions/{session_id}")).json["name"])
            assert number <= name <= number + 1


SMALL_FILES = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
"""


async def test_a_file_that_may_not_grow_is_a_clear_error_and_nothing_is_lost(data_dir: Path) -> None:
    """The kernel refuses for real, in the middle of a write."""
    async with ServerProcess(data_dir, before=SMALL_FILES) as server:
        async with server.running.api() as api:
            project = await api.project()
            names: list[str] = []
            while True:
                answer = await api.ask("POST", "/api/projects", {"name": f"{len(names)} {'x' * 900}"})
                if answer.status != 201:
                    break
                names.append(answer.json["name"])
            assert (answer.status, answer.code) == (507, "STORAGE_ERROR")
            assert "not made" in answer.json["message"]
            assert len((await api.get("/api/projects")).json) == len(names) + 1
        server.process.terminate()
        code, _, errors = await server.end()
        assert code == 0
        assert "Traceback" not in errors
    async with running(data_dir) as server_again, server_again.api() as api:
        found = [document["name"] for document in (await api.get("/api/projects")).json]
        assert found == [project["name"], *names]
        await api.project()


# Even root is bound by the mode of a directory without this capability.
WITHOUT_OVERRIDE = """
import ctypes, os
if os.geteuid() == 0:
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    assert ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)()) == 0
"""


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
@pytest.mark.parametrize("where", ["", "journal", "projects"])
async def test_a_read_only_data_dir_is_a_clear_error(data_dir: Path, where: str) -> None:
    async with running(data_dir, auth=True) as server, server.api(base_url=server.secret_url) as api:
        await api.project()
    for name in (".maestro-tui.lock", "token") if not where else ():
        (data_dir / name).unlink()
    os.chmod(data_dir / where, 0o500)
    process = ServerProcess(data_dir, before=WITHOUT_OVERRIDE, auth=True)
    try:
        await process.launch()
        if where == "projects":
            # Nothing has to be written there: the journal keeps what is changed.
            await process.listening()
            process.process.terminate()
            assert (await process.end())[0] == 0
        else:
            code, out, errors = await process.end()
            assert (code, out) == (1, "")
            assert errors.startswith("Error: ")
            assert str(data_dir) in errors
            assert "Traceback" not in errors
    finally:
        os.chmod(data_dir / where, 0o700)
