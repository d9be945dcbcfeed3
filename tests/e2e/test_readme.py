"""The blocks of the README, run as they stand there, one after the other."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.support.program import Home, Server
from tests.support.waiting import LIMIT

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(
        not (shutil.which("bash") and shutil.which("curl")), reason="bash and curl are needed"
    ),
]

README = Path(__file__).parents[2] / "README.md"
INSTALLED = f'maestro-tui() {{ "{sys.executable}" -m maestro_tui "$@"; }}; set -eo pipefail\n'


def block(beginning: str) -> str:
    """Give the block of the README that begins so."""
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return next(each for each in blocks if each.startswith(beginning))


def type_in(home: Home, script: str, **environ: str) -> str:
    """Run it as a user's shell would; give what it prints."""
    completed = subprocess.run(
        ["bash", "-c", INSTALLED + script],
        env={**home.environ, **environ},
        cwd=home.directory, capture_output=True, text=True, timeout=4 * LIMIT, check=False,
    )  # fmt: skip
    assert completed.returncode == 0, completed
    return completed.stdout


def sessions(home: Home) -> dict[str, str]:
    """Give the ids of all sessions by their names."""
    listed = msgspec.json.decode(home.run("session", "list", "--json").stdout)
    return {session["name"]: session["id"] for session in listed}


async def test_the_commands_of_the_readme_do_what_it_says(home: Home) -> None:
    async with Server(home, "--port", "0"):
        assert "Painter" in type_in(home, block("maestro-tui project create"))
        painter = sessions(home)["Painter"]
        type_in(home, block("maestro-tui report"), MAESTRO_SESSION_ID=painter)
        assert "Tests are green" in home.run("session", "timeline", "Painter").stdout
        answer = type_in(home, block("api="))
        assert msgspec.json.decode(answer)["session"]["id"] in sessions(home).values()
        assert home.run("project", "show", "Yak").returncode == 0
